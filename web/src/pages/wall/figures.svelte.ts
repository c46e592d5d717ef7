// What the wall shows that is no signal, asked for again and again; only the latest is kept.

import type { Service } from "../../data/service";
import type { AlarmCounts, Bilingual, Instant, State } from "../../data/types";

const EVERY_MS = 5000;
const OLD_AFTER_MS = 20_000;

export interface Period {
  packed_kg: number;
  lots: number;
  first_pass_rate: number | null;
  final_rate: number | null;
  automation_rate: number | null;
  batches_ended: number;
  ended_kg: number;
  energy_kwh_per_t: number | null;
  nitrogen_nm3_per_t: number | null;
  gas_nm3_per_t: number | null;
  water_kg_per_t: number | null;
}

export interface Day {
  at: Instant;
  packed_kg: number;
  lots: number;
  first_pass: number;
  released: number;
}

export interface BatchUnderWay {
  batch: string;
  product: string;
  mass_kg: number;
  packed_kg: number;
  state: State;
  stages: string[];
  /** The share of the recipe's stages that are done. */
  done: number;
}

export interface TransferUnderWay {
  batch: string;
  step: string;
  state: State;
  source: string;
  line: string;
  destination: string;
}

export interface Line {
  unit: string;
  class: string;
  state: string | null;
  campaign: string | null;
  settings: Record<string, number>;
}

export interface Stock {
  material: string;
  title: Bilingual;
  usable_kg: number;
  lots: number;
}

export interface Shown {
  at: Instant;
  periods: Record<"today" | "month" | "year" | "recent" | "all", Period>;
  days: Day[];
  alarms: AlarmCounts;
  batches: BatchUnderWay[];
  transfers: TransferUnderWay[];
  lines: Line[];
  stock: Stock[];
}

export class Figures {
  shown = $state.raw<Shown | null>(null);
  /** Whether nothing new has come for a while. */
  old = $state(false);
  #timer = 0;
  #heard = Date.now();
  #asking = false;

  constructor(private readonly service: Service) {}

  /** Ask until the returned function is called. */
  follow(): () => void {
    this.#heard = Date.now();
    void this.#ask();
    this.#timer = window.setInterval(() => this.#look(), EVERY_MS);
    return () => clearInterval(this.#timer);
  }

  /** An answer that does not come makes what is shown old all the same. */
  #look(): void {
    this.old = Date.now() - this.#heard > OLD_AFTER_MS;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.shown = await this.service.get<Shown>("wall");
      this.#heard = Date.now();
      this.old = false;
    } catch {
      // It is asked again; what stays away for long is shown as old.
    } finally {
      this.#asking = false;
    }
  }
}
