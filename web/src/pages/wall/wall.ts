// How the wall fits its screen, and what it makes of what it is told.

import type { Plant, Priority } from "../../data/types";
import { RANKS } from "../overview/conditions";
import type { Day, Line } from "./figures.svelte";

/** The screen that the wall is drawn for, lying; one that stands is as wide as this is high. */
export const WIDTH = 1920;
export const HEIGHT = 1080;

export interface Fit {
  readonly upright: boolean;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

/** The wall fills any screen: it is scaled as a whole, and what is left over goes to its tiles. */
export function fitted(width: number, height: number): Fit {
  const upright = height > width;
  const [across, down] = upright ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
  const scale = Math.min(width / across, height / down) || 1;
  return {
    upright,
    scale,
    width: Math.max(across, width / scale),
    height: Math.max(down, height / scale),
  };
}

export interface Cells {
  readonly width: number;
  readonly height: number;
  readonly named: boolean;
}

export const GAP = 4;
/** How high the name of an area is. */
export const LINE = 18;
const NAMED_WIDTH = 144;
const NAMED_HEIGHTS = { tallest: 44, lowest: 24 };
const LARGEST = 34;
const SMALLEST = 6;

/** The largest cells with which the units of all areas fit, named where there is room for that. */
export function cellsFor(counts: readonly number[], width: number, height: number): Cells {
  for (let tall = NAMED_HEIGHTS.tallest; tall >= NAMED_HEIGHTS.lowest; tall--) {
    const cells = { width: NAMED_WIDTH, height: tall, named: true };
    if (fits(counts, cells, width, height)) return cells;
  }
  for (let side = LARGEST; side > SMALLEST; side--) {
    const cells = { width: side, height: side, named: false };
    if (fits(counts, cells, width, height)) return cells;
  }
  return { width: SMALLEST, height: SMALLEST, named: false };
}

/** An area is as high as its rows, but never lower than its name. */
function fits(counts: readonly number[], cells: Cells, width: number, height: number): boolean {
  const perRow = Math.max(1, Math.floor((width + GAP) / (cells.width + GAP)));
  const heights = counts.map((each) => {
    const rows = Math.ceil(each / perRow) * (cells.height + GAP) - GAP;
    return Math.max(LINE, rows) + 2 * GAP;
  });
  return heights.reduce((sum, each) => sum + each, 0) <= height;
}

/** The area that a unit stands in; null where the plant is not known yet. */
export function areaOf(plant: Plant | null, unit: string): string | null {
  return plant?.units.find((each) => each.unit === unit)?.area ?? null;
}

export interface TrendPoint {
  readonly x: number;
  readonly firstPass: number;
  readonly final: number;
}

/** The rates of the days on which lots were judged, from left (0) to right (1). */
export function trendOf(days: readonly Day[]): TrendPoint[] {
  const last = Math.max(1, days.length - 1);
  return days.flatMap((day, index) =>
    day.lots > 0
      ? [{ x: index / last, firstPass: day.first_pass / day.lots, final: day.released / day.lots }]
      : [],
  );
}

/** Where the scale of a rate begins: in tenths, far enough below to see the lowest one. */
export function lowest(points: readonly TrendPoint[]): number {
  const least = Math.min(1, ...points.flatMap((each) => [each.firstPass, each.final]));
  return Math.max(0, Math.min(0.8, Math.floor(least * 10 - 0.5) / 10));
}

/** Tonnes with as many decimals as can be read from afar. */
export function tonneDigits(tonnes: number): number {
  if (tonnes < 100) return 2;
  return tonnes < 10_000 ? 1 : 0;
}

export interface Reading {
  readonly number: number;
  readonly value: number;
  readonly setpoint: number | null;
}

/** The zone that is farthest from its set point, with by how much (K). */
export function worst(readings: readonly Reading[]): { number: number; by: number } | null {
  let found: { number: number; by: number } | null = null;
  for (const each of readings) {
    if (each.setpoint === null) continue;
    const by = each.value - each.setpoint;
    if (found === null || Math.abs(by) > Math.abs(found.by)) found = { number: each.number, by };
  }
  return found;
}

/** The lines that have product in them. */
export function producers(lines: readonly Line[]): Set<string> {
  return new Set(lines.filter((each) => each.state === "producing").map((each) => each.unit));
}

/** Kilns that somebody should look at first come first, then those that produce. */
export function byInterest<T extends { unit: string }>(
  kilns: readonly T[],
  alarms: ReadonlyMap<string, Priority>,
  producing: ReadonlySet<string>,
): T[] {
  const interest = ({ unit }: T): number => {
    const priority = alarms.get(unit);
    if (priority !== undefined) return 2 + RANKS[priority];
    return producing.has(unit) ? 1 : 0;
  };
  return [...kilns].sort((one, other) => interest(other) - interest(one));
}

/** The part of a list that is on, where it is shown part by part. */
export function partOf<T>(list: readonly T[], most: number, turn: number): readonly T[] {
  const parts = Math.ceil(list.length / most);
  if (parts <= 1) return list;
  const begin = (turn % parts) * most;
  return list.slice(begin, begin + most);
}
