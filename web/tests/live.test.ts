import { describe, expect, it } from "vitest";
import { after, isWhole, NOTHING } from "../src/data/frames";
import { Recent } from "../src/data/recent";
import type { Status, Tick } from "../src/data/types";
import { pathOf } from "../src/pages/unit/sparkline";

const TICK = { at: 1, values: { "kiln-1.oxygen_ppm": 43 } } as unknown as Tick;
const STATUS = { revision: 7 } as unknown as Status;

describe("frames", () => {
  it("are whole only once both the values and the status have come anew", () => {
    const ticked = after(NOTHING, { tick: TICK });
    expect(isWhole(ticked)).toBe(false);
    expect(isWhole(after(ticked, { status: STATUS }))).toBe(true);
  });

  it("keep the status while only values come, and drop a value that is no longer told", () => {
    const seen = after(after(NOTHING, { tick: TICK, status: STATUS }), {
      tick: { ...TICK, at: 2, values: {} },
    });
    expect(seen.status).toBe(STATUS);
    expect(seen.tick?.values).toEqual({});
  });
});

describe("what was seen of a signal", () => {
  it("stays in view from its beginning, however long it becomes", () => {
    const recent = new Recent();
    for (let at = 0; at < 10_000; at++) recent.add(at, at % 7);
    expect(recent.points[0]?.at).toBe(0);
    expect(recent.points.length).toBeLessThanOrEqual(241);
    expect(recent.points.at(-1)?.at).toBeGreaterThan(9_800);
  });

  it("is broken once where nothing was known", () => {
    const recent = new Recent();
    recent.add(1, 5);
    recent.add(2, null);
    recent.add(3, null);
    recent.add(4, 6);
    expect(recent.points.map((each) => each.value)).toEqual([5, null, 6]);
    expect(pathOf(recent.points).match(/M/g)).toHaveLength(2);
  });

  it("is a nearly level line while it hardly moves", () => {
    const moves = pathOf([1, 2, 3].map((at) => ({ at, value: 1000 + (at % 2) })), 21_000);
    const heights = [...moves.matchAll(/ ([\d.]+)/g)].map((each) => Number(each[1]));
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
  });

  it("begins anew when the plant's time goes back", () => {
    const recent = new Recent();
    recent.add(9, 1);
    recent.add(2, 1);
    expect(recent.points).toEqual([{ at: 2, value: 1 }]);
  });
});
