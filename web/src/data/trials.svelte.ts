// Trials of recipes on a virtual twin: begun, followed, read, cancelled.

import type { BatchRecord } from "./records";
import { part, type Service } from "./service";
import type { Details, ErrorReport, State } from "./types";

export type TrialState = "running" | "finished" | "held" | "refused" | "cancelled" | "lost";

/** How far the batch of a trial is: shares from 0 to 1, times in plant hours. */
export interface TrialProgress {
  state: State;
  mass_kg: number;
  packed_kg: number;
  done: number;
  plant_hours: number;
  hours_left: number | null;
  stages: { step: string; state: State; done: number }[];
}

export interface Predicted {
  value: number | null;
  unit: string;
  low: number | null;
  high: number | null;
  pass: boolean | null;
  gating: boolean;
}

export interface TrialResult {
  state: State;
  disposition: string | null;
  tonnes_packed: number;
  plant_hours: number;
  plant_hours_to_last_result: number;
  automation_rate: number | null;
  energy_kwh_per_t: number | null;
  nitrogen_nm3_per_t: number | null;
  gas_nm3_per_t: number | null;
  quality: Record<string, Predicted>;
  consumption_kg: Record<string, number>;
  questions: { text: string; details: Details }[];
}

export interface Trial {
  trial: string;
  recipe: string;
  version: string;
  by: string;
  /** Wall time, in microseconds. */
  at: number;
  state: TrialState;
  progress: TrialProgress | null;
  refusal: ErrorReport | null;
  /** Only where one trial is asked for, and once it is over. */
  result?: TrialResult | null;
}

export interface Series {
  name: string;
  xs: number[];
  /** `null` where nothing was known. */
  ys: (number | null)[];
  style: string;
}

export interface Plot {
  title: string;
  unit: string;
  x_title: string;
  series: Series[];
  bands: { name: string; low: number; high: number }[];
}

export interface TrialRecord extends BatchRecord {
  plots: Plot[];
}

export class Trials {
  list = $state.raw<Trial[] | null>(null);

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    this.list = (await this.service.get<{ trials: Trial[] }>("trials")).trials;
  }

  /** Begin a trial; its name. */
  async start(recipe: string, version: string, tonnes: string): Promise<string> {
    const begun = await this.service.post<Trial>("trials", { recipe, version, tonnes });
    await this.load();
    return begun.trial;
  }

  one(trial: string): Promise<Trial> {
    return this.service.get<Trial>(`trials/${part(trial)}`);
  }

  record(trial: string): Promise<TrialRecord> {
    return this.service.get<TrialRecord>(`trials/${part(trial)}/record`);
  }

  async cancel(trial: string): Promise<void> {
    await this.service.post(`trials/${part(trial)}/cancel`);
    await this.load();
  }
}
