import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Live } from "../src/data/live.svelte";

/** A browser's end of a link, of which a test says what comes over it. */
class Link {
  static readonly OPEN = 1;
  static made: Link[] = [];
  readyState = 0;
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number }) => void = () => {};

  constructor() {
    Link.made.push(this);
  }

  static get last(): Link {
    return Link.made.at(-1)!;
  }

  open(): void {
    this.readyState = Link.OPEN;
    this.onopen();
  }

  say(frame: object): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  end(code: number): void {
    this.readyState = 3;
    this.onclose({ code });
  }

  send(): void {}

  close(): void {
    this.end(1000);
  }
}

describe("the live link", () => {
  const failed = vi.fn();
  let live: Live;

  function shown(): void {
    Link.last.open();
    Link.last.say({ status: { revision: 1 } });
    Link.last.say({ tick: { at: 1, connected: true, values: {} } });
  }

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("document", { baseURI: "http://127.0.0.1:8000/" });
    vi.stubGlobal("WebSocket", Link);
    Link.made = [];
    failed.mockClear();
    live = new Live(failed);
    live.open();
  });

  afterEach(() => {
    live.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks at once who is signed in when it is closed because nobody may watch any more", () => {
    shown();
    expect(live.state).toBe("live");
    Link.last.end(4401);
    expect(failed).toHaveBeenCalledOnce();
  });

  it("asks nobody when it just breaks, and is joined again", () => {
    shown();
    Link.last.end(1006);
    expect(failed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(Link.made).toHaveLength(2);
  });

  it("asks who is signed in when it never opened", () => {
    Link.last.end(1006);
    expect(failed).toHaveBeenCalledOnce();
  });

  it("says that there are too many pages until it is live, and does not try again at once", () => {
    Link.last.open();
    Link.last.end(4429);
    expect(live.crowded).toBe(true);
    expect(failed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3000);
    expect(Link.made).toHaveLength(1);
    expect(live.state).toBe("lost");
    vi.advanceTimersByTime(1000);
    expect(Link.made).toHaveLength(2);
    expect(live.crowded).toBe(true);
    shown();
    expect(live.crowded).toBe(false);
  });

  it("is lost while nothing comes over it, though it is open", () => {
    shown();
    vi.advanceTimersByTime(3250);
    expect(live.state).toBe("lost");
    shown();
    expect(live.state).toBe("live");
  });
});
