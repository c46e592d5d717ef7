// What the service says and takes: the shapes of its JSON.

/** Microseconds since 1970 UTC, of plant time unless the name says otherwise. */
export type Instant = number;
export type Details = Record<string, unknown>;
export type Language = "en" | "zh";
export type Bilingual = Record<Language, string>;

export interface Session {
  user: string | null;
  title: string;
  roles: string[];
  csrf: string;
  deeds: string[];
}

export interface ServiceParameter {
  name: string;
  unit: string;
  low: number | null;
  high: number | null;
}

export interface PlantService {
  service: string;
  finish: string;
  by: string;
  parameters: ServiceParameter[];
}

export interface Place {
  place: string;
  kind: string;
  capacity_kg: number | null;
}

export interface PlantUnit {
  unit: string;
  class: string;
  use: "exclusive" | "line";
  area: string;
  /** The places that it is piped to, where it works between them by itself. */
  draws_from: string[];
  delivers_to: string[];
  places: Place[];
  services: PlantService[];
}

export interface SignalSpecification {
  unit: string;
  low: number | null;
  high: number | null;
}

export interface Plant {
  plant: string;
  site: string;
  simulated: boolean;
  areas: string[];
  units: PlantUnit[];
  transfers: { source: string; line: string; destination: string }[];
  signals: Record<string, SignalSpecification>;
  /** What the materials of the site are called. */
  materials: Record<string, Bilingual>;
}

export interface FormulaParameter {
  name: string;
  title: Bilingual;
  unit: string;
  default: number;
  low: number;
  high: number;
  /** An amount that is scaled is that of the reference size. */
  scaling?: "fixed" | "linear";
}

export interface Recipe {
  recipe: string;
  version: string;
  product: string;
  status: string | null;
  title: Bilingual;
  reference_kg: number;
  /** The smallest and the largest batch, where the service tells them. */
  low_kg?: number | null;
  high_kg?: number | null;
  /** What fits the vessels as they are now. */
  largest_kg?: number | null;
  parameters: FormulaParameter[];
}

export interface RecipeVersion {
  recipe: string;
  version: string;
  title: Bilingual;
  product: string;
  /** Registered in the home, or only a file of the site. */
  origin: "home" | "site";
  status: "draft" | "verified" | "approved" | "retired";
  digest: string | null;
  registered: { at: Instant; by: string } | null;
  signatures: { at: Instant; by: string; meaning: string; reason: string }[];
}

export interface ProcedureRow {
  step: string;
  depth: number;
  form: string;
  role: string | null;
  split: number;
  after: string[];
  uses: string[];
  at_most: number;
  condition: string;
  handling: string;
  task: string;
  end: string;
  settings: { parameter: string; value: string }[];
}

export interface WholeRecipe {
  recipe: string;
  version: string;
  product: string;
  title: Bilingual;
  reference_kg: number;
  low_kg: number;
  high_kg: number;
  parameters: FormulaParameter[];
  charges: { charge: string; material: string; vessel: string; amount: string }[];
  roles: { role: string; class: string; demand: string }[];
  procedure: ProcedureRow[];
}

export interface RecipeChange {
  key: string;
  text: string;
}

export interface User {
  user: string;
  title: string;
  roles: string[];
  active: boolean;
}

export interface AuditDeed {
  number: number;
  at: Instant;
  wall_at: Instant;
  who: string;
  kind: string;
  text: string;
}

export interface Preview {
  portions: { material: string; lot: string; mass_kg: number }[];
  trims: Record<string, number>;
  expected: {
    batches: number;
    duration_h: number;
    energy_kwh_per_t: number | null;
    results: Record<string, number>;
    /** The unit of each result. */
    units: Record<string, string>;
  } | null;
  missing: ErrorReport[];
}

export type State =
  | "IDLE"
  | "STARTING"
  | "RUNNING"
  | "COMPLETING"
  | "COMPLETE"
  | "HOLDING"
  | "HELD"
  | "RESTARTING"
  | "PAUSING"
  | "PAUSED"
  | "RESUMING"
  | "STOPPING"
  | "STOPPED"
  | "ABORTING"
  | "ABORTED"
  | "RESETTING";

export type Command = "HOLD" | "RESTART" | "PAUSE" | "RESUME" | "STOP" | "ABORT" | "RESET";

export interface Wait {
  cause: string;
  step: string | null;
  behind: string[];
  details: Details;
}

export interface Batch {
  batch: string;
  recipe: string;
  product: string;
  mass_kg: number;
  packed_kg: number;
  state: State;
  reason: string;
  failure_index: number;
  mode: string;
  steps: Record<string, { state: State; reason: string }>;
  started: Instant | null;
  ended: Instant | null;
  phases: string[];
  units: Record<string, string>;
  lots: Record<string, string | null>;
  waits_for: Wait[];
}

export interface StepRow {
  step: string;
  form: string;
  state: State;
  skipped: boolean;
  /** The wishes and commands that the step takes now. */
  may: string[];
}

export interface Question {
  question: string;
  batch: string;
  step: string;
  text: string;
  details: Details;
  options: string[];
  default: string;
  answer_by: Instant | null;
  overdue: boolean;
}

export interface UnitStatus {
  unit: string;
  class: string;
  status: string;
  since: Instant | null;
  until: Instant | null;
  by: string;
  reason: string;
  owner: string | null;
  taken_by: string | null;
  /** How many rows of each batch are inside, where it carries rows. */
  rows?: Record<string, number>;
  services: Record<string, { state: State; batch?: string | null; step?: string | null }>;
}

export type Priority = "low" | "medium" | "high";

export interface AlarmCounts {
  unacknowledged: number;
  rtn_unacknowledged?: number;
  latched_unacknowledged?: number;
  standing: number;
  highest: Priority | null;
}

export interface Status {
  revision: number;
  at: Instant;
  done: boolean;
  simulated: boolean;
  batches: Batch[];
  questions: Question[];
  units: UnitStatus[];
  alarms: AlarmCounts;
}

export interface Tick {
  at: Instant;
  wall_at: Instant;
  connected: boolean;
  lost_at: Instant | null;
  speed: number | null;
  revision: number;
  values: Record<string, number | null>;
}

export interface ErrorReport {
  error: string;
  details: Details;
  text: string;
}

export interface Frame {
  tick?: Tick;
  status?: Status;
  error?: ErrorReport;
}

export interface Alarm {
  alarm: string;
  state: string;
  priority: Priority;
  standing: boolean;
  active: boolean;
  raised_at: Instant | null;
  signal: string | null;
  value: number | null;
  comparison: string | null;
  limit: number | null;
  until: Instant | null;
  by: string;
  reason: string;
  /** While this holds, the alarm means nothing and is suppressed. */
  suppressed_when?: string | null;
  cause: Bilingual;
  consequence: Bilingual;
  action: Bilingual;
}

export interface AlarmFigures {
  figures: {
    since: Instant;
    until: Instant;
    raised: number;
    floods: number;
    stale: string[];
    chattering: string[];
    top: [string, number][];
    top_percent: number;
    priority_percent: Record<Priority, number>;
  } & Record<"per_day" | "per_hour" | "per_10_min" | "most_in_10_min" | "flood_percent", number>;
  targets: Record<string, number>;
}

export interface History {
  signals: Record<
    string,
    { unit: string; at: Instant[]; low: (number | null)[]; high: (number | null)[] }
  >;
}
