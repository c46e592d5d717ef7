import { describe, expect, it } from "vitest";
import type { Alarm, Priority, State, UnitStatus } from "../src/data/types";
import type { Day } from "../src/pages/wall/figures.svelte";
import { alarmed, condition } from "../src/pages/overview/conditions";
import {
  byInterest,
  cellsFor,
  fitted,
  GAP,
  lowest,
  partOf,
  tonneDigits,
  trendOf,
  worst,
} from "../src/pages/wall/wall";

const SITE = [31, 27, 103, 28, 31, 27, 103, 28, 30, 26, 102, 27, 60, 21];

describe("the wall on a screen", () => {
  it.each([
    [1920, 1080],
    [3840, 2160],
    [1280, 720],
    [3840, 1080],
    [1280, 1024],
  ])("fills %s × %s and is nowhere smaller than it was drawn", (width, height) => {
    const fit = fitted(width, height);
    expect(fit.width * fit.scale).toBeCloseTo(width);
    expect(fit.height * fit.scale).toBeCloseTo(height);
    expect(fit.width).toBeGreaterThanOrEqual(1920);
    expect(fit.height).toBeGreaterThanOrEqual(1080);
    expect(fit.upright).toBe(false);
  });

  it.each([
    [1080, 1920],
    [820, 1180],
  ])("that stands, %s × %s, is drawn upright", (width, height) => {
    const fit = fitted(width, height);
    expect(fit.upright).toBe(true);
    expect([fit.width * fit.scale, fit.height * fit.scale].map(Math.round)).toEqual([width, height]);
    expect(fit.width).toBeGreaterThanOrEqual(1080);
    expect(fit.height).toBeGreaterThanOrEqual(1920);
  });
});

describe("the cells of units", () => {
  it("have names where there are few", () => {
    expect(cellsFor([6, 4, 12, 6, 12, 3], 598, 520).named).toBe(true);
  });

  it("all fit where there are hundreds", () => {
    const { width, height, named } = cellsFor(SITE, 518, 520);
    const perRow = Math.floor((518 + GAP) / (width + GAP));
    const rows = SITE.reduce((sum, each) => sum + Math.ceil(each / perRow), 0);
    expect(named).toBe(false);
    expect(width).toBeGreaterThan(8);
    expect(rows * (height + GAP)).toBeLessThanOrEqual(520);
  });
});

describe("a unit from afar", () => {
  const unit = (status: string, ...states: State[]) =>
    ({
      status,
      services: Object.fromEntries(states.map((state, index) => [index, { state }])),
    }) as unknown as UnitStatus;

  it.each([
    [unit("available", "IDLE", "RUNNING"), "working"],
    [unit("available", "RUNNING", "HELD"), "interrupted"],
    [unit("maintenance"), "out"],
    [unit("cleaning", "RUNNING"), "working"],
    [unit("available", "COMPLETE"), "idle"],
  ])("%o is %s", (given, seen) => {
    expect(condition(given)).toBe(seen);
  });

  it("works while there is product in it, unless something is wrong", () => {
    expect(condition(unit("available", "IDLE"), true)).toBe("working");
    expect(condition(unit("available", "HELD"), true)).toBe("interrupted");
  });

  it("bears the highest priority of its alarms that stand", () => {
    const alarm = (name: string, priority: Priority, standing = true) =>
      ({ alarm: name, priority, standing }) as unknown as Alarm;
    const found = alarmed([
      alarm("kiln-1.oxygen", "medium"),
      alarm("kiln-1.soak", "low"),
      alarm("mill-1.seal", "high", false),
    ]);
    expect([...found]).toEqual([["kiln-1", "medium"]]);
  });
});

describe("the trend of quality", () => {
  const day = (lots: number, first: number, released: number) =>
    ({ at: 0, packed_kg: 0, lots, first_pass: first, released }) as Day;

  it("has a point for each day on which lots were judged", () => {
    const points = trendOf([day(2, 1, 2), day(0, 0, 0), day(1, 1, 1)]);
    expect(points).toEqual([
      { x: 0, firstPass: 0.5, final: 1 },
      { x: 1, firstPass: 1, final: 1 },
    ]);
    expect(lowest(points)).toBeLessThan(0.5);
    expect(lowest([])).toBe(0.8);
  });
});

describe("kilns", () => {
  it("are told by the zone that is farthest from its set point, above or below", () => {
    const reading = (number: number, value: number, setpoint: number | null) => ({
      number,
      value,
      setpoint,
    });
    expect(worst([reading(1, 101, 100), reading(2, 97, 100), reading(3, 9, null)])).toEqual({
      number: 2,
      by: -3,
    });
    expect(worst([])).toBeNull();
  });

  it("take turns where there are many, those in alarm first", () => {
    const kilns = ["a", "b", "c", "d"].map((unit) => ({ unit }));
    const ordered = byInterest(kilns, new Map([["d", "low"]]), new Set(["c"]));
    expect(ordered.map((each) => each.unit)).toEqual(["d", "c", "a", "b"]);
    expect([0, 1, 2].map((turn) => partOf(ordered, 3, turn).length)).toEqual([3, 1, 3]);
    expect(partOf(kilns, 4, 7)).toBe(kilns);
  });
});

describe("tonnes", () => {
  it("have fewer decimals the more they are", () => {
    expect([6.02, 1250, 148_000].map(tonneDigits)).toEqual([2, 1, 0]);
  });
});
