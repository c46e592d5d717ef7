// What a unit is seen to do from afar, and how urgent it is.

import { subject } from "../../data/alarms.svelte";
import type { Alarm, Priority, State, UnitStatus } from "../../data/types";

export type Condition = "working" | "interrupted" | "idle" | "out";
export const CONDITIONS: readonly Condition[] = ["working", "interrupted", "idle", "out"];

const WORKING = new Set<State>(["STARTING", "RUNNING", "COMPLETING", "RESTARTING", "RESUMING"]);
const INTERRUPTED = new Set<State>([
  "HOLDING",
  "HELD",
  "PAUSING",
  "PAUSED",
  "STOPPING",
  "STOPPED",
  "ABORTING",
  "ABORTED",
]);

/**
 * What a unit is seen to do from afar: what is wrong outweighs what goes well. A line works as long
 * as it is `producing`, though nothing is fed.
 */
export function condition(unit: UnitStatus, producing = false): Condition {
  const states = Object.values(unit.services).map((each) => each.state);
  if (states.some((each) => INTERRUPTED.has(each))) return "interrupted";
  if (producing || states.some((each) => WORKING.has(each))) return "working";
  return unit.status === "available" ? "idle" : "out";
}

export const RANKS: Record<Priority, number> = { low: 0, medium: 1, high: 2 };

/** The highest priority of the alarms that stand on each unit or batch. */
export function alarmed(alarms: readonly Alarm[]): Map<string, Priority> {
  const found = new Map<string, Priority>();
  for (const each of alarms) {
    if (!each.standing) continue;
    const unit = subject(each);
    const known = found.get(unit);
    if (known === undefined || RANKS[each.priority] > RANKS[known]) found.set(unit, each.priority);
  }
  return found;
}

/** How many rows of saggars lie in a unit: a line works on them, though nothing is fed. */
export function rowsIn(unit: UnitStatus): number {
  return Object.values(unit.rows ?? {}).reduce((sum, each) => sum + each, 0);
}
