import { describe, expect, it } from "vitest";
import { address, queryOf, routeOf } from "../src/frame/routes";
import {
  between,
  choiceOf,
  moved,
  MOST_SIGNALS,
  queryFor,
  widened,
  withoutSignal,
  withSignal,
} from "../src/pages/trends/choice";
import { continued, extremes, panesOf, together, valueAt } from "../src/pages/trends/courses";
import { pen } from "../src/pages/trends/pens";
import { found } from "../src/pages/trends/search";
import { axisTime, instantToSecond } from "../src/words/instants";

const HOUR = 3_600e6;
const NOW = 1_767_571_200e6;
const CHOICE = { signals: ["kiln-1.oxygen_ppm", "a/b.c d"], span: HOUR, until: NOW };
const CURVE = { unit: "ppm", at: [10, 20, 40], low: [1, null, 3], high: [2, null, 5] };

describe("what a trend shows", () => {
  it("is told by its address, and read back from it", () => {
    const shown = address("trends", "", queryFor(CHOICE));
    expect(routeOf(shown)).toEqual({ page: "trends", name: "" });
    expect(choiceOf(queryOf(shown))).toEqual(CHOICE);
    expect(choiceOf(queryFor({ ...CHOICE, until: null })).until).toBeNull();
  });

  it("is a day of nothing where the address says nothing or nonsense", () => {
    expect(choiceOf("")).toEqual({ signals: [], span: 24 * HOUR, until: null });
    expect(choiceOf("span=-3&until=x")).toEqual({ signals: [], span: 24 * HOUR, until: null });
  });

  it("takes a signal once, and no more than fit", () => {
    const once = withSignal(CHOICE, "b.x");
    expect(withSignal(once, "b.x").signals).toEqual([...CHOICE.signals, "b.x"]);
    expect(withoutSignal(once, "b.x")).toEqual(CHOICE);
    const many = Array.from({ length: MOST_SIGNALS }, (_, each) => `s.${each}`);
    expect(withSignal({ ...CHOICE, signals: many }, "b.x").signals).toEqual(many);
  });

  it("is the stretch that was dragged, never shorter than ten seconds", () => {
    expect(between(CHOICE, NOW, NOW + HOUR / 2)).toEqual({
      ...CHOICE,
      span: HOUR / 2,
      until: NOW + HOUR / 2,
    });
    expect(between(CHOICE, NOW, NOW + 2e6)).toEqual({ ...CHOICE, span: 10e6, until: NOW + 6e6 });
  });

  it("moves by half its span, and follows the plant again once it reaches now", () => {
    expect(moved({ ...CHOICE, until: null }, -1, NOW).until).toBe(NOW - HOUR / 2);
    expect(moved({ ...CHOICE, until: NOW - HOUR / 2 }, 1, NOW).until).toBeNull();
    expect(widened({ ...CHOICE, until: null }, NOW)).toEqual({
      ...CHOICE,
      span: 2 * HOUR,
      until: null,
    });
    expect(widened({ ...CHOICE, until: NOW - HOUR }, NOW).until).toBe(NOW - HOUR / 2);
  });
});

describe("signals", () => {
  const names = [
    { signal: "kiln-1.oxygen_ppm", words: "kiln-1.oxygen_ppm roller kiln oxygen" },
    { signal: "kiln-1.power_kw", words: "kiln-1.power_kw roller kiln power" },
  ];

  it("are found by every part that was typed", () => {
    expect(found(names, " Kiln OXY ")).toEqual(["kiln-1.oxygen_ppm"]);
    expect(found(names, "kiln")).toHaveLength(2);
    expect(found(names, "mill oxy")).toEqual([]);
    expect(found(names, "  ")).toEqual([]);
  });

  it("of one unit of measure share a pane, and no two lines of six look alike", () => {
    const unit = (signal: string) => signal.slice(-3);
    expect(panesOf(["a.ppm", "b.kwh", "c.ppm"], unit)).toEqual([
      { unit: "ppm", signals: ["a.ppm", "c.ppm"] },
      { unit: "kwh", signals: ["b.kwh"] },
    ]);
    expect(new Set([0, 1, 2, 3, 4, 5].map(pen))).toHaveProperty("size", 6);
    expect(pen(6)).toBe(pen(0));
  });
});

describe("courses", () => {
  it("hold each value until the next, over the instants of all", () => {
    const other = { unit: "ppm", at: [15], low: [7], high: [7] };
    expect(together([CURVE, other], 50)).toEqual({
      at: [10, 15, 20, 40, 50],
      low: [
        [1, 1, null, 3, 3],
        [null, 7, 7, 7, 7],
      ],
      high: [
        [2, 2, null, 5, 5],
        [null, 7, 7, 7, 7],
      ],
    });
    expect(together([], 50).at).toEqual([]);
  });

  it("go on with what came live, but only with what is later", () => {
    const on = continued(CURVE, [
      { at: 30, value: 9 },
      { at: 45, value: null },
    ]);
    expect(on.at).toEqual([10, 20, 40, 45]);
    expect(on.high.at(-1)).toBeNull();
    expect(continued(CURVE, [])).toBe(CURVE);
  });

  it("tell what they lay between at an instant, and over all", () => {
    expect(valueAt(CURVE, 12)).toEqual([1, 2]);
    expect(valueAt(CURVE, 25)).toBeNull();
    expect(valueAt(CURVE, 5)).toBeNull();
    expect(extremes(CURVE)).toEqual([1, 5]);
    expect(extremes({ unit: "", at: [], low: [], high: [] })).toBeNull();
  });
});

describe("the marks of a time axis", () => {
  it.each([
    [60e6, "00:00:00"],
    [24 * HOUR, "01-05"],
    [240 * 24 * HOUR, "01-05"],
    [400 * 24 * HOUR, "2026-01-05"],
  ])("are as fine as a span of %d asks for", (span, told) => {
    expect(axisTime(NOW, span)).toBe(told);
  });

  it("are the hour within a day", () => {
    expect(axisTime(NOW + HOUR, 24 * HOUR)).toBe("01:00");
    expect(instantToSecond(NOW + 61e6)).toBe("2026-01-05 00:01:01");
  });
});
