// Which commands a batch takes in each state: the service's own table, as far as people give them.

import type { Batch, Command, Deed, State } from "../../data/types";

const WORKING: Command[] = ["HOLD", "STOP", "ABORT"];

const TAKEN: Record<State, Command[]> = {
  IDLE: ["STOP", "ABORT"],
  STARTING: WORKING,
  RUNNING: ["HOLD", "PAUSE", "STOP", "ABORT"],
  COMPLETING: WORKING,
  COMPLETE: [],
  HOLDING: ["STOP", "ABORT"],
  HELD: ["RESTART", "STOP", "ABORT"],
  RESTARTING: WORKING,
  PAUSING: WORKING,
  PAUSED: ["RESUME", "HOLD", "STOP", "ABORT"],
  RESUMING: WORKING,
  STOPPING: ["ABORT"],
  STOPPED: [],
  ABORTING: [],
  ABORTED: [],
  RESETTING: ["STOP", "ABORT"],
};

/** Every command in the order of its button, so that a button never changes its place. */
export const COMMANDS: Command[] = ["HOLD", "RESTART", "PAUSE", "RESUME", "STOP", "ABORT"];

/** What cannot be taken back is explained. */
export const FOR_GOOD: ReadonlySet<Command> = new Set<Command>(["STOP", "ABORT"]);

export function taken(state: State): ReadonlySet<Command> {
  return new Set(TAKEN[state]);
}

export function deedOf(command: Command): Deed {
  return command === "ABORT" ? "abort_batch" : "command_batch";
}

/** The batches that are at work first, the newest first among each. */
export function ordered(batches: readonly Batch[]): Batch[] {
  return [...batches].sort((one, other) => {
    const ended = Number(one.ended !== null) - Number(other.ended !== null);
    return ended || (other.started ?? Infinity) - (one.started ?? Infinity) || 0;
  });
}
