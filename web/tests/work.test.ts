// What the pages for the work beside the running of batches decide by themselves.

import { describe, expect, it } from "vitest";
import type { Lot } from "../src/data/lots.svelte";
import type { Alarm, AlarmFigures, Recipe, RecipeVersion, Status, StepRow, UnitStatus } from "../src/data/types";
import { partAddress, routeOf } from "../src/frame/routes";
import { figuresOf } from "../src/pages/alarms/figures";
import { deedOf, eventsOf, loudest } from "../src/pages/alarms/order";
import { instantOf } from "../src/pages/audit/search";
import { choicesOf, depthOf, nameOf, shownOf } from "../src/pages/batches/step_deeds";
import { figuresOf as figuresFor, OFFICES, stockOf } from "../src/pages/offices/offices";
import { extent, linesOf, strokeOf, ticksOf } from "../src/pages/records/curve";
import { isOwnWork, otherOf, sorted, stepsOf } from "../src/pages/recipes/life";
import { verdictOf, yieldOf } from "../src/pages/trials/trial";
import { sizes } from "../src/pages/start/form";
import { deedsOf } from "../src/pages/unit/deeds";

describe("the size of a batch", () => {
  const recipe = { low_kg: 1000, high_kg: 9000 } as Recipe;

  it("is limited by the recipe, and by what fits the vessels where the service tells it", () => {
    expect(sizes(recipe)).toEqual({ low: 1, high: 9 });
    expect(sizes({ ...recipe, largest_kg: 6380 })).toEqual({ low: 1, high: 6.38 });
    expect(sizes({ ...recipe, largest_kg: null })).toEqual({ low: 1, high: 9 });
    expect(sizes({ largest_kg: 500 } as Recipe)).toEqual({ low: null, high: 0.5 });
  });
});

describe("a unit by hand", () => {
  const unit = { unit: "mill-1", status: "available", taken_by: null } as UnitStatus;

  it("is offered what is not so already", () => {
    expect(deedsOf(unit)).toEqual([
      "out_of_service", "cleaning", "calibration", "maintenance", "take", "empty",
    ]); // prettier-ignore
    expect(deedsOf({ ...unit, status: "cleaning", taken_by: "li.wei" })).toEqual([
      "return", "out_of_service", "calibration", "maintenance", "give_back", "empty",
    ]); // prettier-ignore
  });
});

describe("steps by hand", () => {
  function row(step: string, state: string, may: string[] = []): StepRow {
    return { step, form: "phase", state, skipped: false, may } as StepRow;
  }
  const rows = [
    row("mix", "RUNNING", ["HOLD", "ABORT"]),
    row("mix/sequence-1/charge", "COMPLETE", ["repeat"]),
    row("mix/sequence-1/stir", "RUNNING", ["HOLD"]),
    row("fire", "IDLE", ["skip"]),
    row("fire/soak", "IDLE", ["release", "skip"]),
    row("fire/cool", "IDLE", ["skip"]),
  ];

  it("show what is under way and what waits for its release", () => {
    const shown = shownOf(rows, "open").map((each) => each.step);
    expect(shown).toEqual(["mix", "mix/sequence-1/stir", "fire", "fire/soak"]);
    expect(shownOf(rows, "all")).toHaveLength(6);
  });

  it("are called by their own names, as deep as the steps around them that are shown", () => {
    expect(depthOf(rows[2]!, rows)).toBe(1);
    expect(nameOf(rows[2]!)).toBe("stir");
    expect(nameOf(rows[3]!)).toBe("fire");
  });

  it("are offered what the step takes and the person may", () => {
    expect(choicesOf(rows[0]!, () => true)).toEqual(["HOLD", "ABORT"]);
    expect(choicesOf(rows[0]!, (deed) => deed !== "abort_batch")).toEqual(["HOLD"]);
    expect(choicesOf(rows[4]!, () => true)).toEqual(["skip"]);
  });
});

describe("alarms", () => {
  const alarm = { state: "unacknowledged", priority: "low" } as Alarm;

  it("sound as loud as the most urgent that nobody has acknowledged", () => {
    expect(loudest([alarm, { ...alarm, state: "acknowledged", priority: "high" }])).toBe("low");
    expect(loudest([alarm, { ...alarm, priority: "medium" }])).toBe("medium");
    expect(loudest([])).toBeNull();
  });

  it("come back from where they were put, if one may", () => {
    expect(eventsOf({ ...alarm, state: "out_of_service" })).toEqual(["restore"]);
    expect(eventsOf({ ...alarm, state: "suppressed" })).toEqual(["remove"]);
    expect(deedOf("restore")).toBe("withdraw_alarm");
    expect(deedOf("acknowledge")).toBe("handle_alarm");
  });

  it("miss a target from above, or where most should be low from below", () => {
    const figures = {
      raised: 4, per_day: 200, per_hour: 1, per_10_min: 0, most_in_10_min: 2, flood_percent: 0,
      stale: [], chattering: ["a"], top: [], top_percent: 5,
      priority_percent: { low: 50, medium: 15, high: 35 },
    }; // prettier-ignore
    const targets = { per_day: 150, low_percent: 80, medium_percent: 15, high_percent: 5, top_percent: 5 };
    const told = { figures, targets } as unknown as AlarmFigures;
    const missed = figuresOf(told).flatMap((each) => (each.missed ? each.name : []));
    expect(missed).toEqual(["per_day", "per_hour", "most_in_10_min", "chattering", "low_percent", "high_percent"]);
    const quiet = { ...told, figures: { ...told.figures, raised: 0 } };
    expect(figuresOf(quiet).some((each) => each.missed)).toBe(false);
  });
});

