// What a person does beside the program: with units, and with single steps.

import type { Service } from "./service";
import type { StepRow } from "./types";

export type UnitDeed = "take" | "give-back" | "empty";

export class ByHand {
  constructor(private readonly service: Service) {}

  async status(unit: string, status: string, reason: string, until: string): Promise<void> {
    const body = { status, reason, until };
    await this.service.post("/api/units/{unit}/status", { path: { unit }, body });
  }

  async unit(unit: string, deed: UnitDeed, reason: string, password: string): Promise<void> {
    const body = { reason, password };
    await this.service.post(`/api/units/{unit}/${deed}`, { path: { unit }, body });
  }

  async mode(batch: string, mode: string, reason: string, password: string): Promise<void> {
    const body = { mode, reason, password };
    await this.service.post("/api/batches/{batch}/mode", { path: { batch }, body });
  }

  async steps(batch: string): Promise<StepRow[]> {
    return (await this.service.get("/api/batches/{batch}/steps", { path: { batch } })).steps;
  }

  async step(
    batch: string,
    step: string,
    wish: string,
    reason: string,
    password: string,
  ): Promise<void> {
    const body = { step, wish, reason, password };
    await this.service.post("/api/batches/{batch}/step", { path: { batch }, body });
  }
}
