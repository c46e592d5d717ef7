// What is filled in before a start: what was written, and whether it may be.

import type { FormulaParameter, Recipe } from "../../data/types";

export const KILOGRAMS_PER_TONNE = 1000;

export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

/** The number that was written; null for what is none. */
export function read(written: string): number | null {
  const text = written.trim().replace(/,/g, "");
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) return null;
  return Number(text);
}

export function fits(written: string, { low, high }: Limits): boolean {
  const value = read(written);
  return value !== null && (low === null || value >= low) && (high === null || value <= high);
}

/** Of what fits the vessels so much is left out at most, to be a size that a person would say. */
const ROUND_KG = 10;

/** The limits of a batch in tonnes: those of the recipe, and what fits the vessels now. */
export function sizes(recipe: Pick<Recipe, "low_kg" | "high_kg" | "largest_kg">): Limits {
  const vessels = recipe.largest_kg ?? null;
  const fitting = vessels === null ? null : ROUND_KG * Math.floor(vessels / ROUND_KG);
  const most = [recipe.high_kg, fitting].flatMap((each) => each ?? []);
  return { low: tonnes(recipe.low_kg), high: tonnes(most.length ? Math.min(...most) : null) };
}

function tonnes(kilograms: number | null | undefined): number | null {
  return kilograms == null ? null : kilograms / KILOGRAMS_PER_TONNE;
}

/** Whether what was written makes a batch that has a size at all. */
export function isSize(written: string, limits: Limits): boolean {
  return fits(written, limits) && (read(written) ?? 0) > 0;
}

/** The step of a slider: a hundredth of the way, rounded down to one, two or five. */
export function stepOf(low: number, high: number): number {
  const wanted = (high - low) / 100;
  if (wanted <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const digit = [5, 2, 1].find((each) => each * power <= wanted * (1 + 1e-9)) ?? 1;
  return Number((digit * power).toPrecision(1));
}

/** The parameters that differ from the recipe, with their units, as a person would write them. */
export function overrides(
  parameters: readonly FormulaParameter[],
  written: Readonly<Record<string, string>>,
): Record<string, string> {
  const changed = parameters.filter((each) => read(written[each.name] ?? "") !== each.default);
  return Object.fromEntries(
    changed.map((each) => [each.name, withUnit(read(written[each.name] ?? ""), each.unit)]),
  );
}

/** A bare number has the unit "1". */
function withUnit(value: number | null, unit: string): string {
  return unit === "1" || unit === "" ? String(value) : `${value} ${unit}`;
}

export function defaults(recipe: Recipe): Record<string, string> {
  return Object.fromEntries(recipe.parameters.map((each) => [each.name, String(each.default)]));
}