describe("a version of a recipe", () => {
  const draft = {
    recipe: "lfp-26", version: "2", origin: "home", status: "draft", signatures: [],
    registered: { at: 5, by: "li.wei" },
  } as unknown as RecipeVersion; // prettier-ignore
  const file = { ...draft, version: "1", origin: "site", status: "approved", registered: null } as RecipeVersion;

  it("has an address of its own", () => {
    const route = { page: "recipes", name: "lfp-26", part: "1/1" };
    expect(routeOf(partAddress("recipes", "lfp-26", "1/1"))).toEqual(route);
  });

  it("is registered first, then moved on step by step", () => {
    expect(stepsOf(file)).toEqual(["register"]);
    expect(stepsOf(draft)).toEqual(["verify", "retire"]);
    expect(stepsOf({ ...draft, status: "retired" })).toEqual([]);
  });

  it("is not approved by who verified it", () => {
    const signatures = [{ at: 6, by: "li.wei", meaning: "verified", reason: "trial" } as const];
    const verified: RecipeVersion = { ...draft, status: "verified", signatures };
    expect(isOwnWork(verified, "approve", "li.wei")).toBe(true);
    expect(isOwnWork(verified, "approve", "chen.jing")).toBe(false);
    expect(isOwnWork(verified, "retire", "li.wei")).toBe(false);
  });

  it("is compared with the approved one of its name", () => {
    const older: RecipeVersion = { ...draft, version: "0" };
    expect(otherOf(draft, [older, draft, file])).toBe(file);
    expect(otherOf(draft, [draft])).toBeNull();
    expect(sorted([older, file, { ...draft, recipe: "lfp-24" }]).map((each) => each.version)).toEqual(["2", "1", "0"]);
  });
});

describe("what a trial came to", () => {
  it("is a share of what was ordered, and a verdict for each attribute", () => {
    expect(yieldOf({ tonnes_packed: 0.95 }, 1000)).toBeCloseTo(0.95);
    expect(yieldOf({ tonnes_packed: 0.95 }, null)).toBeNull();
    expect([null, true, false].map((pass) => verdictOf({ pass }))).toEqual(["pending", "passed", "failed"]);
  });

  it("is drawn where it is known, in lines that differ without colour", () => {
    expect(extent([3, null, 1])).toEqual([1, 3]);
    expect(extent([null])).toBeNull();
    expect(extent([0])).toEqual([-1, 1]);
    expect(ticksOf([0, 10])).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticksOf([701, 704])).toEqual([701, 702, 703, 704]);
    const same = (value: number): number => value;
    expect(linesOf({ xs: [0, 1, 2, 3], ys: [1, 2, null, 4] }, same, same)).toEqual(["0.0,1.0 1.0,2.0", "3.0,4.0"]);
    expect(new Set([0, 1, 2, 3].map(strokeOf)).size).toBe(4);
  });
});

describe("the audit trail", () => {
  it("is searched by plant time, in UTC", () => {
    expect(instantOf("2026-01-05T14:03")).toBe(Date.UTC(2026, 0, 5, 14, 3) * 1000);
    expect(instantOf("")).toBeNull();
  });
});

describe("an office", () => {
  const lot = { raw: true, material: "peg", remaining_kg: 20, status: "released", expires_at: 40 * 86_400e6 };
  const lots = [
    lot,
    { ...lot, status: "quarantine", remaining_kg: 5, expires_at: 10 * 86_400e6 },
    { ...lot, remaining_kg: 0 },
    { ...lot, raw: false, material: "lfp-26", expires_at: null },
  ] as unknown as Lot[];
  const nothing = { status: null, lots: null, versions: null, needsSomebody: () => false };

  it("says that it does not know before it was told", () => {
    for (const office of OFFICES) {
      expect(figuresFor(office, nothing).every((each) => each.value === null && !each.asks)).toBe(true);
    }
  });

  it("counts what is there, and says what asks for somebody", () => {
    const status = { at: 0, batches: [], questions: [], units: [] } as unknown as Status;
    const found = figuresFor("supply", { ...nothing, status, lots });
    expect(found.map((each) => [each.name, each.value, each.asks])).toEqual([
      ["raw_kept_back", 1, true],
      ["expiring", 1, true],
      ["under_way", 0, false],
      ["to_pack", 0, false],
    ]);
  });

  it("tells the stock by material", () => {
    expect(stockOf(lots, true)).toEqual([
      { material: "peg", lots: 2, released_kg: 20, kept_back_kg: 5, expires_at: 10 * 86_400e6 },
    ]);
    expect(stockOf(lots, false).map((each) => each.material)).toEqual(["lfp-26"]);
  });
});
