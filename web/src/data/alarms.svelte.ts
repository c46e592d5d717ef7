// The alarms with what they mean; read again whenever their number or state has changed.

import type { Service } from "./service";
import type { Alarm, AlarmFigures } from "./types";

export class Alarms {
  list = $state.raw<Alarm[] | null>(null);
  readonly #bySignal = $derived(grouped(this.list ?? [], (each) => each.signal));
  readonly #standing = $derived(
    grouped((this.list ?? []).filter((each) => each.standing).sort(moreUrgent), subject),
  );
  #reading = false;
  #again = false;

  constructor(private readonly service: Service) {}

  /** Read the list; asked while it is read, it is read once more afterwards. */
  async load(): Promise<void> {
    this.#again = this.#reading;
    if (this.#reading) return;
    this.#reading = true;
    try {
      this.list = (await this.service.get("/api/alarms")).alarms;
    } catch {
      // The next change of the alarms asks again; a lost link is told by the whole page.
    } finally {
      this.#reading = false;
    }
    if (this.#again) await this.load();
  }

  /** Every alarm that watches a signal, whatever its state. */
  of(signal: string): readonly Alarm[] {
    return this.#bySignal.get(signal) ?? [];
  }

  /** The most urgent active alarm on a signal. */
  on(signal: string): Alarm | null {
    const active = this.of(signal).filter((each) => each.standing);
    return active.sort(moreUrgent)[0] ?? null;
  }

  /** The alarms that stand on a unit, or on a batch; the most urgent first. */
  standingOn(name: string): readonly Alarm[] {
    return this.#standing.get(name) ?? [];
  }

  async acknowledge(alarm: string): Promise<void> {
    await this.handle(alarm, "acknowledge");
  }

  async acknowledgeAll(): Promise<void> {
    await this.service.post("/api/alarms/acknowledge", { body: {} });
    await this.load();
  }

  async handle(alarm: string, event: string, reason = "", shelf = ""): Promise<void> {
    const body = { reason, shelf };
    await this.service.post("/api/alarms/{alarm}/{event}", { path: { alarm, event }, body });
    await this.load();
  }

  /** How much the alarms asked of an operator in a time, empty for all of it. */
  figures(period: string): Promise<AlarmFigures> {
    return this.service.get("/api/alarms/figures", { query: { period } });
  }
}

const RANKS = { low: 0, medium: 1, high: 2 };

export function rank(alarm: Alarm): number {
  return RANKS[alarm.priority];
}

function moreUrgent(one: Alarm, other: Alarm): number {
  return rank(other) - rank(one);
}

/** What an alarm is about: a unit, or a batch. */
export function subject(alarm: Alarm): string {
  return alarm.alarm.slice(0, alarm.alarm.lastIndexOf("."));
}

function grouped<T>(list: readonly T[], key: (each: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of list) {
    const name = key(each);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return groups;
}
