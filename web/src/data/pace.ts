// How fast the plant really runs: its time against the clock on the wall, over the last seconds.

import type { Instant } from "./types";

const OVER_MS = 5000;
/** Less than this says nothing: frames come in steps. */
const AT_LEAST_MS = 2000;
const MS_PER_US = 1e-3;

export class Pace {
  #seen: { wall: number; at: Instant }[] = [];

  /** Plant seconds per second; null until that can be told. */
  get speed(): number | null {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (!first || !last || last.wall - first.wall < AT_LEAST_MS) return null;
    return ((last.at - first.at) * MS_PER_US) / (last.wall - first.wall);
  }

  /** The plant stood at `at` when the wall showed `wall` (ms). */
  add(wall: number, at: Instant): void {
    const last = this.#seen.at(-1);
    if (last && at < last.at) this.forget();
    this.#seen.push({ wall, at });
    while (wall - this.#seen[0]!.wall > OVER_MS) this.#seen.shift();
  }

  /** What was seen is over: the link was lost, or time stood still. */
  forget(): void {
    this.#seen = [];
  }
}

/** Clearly slower than asked, with two digits, so that it can be read; null where it is not. */
export function slowed(speed: number | null, asked: number): number | null {
  if (speed === null || speed > 0.9 * asked) return null;
  return Number(speed.toPrecision(2));
}
