// The arithmetic of a small curve: how far its axes go, where its lines break.

import type { Series } from "../../data/trials.svelte";

export type Extent = readonly [number, number];

const STROKES = ["", "7 4", "2 3", "9 3 2 3"];
const TICKS = 5;
const FLAT = 0.05;

/** The lowest and the highest of what is known; a flat one gets some room, `null` for nothing. */
export function extent(values: readonly (number | null)[]): Extent | null {
  const known = values.filter((each) => each !== null);
  if (!known.length) return null;
  const low = known.reduce((least, each) => Math.min(least, each), Infinity);
  const high = known.reduce((most, each) => Math.max(most, each), -Infinity);
  if (high > low) return [low, high];
  const room = Math.abs(low) * FLAT || 1;
  return [low - room, high + room];
}

/** Round numbers within an extent. */
export function ticksOf([low, high]: Extent): number[] {
  const raw = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw) ?? raw;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

/** The stroke of the line of a rank: told apart without colour. */
export function strokeOf(rank: number): string {
  return STROKES[rank % STROKES.length] ?? "";
}

/** The points of each stretch of a series in which its value is known. */
export function linesOf(
  { xs, ys }: Pick<Series, "xs" | "ys">,
  x: (value: number) => number,
  y: (value: number) => number,
): string[] {
  const lines: string[][] = [[]];
  xs.forEach((each, index) => {
    const value = ys[index] ?? null;
    if (value === null) lines.push([]);
    else lines.at(-1)?.push(`${x(each).toFixed(1)},${y(value).toFixed(1)}`);
  });
  return lines.filter((each) => each.length).map((each) => each.join(" "));
}
