import { describe, expect, it } from "vitest";
import type { BatchRecord, PhaseRow } from "../src/data/records";
import {
  change,
  durationsOf,
  parametersOf,
  reportsOf,
  resultsOf,
  stepOfSample,
  utilitiesOf,
} from "../src/pages/compare/differences";
import { lanesOf, marksOf } from "../src/pages/records/gantt";
import { signalsFor } from "../src/pages/records/signals";

const MINUTE = 60e6;
const HOUR = 60 * MINUTE;

function phase(path: string, started: number, ended: number | null, more = {}): PhaseRow {
  return {
    path,
    unit: "mill-1",
    started,
    ended,
    state: ended === null ? "RUNNING" : "COMPLETE",
    actor: "automatic",
    parameters: {},
    reports: {},
    ...more,
  };
}

function record(batch: string, more: Partial<BatchRecord>): BatchRecord {
  return {
    batch,
    product: "p",
    recipe: "r",
    version: "1",
    state: "COMPLETE",
    simulated: true,
    head: "",
    started: 0,
    ended: 10 * HOUR,
    mass_kg: 1,
    formula: [],
    phases: [],
    charges: [],
    movements: [],
    deviations: [],
    alarms: [],
    results: [],
    judgements: [],
    balances: [],
    utilities: [],
    bags: [],
    actions: [],
    signatures: [],
    plots: [],
    ...more,
  };
}

describe("the timeline of a batch", () => {
  it("has a lane for each unit procedure, in which no bar covers another", () => {
    const lanes = lanesOf(
      [
        phase("mill/b", 2, 9),
        phase("mill/a", 1, 5),
        phase("dose/x", 0, 2),
        phase("mill/c", 5, null),
      ],
      12,
    );
    expect(lanes.map((each) => [each.procedure, each.rows])).toEqual([
      ["dose", 1],
      ["mill", 2],
    ]);
    expect(lanes[1]?.bars.map((each) => [each.phase.path, each.row, each.to])).toEqual([
      ["mill/a", 0, 5],
      ["mill/b", 1, 9],
      ["mill/c", 0, 12],
    ]);
  });

  it("is marked at whole hours, never too close", () => {
    expect(marksOf(HOUR / 2, 3.5 * HOUR)).toEqual([HOUR, 2 * HOUR, 3 * HOUR]);
    expect(marksOf(0, 1000 * HOUR).length).toBeLessThanOrEqual(13);
    expect(marksOf(0, 1e6 * HOUR).length).toBeLessThanOrEqual(13);
  });
});

describe("the signals that tell most of a batch", () => {
  it("are those of the units that it ran on", () => {
    const found = record("a", { phases: [phase("mill", 0, 1, { unit: "kiln-1" })] });
    const known = ["kiln-1.d50_um", "kiln-1.oxygen_ppm", "kiln-2.oxygen_ppm", "kiln-1.x"];
    expect(signalsFor(found, known)).toEqual(["kiln-1.oxygen_ppm", "kiln-1.d50_um"]);
  });
});

describe("two batches", () => {
  const row = { title: "", unit: "degC", low: null, high: null, overridden: false };

  it("differ in a parameter however little it was changed", () => {
    const one = record("a", {
      formula: [
        { ...row, name: "soak", value: 770 },
        { ...row, name: "only", value: 1 },
      ],
    });
    const other = record("b", { formula: [{ ...row, name: "soak", value: 770.1 }] });
    expect(parametersOf(one, other)).toEqual([
      { key: "soak", unit: "degC", one: 770, other: 770.1, differs: true },
      { key: "only", unit: "degC", one: 1, other: null, differs: true },
    ]);
    expect(parametersOf(one, one).some((each) => each.differs)).toBe(false);
  });

  it("differ in the time of a step only if that is more than chance", () => {
    const one = record("a", {
      phases: [
        phase("dose/x", 0, MINUTE),
        phase("dose/x", 2 * MINUTE, 3 * MINUTE),
        phase("mill/a", 0, HOUR),
        phase("mill/b", 0, null),
      ],
    });
    const other = record("b", {
      phases: [phase("dose/x", 0, 4 * MINUTE), phase("mill/a", 0, 2 * HOUR)],
    });
    const [dose, mill, ...rest] = durationsOf(one, other);
    expect([dose?.one, dose?.other, dose?.differs]).toEqual([2 * MINUTE, 4 * MINUTE, false]);
    expect([mill?.differs, change(mill!)]).toEqual([true, 1]);
    expect(rest).toEqual([]);
  });

  it("are compared by the same sample, utility and report", () => {
    const result = { at: 0, place: "", unit: "%", attribute: "carbon" };
    const energy = { name: "energy", amount: 1, unit: "kWh", per_tonne: 100 };
    const [one, other] = ["a", "b"].map((batch, index) => {
      return record(batch, {
        results: [{ ...result, sample: `${batch}/pack/sample/${index + 1}`, value: 1 + index }],
        utilities: [energy, { ...energy, name: "energy_idle", per_tonne: null }],
        phases: [phase("mill", 0, 1, { reports: { d50_um: 2, lot: "x" } })],
      });
    });
    expect(resultsOf(one!, other!)).toEqual([
      { key: "pack/sample|carbon", unit: "%", one: 1, other: 2, differs: true },
    ]);
    expect(utilitiesOf(one!, other!)).toEqual([
      { key: "energy", unit: "kWh/t", one: 100, other: 100, differs: false },
    ]);
    expect(reportsOf(one!, other!).map((each) => each.key)).toEqual(["mill|d50_um"]);
    expect(stepOfSample("other/pack/3", "a")).toBe("other/pack");
    expect(change({ key: "", unit: "", one: 0, other: 1, differs: true })).toBeNull();
  });
});
