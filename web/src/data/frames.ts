// What the live stream has said since it was joined.

import type { Frame, Status, Tick } from "./types";

export interface Seen {
  readonly tick: Tick | null;
  readonly status: Status | null;
}

export const NOTHING: Seen = { tick: null, status: null };

/** What is known after one more frame. */
export function after(seen: Seen, frame: Frame): Seen {
  return { tick: frame.tick ?? seen.tick, status: frame.status ?? seen.status };
}

/** Whether all of it has come anew, so that nothing of an earlier connection has to be shown. */
export function isWhole(seen: Seen): boolean {
  return seen.tick !== null && seen.status !== null;
}
