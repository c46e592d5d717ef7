// What is on record of a batch.

import type { Service } from "./service";
import type { Shapes } from "./types";

export type BatchRecord = Shapes["Record"];
export type PhaseRow = Shapes["PhaseRow"];
export type ReportValue = PhaseRow["reports"][string];

export class Records {
  constructor(private readonly service: Service) {}

  /** Without its curves, which take longest. */
  of(batch: string): Promise<BatchRecord> {
    const query = { plots: false };
    return this.service.get("/api/batches/{batch}/record", { path: { batch }, query });
  }

  async curves(batch: string): Promise<BatchRecord["plots"]> {
    return (await this.service.get("/api/batches/{batch}/record", { path: { batch } })).plots;
  }
}
