// The live stream: joined, watched for silence, joined again.

import { untrack } from "svelte";
import { after, isWhole, NOTHING, type Seen } from "./frames";
import { Pace } from "./pace";
import { Recent } from "./recent";
import type { Frame, Status, Tick } from "./types";

/** Looked at four times a second, the page is greyed within three seconds of silence. */
const LOST_AFTER_MS = 2700;
const LOOK_EVERY_MS = 250;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4000;

/** Closed with this, a link is that of a browser which may watch no more. */
const NOT_LET_IN = 4401;
/** And with this there are too many pages, or one that asks too often. */
const TOO_MANY = 4429;

export type LinkState = "joining" | "live" | "lost";

export class Live {
  state = $state<LinkState>("joining");
  /** Whether there was no room for one page more. */
  crowded = $state(false);
  /** When the last frame came, in milliseconds of the wall clock. */
  lostSince = $state(0);
  /** What is shown: it stays, greyed, while the link is lost. */
  #shown = $state.raw<Seen>(NOTHING);
  /** What came over the present connection; it is shown once it is whole. */
  #coming: Seen = NOTHING;
  #socket: WebSocket | null = null;
  #lastFrame = Date.now();
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #rejoin = 0;
  /** What is asked for, and whether what it shows is to be remembered. */
  #wishes = new Map<readonly string[], boolean>();
  #told = "";
  #recent = new Map<string, Recent>();
  #pace = new Pace();

  /** `failed` is called when a connection was refused or ended: perhaps nobody is signed in. */
  constructor(private readonly failed: () => void) {}

  get tick(): Tick | null {
    return this.#shown.tick;
  }

  get status(): Status | null {
    return this.#shown.status;
  }

  /** Whether the plant's values are those of this moment. */
  get fresh(): boolean {
    return this.state === "live" && (this.tick?.connected ?? false);
  }

  /** Plant seconds per second, as they were seen; read again with every tick. */
  get speed(): number | null {
    return this.tick && this.#pace.speed;
  }

  value(signal: string): number | null {
    return this.tick?.values[signal] ?? null;
  }

  /** What a signal has shown; read again with every tick. */
  recent(signal: string): Recent | null {
    return this.tick && (this.#recent.get(signal) ?? null);
  }

  open(): void {
    if (this.#timer) return;
    this.#lastFrame = Date.now();
    this.#timer = window.setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#join();
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#rejoin);
    this.#timer = 0;
    this.#leave();
    this.#shown = NOTHING;
    this.#recent.clear();
    this.#pace.forget();
    this.state = "joining";
  }

  /** Ask for signals until the returned function is called. */
  watch(signals: readonly string[], remembered = true): () => void {
    this.#wishes.set(signals, remembered);
    // An effect that asks must not run again with every tick.
    untrack(() => this.#tell());
    return () => {
      this.#wishes.delete(signals);
      this.#tell();
    };
  }

  #join(): void {
    const address = new URL("api/live", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.hash = "";
    const socket = new WebSocket(address);
    let opened = false;
    this.#socket = socket;
    this.#coming = NOTHING;
    socket.onopen = () => {
      opened = true;
      this.#told = "";
      this.#tell();
    };
    socket.onmessage = (event) => this.#take(JSON.parse(String(event.data)) as Frame);
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.crowded = code === TOO_MANY;
      if (this.crowded) this.#wait = LONGEST_WAIT_MS;
      if (!opened || code === NOT_LET_IN) this.failed();
      this.#rejoin = window.setTimeout(() => this.#join(), this.#wait);
      this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
    };
  }

  #leave(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #take(frame: Frame): void {
    this.#lastFrame = Date.now();
    this.#wait = FIRST_WAIT_MS;
    this.#coming = after(this.#coming, frame);
    if (!isWhole(this.#coming)) return;
    this.#shown = this.#coming;
    this.state = "live";
    this.crowded = false;
    if (!frame.tick) return;
    if (frame.tick.connected) this.#pace.add(this.#lastFrame, frame.tick.at);
    else this.#pace.forget();
    this.#remember(frame.tick);
  }

  #remember(tick: Tick): void {
    for (const signal of this.#asked(true)) {
      let recent = this.#recent.get(signal);
      if (!recent) this.#recent.set(signal, (recent = new Recent()));
      recent.add(tick.at, tick.connected ? (tick.values[signal] ?? null) : null);
    }
  }

  /** A silent connection is as good as none: it is given up and made anew. */
  #look(): void {
    if (Date.now() - this.#lastFrame < LOST_AFTER_MS || this.state === "lost") return;
    this.state = "lost";
    this.lostSince = this.#lastFrame;
    this.#pace.forget();
    for (const recent of this.#recent.values()) recent.add(this.tick?.at ?? 0, null);
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#leave();
    this.#join();
  }

  #asked(onlyRemembered = false): string[] {
    const wishes = [...this.#wishes].filter(([, remembered]) => remembered || !onlyRemembered);
    return [...new Set(wishes.flatMap(([signals]) => signals))].sort();
  }

  /** What is no longer asked for has a gap from here on. */
  #tell(): void {
    const remembered = new Set(this.#asked(true));
    for (const [signal, recent] of this.#recent) {
      if (!remembered.has(signal)) recent.add(this.tick?.at ?? 0, null);
    }
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const message = JSON.stringify({ signals: this.#asked() });
    if (message === this.#told) return;
    this.#told = message;
    this.#socket.send(message);
  }
}
