// Names of the plant and its recipes in words.

import { plants, texts } from "../data";
import type { Details } from "../data/types";
import type { Line } from "../data/lines";
import { measured } from "./instants";
import { mass, number, quantity, splitUnit } from "./numbers";

/** A step with all that it lies in: "fine milling 1 / milling / recirculation". */
export function step(path: string): string {
  return path
    .split("/")
    .map((each) => texts.word("step", each))
    .join(" / ");
}

/** An area; one of several workshops is called by the word for its end. */
export function area(name: string): string {
  const [, workshop, end] = /^workshop-(\w+)-(\w+)$/.exec(name) ?? [];
  if (workshop === undefined || end === undefined) return areaWord(name);
  const shown = { area: areaWord(end), workshop: workshop.toUpperCase() };
  return texts.say("page.area_in_workshop", shown);
}

function areaWord(name: string): string {
  const key = `page.area.${name}`;
  return texts.has(key) ? texts.say(key) : name;
}

/** A line: a workshop by its letter, the only one as the line, what is left by its areas. */
export function line(found: Line, all: readonly Line[]): string {
  const [, workshop] = /^workshop-(\w+)$/.exec(found.name) ?? [];
  if (workshop !== undefined) return texts.say("page.line.workshop", { workshop: workshop.toUpperCase() });
  if (all.length === 1) return texts.say("page.line.only");
  return texts.list(found.areas.map(area));
}

/** A unit with what it is seen to do: "kiln-1: at work". */
export function inCondition(unit: string, condition: string): string {
  return texts.say("page.wall.units.told", { unit, state: texts.say(`page.wall.units.${condition}`) });
}

/** What a signal measures, without its unit of equipment and its unit of measure. */
export function label(signal: string): string {
  const name = signal.slice(signal.indexOf(".") + 1);
  const [base] = splitUnit(name);
  const [, number, what] = /^zone_(\d+)_(\w+)$/.exec(base) ?? [];
  if (number !== undefined && what !== undefined) {
    return texts.say("page.zone_signal", { number: Number(number), what: quality(what) });
  }
  return quality(base);
}

function quality(base: string): string {
  if (texts.has(`page.signal.${base}`)) return texts.say(`page.signal.${base}`);
  const word = texts.word("parameter", base);
  return word === base ? base.replaceAll("_", " ") : word;
}

/** A signal with the unit that it belongs to. */
export function signal(name: string): string {
  const [unit = name] = name.split(".");
  return `${unit} ${label(name)}`;
}

/** A material as the site calls it. */
export function material(name: string): string {
  const title = plants.plant?.materials?.[name];
  return title ? texts.both(title) : name;
}

export function duration(microseconds: number): string {
  const parts = measured(microseconds);
  return parts.map(([count, measure]) => texts.say(`page.duration.${measure}`, { count })).join(" ");
}

/** Why: the word for a key, or what a person wrote. */
export function reason(text: string): string {
  const clauses = text.split("; ").map((clause) => {
    return clause
      .split(": ")
      .map((each) => texts.word("reason", each))
      .join(": ");
  });
  return clauses.join("; ");
}

/** The details of a sentence, each in the words that its name calls for. */
export function shown(details: Details): Record<string, string> {
  const named = Object.entries(details).map(([name, value]) => [name, detail(name, value)]);
  return Object.fromEntries(named) as Record<string, string>;
}

const GROUPS: Record<string, string> = { answer: "command", missing: "recipe_step" };

function detail(name: string, value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return texts.list(value.map((each) => detail(name, each)));
  if (typeof value === "number") {
    const [, unit] = splitUnit(name);
    return unit === "kg" ? mass(value) : quantity(value, unit);
  }
  if (name === "signal") return signal(String(value));
  if (name === "step" || name === "before") return step(String(value));
  return texts.word(GROUPS[name] ?? name, String(value));
}

/** A place as people call it: a row of a kiln, a bag, a unit, or one that has a word of its own. */
export function place(name: string): string {
  const [, kiln, row] = /^(.+)\/row\/(\d+)$/.exec(name) ?? [];
  if (kiln !== undefined && row !== undefined) return texts.say("record.row", { unit: kiln, row });
  const [kind = name, bag] = name.split("/");
  return bag === undefined ? texts.word("place", name) : `${texts.word("kind", kind)} ${bag}`;
}

/** Two limits, of which one may be missing. */
export function limits(low: number | null, high: number | null): string {
  if (low === null && high === null) return "–";
  if (low === null) return `≤ ${number(high!)}`;
  return high === null ? `≥ ${number(low)}` : texts.say("page.trends.range", { low: number(low), high: number(high) });
}
