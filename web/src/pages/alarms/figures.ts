// The figures of alarm work beside what is commonly asked of a plant.

import type { AlarmFigures } from "../../data/types";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly target: number;
  readonly missed: boolean;
}

const RATES = ["per_day", "per_hour", "per_10_min", "most_in_10_min", "flood_percent"] as const;
const PRIORITIES = ["low", "medium", "high"] as const;
/** Of these the target is what there should be, not what there should be at most. */
const AT_LEAST = new Set(["low_percent"]);

/** Every figure with its target; shares of nothing miss none. */
export function figuresOf({ figures, targets }: AlarmFigures): Figure[] {
  const values: [string, number][] = [
    ...RATES.map((each): [string, number] => [each, figures[each]]),
    ["stale", figures.stale.length],
    ["top_percent", figures.top_percent],
    ["chattering", figures.chattering.length],
    ...PRIORITIES.map((each): [string, number] => [
      `${each}_percent`,
      figures.priority_percent[each] ?? 0,
    ]),
  ];
  return values.map(([name, value]) => {
    const target = targets[name] ?? 0;
    const missed = figures.raised > 0 && (AT_LEAST.has(name) ? value < target : value > target);
    return { name, value, target, missed };
  });
}
