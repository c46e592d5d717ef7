import { describe, expect, it } from "vitest";
import type { Trial } from "../src/data/trials.svelte";
import type { Alarm, FormulaParameter, Plant } from "../src/data/types";
import { address, routeOf } from "../src/frame/routes";
import { COMMANDS, taken } from "../src/pages/batches/commands";
import { arranged } from "../src/pages/overview/arrange";
import { fits, isSize, overrides, read, sizes, stepOf } from "../src/pages/start/form";
import { finishAt, isSame, predictionOf, shownFor } from "../src/pages/start/prediction";
import { along, scaleOf, side } from "../src/pages/unit/scale";
import { upToNow } from "../src/pages/unit/trend";
import { zonesOf } from "../src/pages/unit/zones";
import { eventsOf, ordered } from "../src/pages/alarms/order";

const SOAK: FormulaParameter = {
  name: "soak1_temperature",
  title: { en: "First soak", zh: "一烧保温温度" },
  unit: "degC",
  default: 770,
  low: 740,
  high: 790,
  scaling: "fixed",
};

describe("addresses", () => {
  it("lead back to the page that they were made for", () => {
    expect(routeOf(address("batches", "a/b 1"))).toEqual({ page: "batches", name: "a/b 1" });
  });

  it("lead to the start where they are empty, unknown or broken", () => {
    for (const hash of ["", "#key=x", "#/nowhere", "#/batches/%"]) {
      expect(routeOf(hash).name).toBe("");
    }
  });
});

describe("an address of one thing that does not say which", () => {
  it.each([
    ["#/compare", "batches"],
    ["#/records/", "batches"],
    ["#/units//diagnostics", "overview"],
    ["#/lots", "lots"],
  ])("%s leads to %s, where one is chosen", (hash, page) => {
    expect(routeOf(hash)).toEqual({ page, name: "" });
  });
});

describe("what is filled in before a start", () => {
  it.each([
    ["770", true],
    ["740", true],
    ["739.9", false],
    ["791", false],
    ["", false],
    ["77o", false],
    ["1e2", false],
  ])("%s fits: %s", (written, fitting) => {
    expect(fits(written, SOAK)).toBe(fitting);
  });

  it("is never a batch of nothing", () => {
    expect(isSize("0", { low: null, high: null })).toBe(false);
    const limits = { low_kg: 1000, high_kg: 7000 };
    expect(sizes({ ...limits, largest_kg: 6446.12 })).toEqual({ low: 1, high: 6.44 });
    expect(sizes({ ...limits, largest_kg: null })).toEqual({ low: 1, high: 7 });
    expect(read("1,000")).toBe(1000);
  });

  it("sends only what differs from the recipe, with its unit", () => {
    expect(overrides([SOAK], { soak1_temperature: "770.0" })).toEqual({});
    expect(overrides([SOAK], { soak1_temperature: "775" })).toEqual({
      soak1_temperature: "775 degC",
    });
    expect(overrides([{ ...SOAK, unit: "1" }], { soak1_temperature: "775" })).toEqual({
      soak1_temperature: "775",
    });
  });

  it("moves a slider in round steps", () => {
    expect([stepOf(740, 790), stepOf(1.03, 1.042), stepOf(0, 1000)]).toEqual([0.5, 0.0001, 10]);
  });
});

describe("commands of a batch", () => {
  it("are each taken in some state, and none by a batch that has ended", () => {
    expect(COMMANDS.filter((each) => taken("RUNNING").has(each))).toEqual([
      "HOLD",
      "PAUSE",
      "STOP",
      "ABORT",
    ]);
    expect(taken("COMPLETE").size + taken("ABORTED").size).toBe(0);
  });
});

describe("the overview", () => {
  it("puts units of one class side by side, in the order of the plant", () => {
    const unit = (name: string, kind: string) => ({ unit: name, class: kind, area: "firing" });
    const plant = {
      areas: ["firing", "empty"],
      units: [unit("silo-1", "silo"), unit("kiln-1", "kiln"), unit("silo-2", "silo")],
    } as unknown as Plant;
    expect(arranged(plant).map((each) => each.units.map((one) => one.unit))).toEqual([
      ["silo-1", "silo-2", "kiln-1"],
    ]);
  });
});

