// The phases of a batch over its time: a lane for each unit procedure, no two bars over each other.

import type { PhaseRow } from "../../data/records";

export interface Bar {
  readonly phase: PhaseRow;
  /** In which row of its lane. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

export interface Lane {
  readonly procedure: string;
  readonly bars: readonly Bar[];
  readonly rows: number;
}

/** Lanes in the order in which they began; a phase that still runs ends at `now`. */
export function lanesOf(phases: readonly PhaseRow[], now: number): Lane[] {
  const lanes = new Map<string, PhaseRow[]>();
  for (const phase of inOrder(phases)) {
    const [procedure = ""] = phase.path.split("/");
    lanes.set(procedure, [...(lanes.get(procedure) ?? []), phase]);
  }
  return [...lanes].map(([procedure, inside]) => laid(procedure, inside, now));
}

function inOrder(phases: readonly PhaseRow[]): PhaseRow[] {
  return [...phases].sort((one, other) => one.started - other.started);
}

/** Each bar takes the first row that is free when it begins. */
function laid(procedure: string, phases: readonly PhaseRow[], now: number): Lane {
  const free: number[] = [];
  const bars = phases.map((phase) => {
    const to = Math.max(phase.started, phase.ended ?? now);
    const found = free.findIndex((each) => each <= phase.started);
    const row = found < 0 ? free.length : found;
    free[row] = to;
    return { phase, row, from: phase.started, to };
  });
  return { procedure, bars, rows: Math.max(1, free.length) };
}

const HOUR = 3_600e6;
const STEPS = [1, 2, 3, 6, 12, 24, 48, 120, 240, 480, 960].map((hours) => hours * HOUR);
const MOST_MARKS = 12;

/** Whole hours between two instants, no more than fit below an axis. */
export function marksOf(from: number, to: number): number[] {
  const step = STEPS.find((each) => (to - from) / each <= MOST_MARKS) ?? STEPS.at(-1)!;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: Math.min(count, MOST_MARKS + 1) }, (_, index) => first + index * step);
}
