// A trial as the prediction of an order: whether it is of this order, and when such a batch ends.

import type { Trial } from "../../data/trials.svelte";
import { read } from "./form";

const HOUR = 3_600e6;

/** What would be made: as a start asks for it, and of which version. */
export interface Order {
  readonly recipe: string;
  readonly version: string;
  readonly tonnes: string;
  readonly overrides: Readonly<Record<string, string>>;
}

/** Plant time, in microseconds, at which what takes so many hours ends if it starts now. */
export function finishAt(now: number, hours: number): number {
  return now + hours * HOUR;
}

/** Whether two orders make the same batch, however their sizes are written. */
export function isSame(one: Order, other: Order): boolean {
  return (
    one.recipe === other.recipe &&
    one.version === other.version &&
    read(one.tonnes) === read(other.tonnes) &&
    written(one.overrides) === written(other.overrides)
  );
}

/** The latest trial of an order; the latest of a list comes first. */
export function predictionOf<T extends Order>(order: Order, trials: readonly T[]): T | null {
  return trials.find((each) => isSame(each, order)) ?? null;
}

/** What is shown beside an order: its own prediction, else the one of another that is under way. */
export function shownFor(
  order: Order,
  trials: readonly Trial[],
): { trial: Trial; own: boolean } | null {
  const underWay = trials.find((each) => each.state === "running");
  const own = predictionOf(order, trials);
  const trial = own ?? underWay;
  return trial ? { trial, own: own !== null } : null;
}

function written(overrides: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(overrides).sort(([one], [other]) => (one < other ? -1 : 1)));
}
