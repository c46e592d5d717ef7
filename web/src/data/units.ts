// What the controller knows of one unit beside its signals.

import { part, type Service } from "./service";
import type { Details, Instant, State } from "./types";

export interface ServiceKnown {
  service: string;
  state: State;
  /** The commands that it takes as it stands. */
  accepts: string[];
  batch: string | null;
  step: string | null;
  ticket: number | null;
  /** What it was told and has not answered. */
  asked: string | null;
  /** Why an interlock holds it. */
  interlock: string | null;
  history: { at: Instant; ticket: number; state: State | null; command: string | null }[];
}

/** One thing that must hold before a batch is given the unit. */
export interface GivenIf {
  condition: "available" | "untaken" | "unowned" | "empty" | "clean" | "calibrated";
  holds: boolean;
  value: string | number | null;
  limit: number | null;
}

export interface WatchedFor {
  condition: string;
  batch: string;
  step: string;
  signal: string;
  comparison: string;
  limit: number;
  hold_s: number;
  met: boolean;
}

export interface WaitingFor {
  batch: string;
  step: string | null;
  cause: string;
  details: Details;
}

export interface Diagnostics {
  unit: string;
  at: Instant;
  revision: number;
  services: ServiceKnown[];
  given: GivenIf[];
  conditions: WatchedFor[];
  holder: {
    owner: string | null;
    roles: string[];
    since: Instant | null;
    taken_by: string | null;
    rows: Record<string, number>;
  };
  waiting: WaitingFor[];
  upkeep: {
    status: string;
    since: Instant | null;
    until: Instant | null;
    by: string;
    reason: string;
    used_until: Instant | null;
    product: string | null;
    calibrated_at: Instant | null;
    calibration_due: Instant | null;
    contents_kg: Record<string, number>;
  };
  line: {
    state: string | null;
    campaign: string | null;
    settings: Record<string, number>;
    saggars: { pool: string; count: number; free: number } | null;
  } | null;
  meters: {
    since: Instant | null;
    until: Instant | null;
    energy_kwh: number;
    nitrogen_nm3: number;
    water_kg: number;
    gas_nm3: number;
    idle_kwh: number;
  };
  facts: { number: number; at: Instant; kind: string; text: string }[];
}

export class Units {
  constructor(private readonly service: Service) {}

  diagnostics(unit: string): Promise<Diagnostics> {
    return this.service.get<Diagnostics>(`units/${part(unit)}/diagnostics`);
  }
}
