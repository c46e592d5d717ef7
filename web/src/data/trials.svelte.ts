// Trials of recipes on a virtual twin: begun, followed, read, cancelled.

import type { BatchRecord } from "./records";
import type { Service } from "./service";
import type { Shapes } from "./types";

export type TrialState = Shapes["Outcome"];
export type TrialProgress = Shapes["TrialProgress"];
export type Predicted = Shapes["Predicted"];
export type TrialResult = Shapes["TrialResult"];
/** One of the list is without a result; it has one only once it is over. */
export type Trial = Shapes["TrialHead"] & Partial<Pick<Shapes["WholeTrial"], "result">>;
export type Series = Shapes["Series"];
export type Plot = Shapes["Plot"];
export type TrialRecord = BatchRecord;

export class Trials {
  list = $state.raw<Trial[] | null>(null);

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    this.list = (await this.service.get("/api/trials")).trials;
  }

  /** Begin a trial; its name. */
  async start(recipe: string, version: string, tonnes: string): Promise<string> {
    const begun = await this.service.post("/api/trials", { body: { recipe, version, tonnes } });
    await this.load();
    return begun.trial;
  }

  one(trial: string): Promise<Trial> {
    return this.service.get("/api/trials/{trial}", { path: { trial } });
  }

  record(trial: string): Promise<TrialRecord> {
    return this.service.get("/api/trials/{trial}/record", { path: { trial } });
  }

  async cancel(trial: string): Promise<void> {
    await this.service.post("/api/trials/{trial}/cancel", { path: { trial } });
    await this.load();
  }
}
