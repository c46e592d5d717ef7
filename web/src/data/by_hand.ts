// What a person does beside the program: with units, and with single steps.

import { part, type Service } from "./service";
import type { StepRow } from "./types";

export class ByHand {
  constructor(private readonly service: Service) {}

  async status(unit: string, status: string, reason: string, until: string): Promise<void> {
    await this.service.post(`units/${part(unit)}/status`, { status, reason, until });
  }

  /** "take", "give-back" or "empty". */
  async unit(unit: string, deed: string, reason: string, password: string): Promise<void> {
    await this.service.post(`units/${part(unit)}/${deed}`, { reason, password });
  }

  async mode(batch: string, mode: string, reason: string, password: string): Promise<void> {
    await this.service.post(`batches/${part(batch)}/mode`, { mode, reason, password });
  }

  async steps(batch: string): Promise<StepRow[]> {
    const told = await this.service.get<{ steps: StepRow[] }>(`batches/${part(batch)}/steps`);
    return told.steps;
  }

  async step(
    batch: string,
    step: string,
    wish: string,
    reason: string,
    password: string,
  ): Promise<void> {
    await this.service.post(`batches/${part(batch)}/step`, { step, wish, reason, password });
  }
}
