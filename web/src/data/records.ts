// What is on record of a batch.

import type { Judgement } from "./lots.svelte";
import { part, type Service } from "./service";
import type { Instant, Priority, State } from "./types";

export type ReportValue = number | string;

export interface FormulaRow {
  name: string;
  title: string;
  value: number;
  unit: string;
  low: number | null;
  high: number | null;
  overridden: boolean;
}

export interface PhaseRow {
  path: string;
  unit: string;
  started: Instant;
  ended: Instant | null;
  state: State;
  actor: string;
  parameters: Record<string, ReportValue>;
  reports: Record<string, ReportValue>;
}

export interface ResultRow {
  at: Instant;
  sample: string;
  place: string;
  attribute: string;
  value: number;
  unit: string;
}

export interface UtilityRow {
  name: string;
  amount: number;
  unit: string;
  per_tonne: number | null;
}

export interface BatchRecord {
  batch: string;
  product: string;
  recipe: string;
  version: string;
  state: State;
  head: string;
  started: Instant;
  ended: Instant | null;
  mass_kg: number | null;
  formula: FormulaRow[];
  phases: PhaseRow[];
  charges: {
    material: string;
    lot: string;
    bag: string;
    planned_kg: number | null;
    charged_kg: number | null;
    scanned_at: Instant | null;
    refused: string;
  }[];
  movements: {
    at: Instant;
    source: string;
    destination: string;
    mass_kg: number;
    flow: string;
  }[];
  deviations: { at: Instant; text: string }[];
  alarms: {
    at: Instant;
    alarm: string;
    priority: Priority;
    returned_at: Instant | null;
    acknowledged_by: string;
  }[];
  results: ResultRow[];
  judgements: Judgement[];
  balances: { name: string; gap: number; allowed: number }[];
  utilities: UtilityRow[];
  bags: { bag: string; lot: string; mass_kg: number; at: Instant }[];
  actions: { at: Instant; by: string; what: string; why: string }[];
  signatures: { at: Instant; signer: string; what: string; meaning: string; reason: string }[];
}

export class Records {
  constructor(private readonly service: Service) {}

  /** Without its curves, which the trends show. */
  of(batch: string): Promise<BatchRecord> {
    return this.service.get<BatchRecord>(`batches/${part(batch)}/record?plots=false`);
  }
}