describe("a value in context", () => {
  it("has no scale without a band", () => {
    expect(scaleOf(null, null)).toBeNull();
  });

  it.each([
    [50, null],
    [101, "high"],
    [-1, "low"],
  ])("%s lies outside on the side %s", (value, where) => {
    expect(side(value, 0, 100)).toBe(where);
  });

  it("stays on its scale however far it goes", () => {
    const scale = scaleOf(null, 24)!;
    expect([along(scale, 0), along(scale, 1e9)]).toEqual([0, 100]);
  });
});

describe("a curve", () => {
  const curve = { unit: "kg", at: [1, 2], low: [5, 6], high: [5, 7] };

  it("ends with the value of this moment where that is known", () => {
    expect(upToNow(curve, 9, 8)).toEqual({
      unit: "kg",
      at: [1, 2, 9],
      low: [5, 6, 8],
      high: [5, 7, 8],
    });
    expect(upToNow(curve, 9, null)).toBe(curve);
  });
});

describe("zones", () => {
  it("are found with their set points", () => {
    const signals = ["k.zone_01_temperature_c", "k.zone_01_setpoint_c", "k.oxygen_ppm"];
    expect(zonesOf(signals)).toEqual([
      { number: 1, temperature: signals[0], setpoint: signals[1] },
    ]);
  });
});

describe("alarms", () => {
  const alarm = (state: string, priority: string) => ({ state, priority }) as unknown as Alarm;

  it("that nobody has acknowledged come first, then the urgent ones", () => {
    const list = [
      alarm("acknowledged", "high"),
      alarm("unacknowledged", "low"),
      alarm("unacknowledged", "medium"),
      alarm("shelved", "high"),
    ];
    expect(ordered(list, "standing").map((each) => each.priority)).toEqual([
      "medium",
      "low",
      "high",
    ]);
    expect(ordered(list, "aside")).toHaveLength(1);
  });

  it("are reset only once they are acknowledged", () => {
    expect(eventsOf(alarm("latched_unacknowledged", "low"))).not.toContain("reset");
    expect(eventsOf(alarm("latched_acknowledged", "low"))).toContain("reset");
  });
});

describe("a trial that predicts an order", () => {
  const order = { recipe: "lfp-26", version: "1", tonnes: "6", overrides: { a: "1", b: "2 h" } };
  const rest = { by: "li.wei", at: 0, simulated: true, progress: null, refusal: null };
  const trial = (name: string, state: Trial["state"], more: object): Trial => ({
    ...order,
    ...rest,
    ...more,
    trial: name,
    state,
  });

  it("ends its hours after plant time now", () => {
    expect(finishAt(1_000_000, 1.5)).toBe(5_401_000_000);
  });

  it("is of the same order however that is written, and of another once anything differs", () => {
    expect(isSame(order, { ...order, tonnes: "6.0", overrides: { b: "2 h", a: "1" } })).toBe(true);
    const others = [{ recipe: "lfp-24" }, { version: "2" }, { tonnes: "7" }, { tonnes: "" }];
    for (const each of [...others, { overrides: {} }, { overrides: { a: "1", b: "3 h" } }]) {
      expect(isSame(order, { ...order, ...each })).toBe(false);
    }
  });

  it("is the latest of its order", () => {
    const list = [trial("T3", "finished", { tonnes: "7" }), trial("T2", "lost", {}), trial("T1", "finished", {})];
    expect(predictionOf(order, list)?.trial).toBe("T2");
    expect(shownFor(order, list)).toEqual({ trial: list[1], own: true });
    expect(shownFor({ ...order, tonnes: "8" }, list)).toBeNull();
  });

  it("is marked as of another order while that one is under way", () => {
    const running = trial("T4", "running", { tonnes: "7" });
    expect(shownFor(order, [running])).toEqual({ trial: running, own: false });
    expect(shownFor(order, [])).toBeNull();
  });
});
