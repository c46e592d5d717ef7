import { describe, expect, it } from "vitest";
import { linesOf, lineOf } from "../src/data/lines";
import { Recent } from "../src/data/recent";
import type { Alarm, Plant, PlantUnit, State, UnitStatus } from "../src/data/types";
import { flowOf, lanesOf } from "../src/pages/line/flow";
import { arranged, grouped, isCrowded } from "../src/pages/overview/arrange";
import { busyWays, movingOf } from "../src/pages/line/moving";
import { withEdges } from "../src/pages/trends/normal";
import { contextOf, keySignals, type Context } from "../src/pages/unit/context";
import { along, scaleOf } from "../src/pages/unit/scale";
import { bandOf, heightOf } from "../src/pages/unit/sparkline";

function unit(name: string, kind: string, area: string, draws: string[] = [], gives: string[] = []): PlantUnit {
  const places = [{ place: name, kind: "well_mixed" as const, capacity_kg: 1000 }];
  return {
    unit: name, class: kind, use: "exclusive", area, places, services: [],
    draws_from: draws, delivers_to: gives,
  };
}

// Two tanks, a mill that works in a circle on the first, a pipe between them, and a packer behind.
const UNITS = [
  unit("packer-1", "packer", "a-pack", ["buffer-1"]),
  unit("tank-1", "tank", "a-wet"),
  unit("tank-2", "tank", "a-wet"),
  unit("mill-1", "mill", "a-wet", ["tank-1", "tank-2"], ["tank-1", "tank-2"]),
  unit("pipe-1", "pipe", "a-wet"),
  unit("buffer-1", "buffer", "b-store"),
];
const PLANT: Plant = {
  plant: "works", site: "s", simulated: true, areas: ["a-pack", "a-wet", "b-store"], units: UNITS,
  transfers: ["tank-1", "tank-2"].map((source) => ({ source, line: "pipe-1", destination: "buffer-1" })),
  signals: {}, materials: {}, manual_tasks: [],
};

function standing(name: string, service: string, state: State, step = "mill/pass"): UnitStatus {
  return {
    unit: name, class: "tank", status: "available", since: null, until: null, by: "", reason: "",
    owner: null, taken_by: null, rows: {}, services: { [service]: { state, batch: "B1", step } },
  };
}

describe("the lines of a plant", () => {
  it("are made of areas whose names begin alike; the others are one line together", () => {
    expect(linesOf(PLANT)).toEqual([
      { name: "a", areas: ["a-pack", "a-wet"] },
      { name: "works", areas: ["b-store"] },
    ]);
    expect(lineOf(PLANT, "a-wet")?.name).toBe("a");
    expect(lineOf(PLANT, "nowhere")).toBeNull();
  });
});

describe("a plant seen whole", () => {
  it("has its areas in order, and in each the units of a class together", () => {
    const areas = arranged(PLANT);
    expect(areas.map((each) => each.name)).toEqual(["a-pack", "a-wet", "b-store"]);
    const wet = grouped(areas[1]!.units).map((each) => [each.class, each.units.length]);
    expect(wet).toEqual([["tank", 2], ["mill", 1], ["pipe", 1]]);
  });

  it("is told by marks only where there are hundreds of units", () => {
    expect(isCrowded(PLANT)).toBe(false);
    const many = Array.from({ length: 151 }, (_, place) => unit(`tank-${place}`, "tank", "a-wet"));
    expect(isCrowded({ ...PLANT, units: many })).toBe(true);
  });
});

describe("the flow of a line", () => {
  const flow = flowOf(PLANT, PLANT.areas);

  it("has units of a kind at one stage, each stage behind those that lead to it", () => {
    expect(flow.stages.map((each) => each.units.map(({ unit }) => unit))).toEqual([
      ["tank-1", "tank-2"], ["mill-1"], ["pipe-1"], ["buffer-1"], ["packer-1"],
    ]);
    expect(flow.stages.map((each) => each.conveys)).toEqual([false, false, true, false, false]);
  });

  it("has a way back where material goes in a circle", () => {
    expect(flow.ways).toContainEqual({ from: 0, to: 1 });
    expect(flow.ways).toContainEqual({ from: 1, to: 0 });
    expect(flow.ways).toContainEqual({ from: 0, to: 2 });
    expect(flow.ways).toHaveLength(5);
  });

  it("is told where it comes from and goes to beyond its own line", () => {
    const wet = flowOf(PLANT, ["a-wet"]);
    expect(wet.beyond.at(-1)?.to.map((each) => each.class)).toEqual(["buffer"]);
    const packing = flowOf(PLANT, ["a-pack"]);
    expect(packing.beyond[0]?.from.map((each) => each.class)).toEqual(["buffer"]);
    expect(packing.ways).toEqual([]);
  });

  it("draws ways that are no neighbours' beside the trunk, no two on one another", () => {
    const lanes = lanesOf([{ from: 0, to: 1 }, { from: 0, to: 3 }, { from: 1, to: 2 }, { from: 2, to: 4 }, { from: 3, to: 5 }]);
    expect(lanes.filter((each) => each.lane === 0)).toEqual([
      { from: 0, to: 1, lane: 0 }, { from: 1, to: 2, lane: 0 },
    ]);
    expect(lanes.filter((each) => each.lane > 0).map((each) => [each.from, each.lane])).toEqual([
      [0, 1], [2, 2], [3, 1],
    ]);
  });
});

