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

const AGAIN_AFTER_MS = 1000;

export class Trials {
  list = $state.raw<Trial[] | null>(null);

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    this.list = (await this.service.get("/api/trials")).trials;
  }

  /** The one that is under way; one runs at a time. */
  get running(): Trial | null {
    return this.list?.find((each) => each.state === "running") ?? null;
  }

  /** Load them now, and again while one runs, until the returned function is called. */
  follow(): () => void {
    const load = (): void => void this.load().catch(() => {});
    const again = setInterval(() => this.running && load(), AGAIN_AFTER_MS);
    load();
    return () => clearInterval(again);
  }

  /** Begin a trial; its name. Where it is refused, the list tells what stands in its way. */
  async start(
    recipe: string,
    version: string,
    tonnes: string,
    overrides: Record<string, string>,
  ): Promise<string> {
    const body = { recipe, version, tonnes, overrides };
    try {
      return (await this.service.post("/api/trials", { body })).trial;
    } finally {
      await this.load();
    }
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
