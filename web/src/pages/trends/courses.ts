// The courses of signals as they are drawn: in panes, one for each unit of measure, over one time.

import type { History } from "../../data/types";

export type Curve = History["signals"][string];
export type Value = number | null;

export interface Pane {
  readonly unit: string;
  readonly signals: readonly string[];
}

/** Signals of one unit of measure share a pane and its axis; the first of a unit opens it. */
export function panesOf(
  signals: readonly string[],
  unitOfMeasure: (signal: string) => string,
): Pane[] {
  const panes = new Map<string, string[]>();
  for (const signal of signals) {
    const unit = unitOfMeasure(signal);
    panes.set(unit, [...(panes.get(unit) ?? []), signal]);
  }
  return [...panes].map(([unit, inside]) => ({ unit, signals: inside }));
}

export interface Rows {
  /** Instants in microseconds, each once, in order. */
  readonly at: number[];
  /** For each curve what it lay between from an instant to the next; null where nobody knows. */
  readonly low: Value[][];
  readonly high: Value[][];
}

/** Curves over the same instants: a value holds until the next, and to the end. */
export function together(curves: readonly Curve[], until: number): Rows {
  const times = new Set<number>(curves.flatMap((each) => each.at.filter((at) => at <= until)));
  if (times.size) times.add(until);
  const at = [...times].sort((one, other) => one - other);
  const held = curves.map((each) => holding(each, at));
  return { at, low: held.map((each) => each.low), high: held.map((each) => each.high) };
}

function holding(curve: Curve, at: readonly number[]): { low: Value[]; high: Value[] } {
  const low: Value[] = [];
  const high: Value[] = [];
  let next = 0;
  for (const moment of at) {
    while (next < curve.at.length && curve.at[next]! <= moment) next += 1;
    low.push(curve.low[next - 1] ?? null);
    high.push(curve.high[next - 1] ?? null);
  }
  return { low, high };
}

export interface Reading {
  readonly at: number;
  readonly value: Value;
}

/** A curve with readings that came live since it was fetched. */
export function continued(curve: Curve, readings: readonly Reading[]): Curve {
  const last = curve.at.at(-1) ?? -Infinity;
  const later = readings.filter((each) => each.at > last);
  if (!later.length) return curve;
  const values = later.map((each) => each.value);
  return {
    unit: curve.unit,
    at: [...curve.at, ...later.map((each) => each.at)],
    low: [...curve.low, ...values],
    high: [...curve.high, ...values],
  };
}

/** The least and the largest of what is shown; null where nothing is. */
export function extremes(curve: Curve): [number, number] | null {
  const low = curve.low.filter((each) => each !== null);
  const high = curve.high.filter((each) => each !== null);
  if (!low.length || !high.length) return null;
  return [low.reduce((a, b) => Math.min(a, b)), high.reduce((a, b) => Math.max(a, b))];
}

/** What a curve lay between at an instant. */
export function valueAt(curve: Curve, at: number): [number, number] | null {
  let index = curve.at.length - 1;
  while (index >= 0 && curve.at[index]! > at) index -= 1;
  const [low, high] = [curve.low[index] ?? null, curve.high[index] ?? null];
  return low === null || high === null ? null : [low, high];
}
