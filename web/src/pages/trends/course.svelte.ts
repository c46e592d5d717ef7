// What is shown of the chosen signals: fetched, continued by what comes live, fetched again in time.

import { live, service } from "../../data";
import { Refusal } from "../../data/service";
import { continued, type Curve, type Reading } from "./courses";
import type { Choice } from "./choice";

const POINTS = 1000;
const FETCH_AGAIN_MS = 5000;
/** A plant that runs fast moves the picture on: by this part of the span it is fetched anew. */
const PART_MOVED = 0.2;
const SOONEST_MS = 2000;
/** More readings than this are fetched anew in fewer points. */
const MOST_READINGS = 2000;
/** What took long to fetch is fetched more rarely, so that others get their answers too. */
const REST = 5;

export class Course {
  curves = $state.raw<Record<string, Curve>>({});
  /** The time that is shown, in microseconds. */
  since = $state(0);
  until = $state(0);
  refusal = $state.raw<Refusal | null>(null);
  /** Whether what is chosen has come; before, something else may still be shown. */
  fetched = $state(false);

  #choice: Choice | null = null;
  #kept: Record<string, Curve> = {};
  #readings = new Map<string, Reading[]>();
  #askedUntil = 0;
  #askedAt = 0;
  #asking: Choice | null = null;
  #took = 0;

  /** Show something else. */
  async choose(choice: Choice, now: number): Promise<void> {
    this.fetched = false;
    this.#choice = choice;
    this.#span(choice, now);
    await this.#fetch(choice);
  }

  /** A moment has come: it is shown where the span ends now. */
  tick(at: number): void {
    const choice = this.#choice;
    if (choice === null || choice.until !== null || at === 0) return;
    for (const signal of choice.signals) this.#read(signal, at);
    this.#span(choice, at);
    this.#show();
    if (this.#isLate(choice, at)) void this.#fetch(choice);
  }

  #read(signal: string, at: number): void {
    const readings = this.#readings.get(signal) ?? [];
    const last = readings.at(-1);
    if (last && at <= last.at) return;
    readings.push({ at, value: live.fresh ? live.value(signal) : null });
    this.#readings.set(signal, readings);
  }

  #span(choice: Choice, now: number): void {
    this.until = choice.until ?? now;
    this.since = this.until - choice.span;
  }

  #isLate(choice: Choice, at: number): boolean {
    const waited = performance.now() - this.#askedAt;
    if (waited < REST * this.#took) return false;
    const moved = (at - this.#askedUntil) / choice.span;
    const many = [...this.#readings.values()].some((each) => each.length > MOST_READINGS);
    return waited > (moved > PART_MOVED ? SOONEST_MS : FETCH_AGAIN_MS) && (many || moved > 1 / POINTS);
  }

  async #fetch(choice: Choice): Promise<void> {
    if (this.#asking === choice) return;
    this.#asking = choice;
    const [since, until] = [this.since, this.until];
    const before = this.#askedUntil;
    this.#askedUntil = until;
    this.#askedAt = performance.now();
    try {
      const found = choice.signals.length ? await asked(choice.signals, since, until) : {};
      if (this.#choice !== choice) return;
      this.#kept = found;
      this.#forget(before);
      this.refusal = null;
      this.fetched = true;
      this.#show();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.#choice === choice) this.refusal = error;
    } finally {
      this.#took = performance.now() - this.#askedAt;
      if (this.#asking === choice) this.#asking = null;
    }
  }

  /** What came live is needed until it is certainly among what was fetched. */
  #forget(before: number): void {
    for (const [signal, readings] of this.#readings) {
      this.#readings.set(signal, readings.filter((each) => each.at > before));
    }
  }

  #show(): void {
    const ends = this.#choice?.until !== null;
    const shown = Object.entries(this.#kept).map(([signal, curve]) => {
      return [signal, ends ? curve : continued(curve, this.#readings.get(signal) ?? [])];
    });
    this.curves = Object.fromEntries(shown) as Record<string, Curve>;
  }
}

async function asked(
  signals: readonly string[],
  since: number,
  until: number,
): Promise<Record<string, Curve>> {
  const query = { ...spanQuery(signals, since, until), points: POINTS };
  return (await service.get("/api/history", { query })).signals;
}

/** How the service is asked for signals over a time. */
export function spanQuery(
  signals: readonly string[],
  since: number,
  until: number,
): { signal: string[]; since: number; until: number } {
  const whole = (instant: number): number => Math.max(0, Math.floor(instant));
  return { signal: [...signals], since: whole(since), until: whole(until) };
}
