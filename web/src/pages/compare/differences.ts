// Two batches side by side: what each did, and where they differ.

import type { BatchRecord, PhaseRow, ReportValue } from "../../data/records";

export type Measured = number | null;

export interface Pair<Value = Measured> {
  readonly key: string;
  readonly unit: string;
  readonly one: Value;
  readonly other: Value;
  /** Whether the two differ by more than is usual. */
  readonly differs: boolean;
}

/** What differs by less, in parts of the larger, is as good as the same. */
export const USUAL = 0.05;
/** A time that differs by less, in microseconds, is as good as the same, however short it is. */
export const USUAL_TIME = 5 * 60e6;

/** Recipe parameters: any difference counts, for a person set it. */
export function parametersOf(one: BatchRecord, other: BatchRecord): Pair[] {
  const [first, second] = [one, other].map(({ formula }) => byKey(formula, (each) => each.name));
  return paired(first!, second!, (each) => each.value, (each) => each.unit, 1e-9);
}

/** How long each step took in all, in microseconds; a step that came more than once is summed. */
export function durationsOf(one: BatchRecord, other: BatchRecord): Pair[] {
  const [first, second] = [one, other].map(({ phases }) => durations(phases));
  const pairs = paired(first!, second!, (each) => each, () => "", USUAL);
  return pairs.map((each) => ({ ...each, differs: each.differs && !isShort(each) }));
}

function isShort({ one, other }: Pair): boolean {
  return Math.abs((one ?? 0) - (other ?? 0)) < USUAL_TIME;
}

/** The last result of each attribute at each place of the laboratory's plan. */
export function resultsOf(one: BatchRecord, other: BatchRecord): Pair[] {
  const [first, second] = [one, other].map((record) => {
    return byKey(record.results, (each) => `${stepOfSample(each.sample, record.batch)}|${each.attribute}`);
  });
  return paired(first!, second!, (each) => each.value, (each) => each.unit, USUAL);
}

/** Energy and media for each tonne packed; what is not told by the tonne is left out. */
export function utilitiesOf(one: BatchRecord, other: BatchRecord): Pair[] {
  const [first, second] = [one, other].map(({ utilities }) => {
    return byKey(utilities.filter((each) => each.per_tonne !== null), (each) => each.name);
  });
  return paired(first!, second!, (each) => each.per_tonne, (each) => `${each.unit}/t`, USUAL);
}

/** What phases reported, the last of each. */
export function reportsOf(one: BatchRecord, other: BatchRecord): Pair[] {
  const [first, second] = [one, other].map(({ phases }) => {
    const told = phases.flatMap(({ path, reports }) => {
      return Object.entries(reports).filter(isNumber).map(([name, value]) => ({ key: `${path}|${name}`, value }));
    });
    return byKey(told, (each) => each.key);
  });
  return paired(first!, second!, (each) => each.value, () => "", USUAL);
}

function isNumber(entry: [string, ReportValue]): entry is [string, number] {
  return typeof entry[1] === "number";
}

function durations(phases: readonly PhaseRow[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { path, started, ended } of phases) {
    if (ended !== null) found.set(path, (found.get(path) ?? 0) + ended - started);
  }
  return found;
}

/** "lfp-26-001/pack/release/sample/1" is the sample of "pack/release/sample". */
export function stepOfSample(sample: string, batch: string): string {
  const inside = sample.startsWith(`${batch}/`) ? sample.slice(batch.length + 1) : sample;
  return inside.replace(/\/\d+$/, "");
}

function byKey<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row> {
  return new Map(rows.map((each) => [key(each), each]));
}

function paired<Row>(
  one: Map<string, Row>,
  other: Map<string, Row>,
  value: (row: Row) => Measured,
  unit: (row: Row) => string,
  usual: number,
): Pair[] {
  return [...new Set([...one.keys(), ...other.keys()])].map((key) => {
    const [first, second] = [one.get(key), other.get(key)];
    const [a, b] = [first, second].map((row) => (row === undefined ? null : value(row)));
    const told = (first ?? second)!;
    return { key, unit: unit(told), one: a!, other: b!, differs: differ(a!, b!, usual) };
  });
}

function differ(one: Measured, other: Measured, usual: number): boolean {
  if (one === null || other === null) return one !== other;
  return Math.abs(one - other) > usual * Math.max(Math.abs(one), Math.abs(other));
}

/** By how much the other is more, in parts of the one; null where nobody can say. */
export function change({ one, other }: Pair): number | null {
  return one === null || other === null || one === 0 ? null : (other - one) / Math.abs(one);
}