describe("what moves", () => {
  const parties = [standing("tank-2", "send", "RUNNING"), standing("pipe-1", "convey", "RUNNING")];

  it("is a transfer once all three parties work for the same step", () => {
    expect(movingOf(parties)).toEqual([]);
    const all = [...parties, standing("buffer-1", "receive", "RUNNING")];
    expect(movingOf(all)).toEqual([
      { batch: "B1", step: "mill/pass", source: "tank-2", line: "pipe-1", destination: "buffer-1", moves: true },
    ]);
    expect([...busyWays(flowOf(PLANT, PLANT.areas), movingOf(all), [])]).toEqual(["0>2", "2>3"]);
  });

  it("stands while one of them is held, and then no way is busy", () => {
    const held = [...parties, standing("buffer-1", "receive", "HELD")];
    expect(movingOf(held)[0]?.moves).toBe(false);
    expect(busyWays(flowOf(PLANT, PLANT.areas), movingOf(held), []).size).toBe(0);
  });

  it("passes a unit that draws and delivers by itself while that runs for a batch", () => {
    const busy = busyWays(flowOf(PLANT, PLANT.areas), [], [standing("mill-1", "recirculate", "RUNNING")]);
    expect(busy.has("0>1") && busy.has("1>0")).toBe(true);
  });
});

describe("what a value is seen against", () => {
  const signals = {
    "k.soak_temperature_c": { unit: "degC", low: null, high: null },
    "k.soak_setpoint_c": { unit: "degC", low: null, high: null },
    "k.oxygen_ppm": { unit: "ppm", low: null, high: null },
    "k.oxygen_soak_ppm": { unit: "ppm", low: null, high: 50 },
    "k.pressure_pa": { unit: "Pa", low: 20, high: 50 },
    "k.gap_rows": { unit: "1", low: null, high: null },
  };
  const alarm = { signal: "k.oxygen_ppm", comparison: ">=", limit: 100 } as Alarm;

  it("is its own band, else the nearest limit of its alarms", () => {
    expect(contextOf("k.pressure_pa", signals, [])).toMatchObject({ low: 20, high: 50, limits: [] });
    const far = { ...alarm, limit: 500 };
    const found = contextOf("k.oxygen_ppm", signals, [far, alarm, { ...alarm, comparison: "<=", limit: 1 }]);
    expect(found).toEqual({ low: 1, high: 100, limits: [1, 500, 100], setpoint: null });
    expect(contextOf("k.unknown", signals, [alarm]).high).toBeNull();
  });

  it("is told by a set-point of the same name", () => {
    expect(contextOf("k.soak_temperature_c", signals, []).setpoint).toBe("k.soak_setpoint_c");
    expect(contextOf("k.pressure_pa", signals, []).setpoint).toBeNull();
  });

  it("makes those signals the key ones that have a band, of different measures first", () => {
    const names = Object.keys(signals);
    const contexts = new Map<string, Context>(names.map((each) => [each, contextOf(each, signals, each === alarm.signal ? [alarm] : [])]));
    const measure = (each: string): string => signals[each as keyof typeof signals].unit;
    expect(keySignals(names, contexts, measure, 3)).toEqual(["k.soak_temperature_c", "k.oxygen_ppm", "k.pressure_pa"]);
    expect(keySignals(["k.gap_rows", "k.soak_setpoint_c", "k.soak_temperature_c"], contexts, measure, 3)).toEqual([
      "k.gap_rows", "k.soak_temperature_c",
    ]);
  });

  it("lies in the middle of its scale where only the set-point is known", () => {
    const scale = scaleOf(null, null, 200)!;
    expect(along(scale, 200)).toBeCloseTo(50);
    expect(along(scale, 220)).toBe(100);
    expect(scaleOf(null, null)).toBeNull();
  });

  it("has the near edges of its band in sight, not the far ones", () => {
    expect(withEdges(10, 20, { low: 5, high: 100 })).toEqual([5, 20]);
    expect(withEdges(10, 20, { low: null, high: 30 })).toEqual([10, 30]);
  });
});

describe("a small line", () => {
  const points = [{ at: 0, value: 10 }, { at: 1, value: 20 }];

  it("lies before its band as far as that is in sight", () => {
    expect(bandOf(points, 0, 0, 15)).toEqual({ top: 15, bottom: 30 });
    expect(bandOf(points, 0, 100, 200)).toBeNull();
    expect(bandOf(points, 0, null, null)).toBeNull();
    expect(heightOf(points, 0, 15)).toBe(15);
    expect(heightOf(points, 0, 999)).toBeNull();
  });

  it("knows since when it was heard and when it last moved", () => {
    const recent = new Recent();
    for (const [at, value] of [[1, null], [2, 5], [3, 5], [4, 6], [5, null], [6, 6]] as const) recent.add(at, value);
    expect([recent.since, recent.moved]).toEqual([2, 4]);
  });
});
