// The tables of a record: rows of words, with those that are not as they should be marked.

import { lots, texts } from "../../data";
import type { BatchRecord, PhaseRow, ReportValue } from "../../data/records";
import { instant } from "../../words/instants";
import { mass, number, quantity, splitUnit, unitSign } from "../../words/numbers";
import { capital } from "../../words/sentences";
import { duration, limits, place, reason, step } from "../../words/speaking";

export interface Table {
  readonly section: string;
  /** Keys of `record.column`; a number is set to the right. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly marked?: readonly boolean[];
}

export const NUMERIC: ReadonlySet<string> = new Set([
  "value", "limits", "planned", "charged", "mass", "gap", "allowed", "amount", "per_tonne",
]);

export function formula({ formula }: BatchRecord): Table {
  return {
    section: "formula",
    columns: ["parameter", "value", "limits", "origin"],
    rows: formula.map((each) => [
      capital(each.title),
      quantity(each.value, each.unit),
      `${limits(each.low, each.high)} ${unitSign(each.unit)}`,
      texts.word("record.origin", each.overridden ? "overridden" : "default"),
    ]),
    marked: formula.map((each) => each.overridden),
  };
}

export function phases({ phases }: BatchRecord): Table {
  return {
    section: "phases",
    columns: ["phase", "unit", "started", "ended", "took", "state", "parameters", "reports"],
    rows: phases.map((each) => [
      capital(step(each.path)),
      each.unit,
      instant(each.started),
      moment(each.ended),
      each.ended === null ? "–" : duration(each.ended - each.started),
      texts.word("state", each.state),
      values(each.parameters),
      values(each.reports),
    ]),
    marked: phases.map(failed),
  };
}

function failed(phase: PhaseRow): boolean {
  return phase.ended !== null && phase.state !== "COMPLETE";
}

export function deviations({ deviations }: BatchRecord): Table {
  return {
    section: "deviations",
    columns: ["at", "event"],
    rows: deviations.map((each) => [instant(each.at), each.text]),
  };
}

export function alarms({ alarms }: BatchRecord): Table {
  return {
    section: "alarms",
    columns: ["at", "alarm", "priority", "returned", "acknowledged"],
    rows: alarms.map((each) => [
      instant(each.at),
      each.alarm,
      texts.word("alarm_priority", each.priority),
      moment(each.returned_at),
      each.acknowledged_by,
    ]),
  };
}

export function results({ results }: BatchRecord): Table {
  return {
    section: "results",
    columns: ["at", "sample", "attribute", "value"],
    rows: results.map((each) => [
      instant(each.at),
      each.sample,
      capital(texts.word("attribute", each.attribute)),
      quantity(each.value, each.unit),
    ]),
  };
}

export function judgements({ judgements }: BatchRecord): Table {
  const rows = judgements.flatMap((lot) => lot.attributes.map((each) => ({ ...each, lot: lot.lot })));
  return {
    section: "judgement",
    columns: ["lot", "attribute", "value", "limits", "verdict"],
    rows: rows.map((each) => [
      each.lot,
      capital(texts.word("attribute", each.attribute)),
      each.value === null ? "–" : quantity(each.value, each.unit),
      `${limits(each.low, each.high)} ${unitSign(each.unit)}`,
      texts.word("verdict", verdict(each.passed)),
    ]),
    marked: rows.map((each) => each.passed === false),
  };
}

function verdict(passed: boolean | null): string {
  if (passed === null) return "pending";
  return passed ? "passed" : "failed";
}

export function utilities({ utilities }: BatchRecord): Table {
  return {
    section: "utilities",
    columns: ["utility", "amount", "per_tonne"],
    rows: utilities.map((each) => [
      capital(texts.word("utility", each.name)),
      quantity(each.amount, each.unit),
      each.per_tonne === null ? "–" : quantity(each.per_tonne, `${each.unit}/t`),
    ]),
  };
}

export function balances({ balances }: BatchRecord): Table {
  return {
    section: "balances",
    columns: ["balance", "gap", "allowed"],
    rows: balances.map((each) => [
      capital(texts.word("balance", each.name)),
      quantity(100 * each.gap, "%"),
      quantity(100 * each.allowed, "%"),
    ]),
    marked: balances.map((each) => Math.abs(each.gap) > each.allowed),
  };
}

export function charges({ charges }: BatchRecord): Table {
  return {
    section: "charges",
    columns: ["scanned", "material", "lot", "bag", "planned", "charged", "verdict"],
    rows: charges.map((each) => [
      moment(each.scanned_at),
      texts.both(lots.title(each.material)),
      each.lot,
      each.bag,
      each.planned_kg === null ? "–" : mass(each.planned_kg),
      each.charged_kg === null ? "–" : mass(each.charged_kg),
      each.refused
        ? `${texts.word("verdict", "refused")}: ${reason(each.refused)}`
        : texts.word("verdict", "accepted"),
    ]),
    marked: charges.map((each) => each.refused !== ""),
  };
}

export function movements({ movements }: BatchRecord): Table {
  return {
    section: "movements",
    columns: ["at", "source", "destination", "mass", "flow"],
    rows: movements.map((each) => [
      instant(each.at),
      place(each.source),
      place(each.destination),
      mass(each.mass_kg),
      texts.word("flow", each.flow),
    ]),
  };
}

export function actions({ actions }: BatchRecord): Table {
  return {
    section: "actions",
    columns: ["at", "by", "what", "why"],
    rows: actions.map((each) => [
      instant(each.at),
      texts.word("by", each.by),
      each.what,
      reason(each.why),
    ]),
  };
}

export function signatures({ signatures }: BatchRecord): Table {
  return {
    section: "signatures",
    columns: ["at", "by", "what", "why"],
    rows: signatures.map((each) => [
      instant(each.at),
      each.signer,
      `${texts.word("meaning", each.meaning)}: ${each.what}`,
      each.reason,
    ]),
  };
}

function moment(at: number | null): string {
  return at === null ? "–" : instant(at);
}

function values(told: Record<string, ReportValue>): string {
  return texts.list(Object.entries(told).map(([name, value]) => `${called(name)} ${shown(name, value)}`));
}

/** A parameter or report value by its word. */
export function called(name: string): string {
  return texts.word("parameter", splitUnit(name)[0]);
}

/** Its value with the unit that its name ends with. */
export function shown(name: string, value: ReportValue): string {
  if (typeof value === "string") return value;
  const [, unit] = splitUnit(name);
  if (unit === "kg") return mass(value);
  return unit === "" ? number(value) : quantity(Number(value.toPrecision(5)), unit);
}
