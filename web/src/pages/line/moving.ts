// What moves between units now, as their services say.

import type { UnitStatus } from "../../data/types";
import type { Flow } from "./flow";

/** The services of the three parties of a transfer. */
const PARTIES = { send: "source", convey: "line", receive: "destination" } as const;

export interface Moving {
  readonly batch: string;
  readonly step: string;
  readonly source: string;
  readonly line: string;
  readonly destination: string;
  /** Whether it goes on; else it stands where it is. */
  readonly moves: boolean;
}

/** The transfers under way: three services that work for the same step of the same batch. */
export function movingOf(units: readonly UnitStatus[]): Moving[] {
  const found = new Map<string, Partial<Record<"source" | "line" | "destination", string>> & { moves: boolean }>();
  for (const unit of units) {
    for (const [service, party] of Object.entries(PARTIES)) {
      const now = unit.services[service];
      if (!now?.batch || !now.step || now.state === "IDLE") continue;
      const key = JSON.stringify([now.batch, now.step]);
      const known = found.get(key) ?? { moves: true };
      found.set(key, { ...known, [party]: unit.unit, moves: known.moves && now.state === "RUNNING" });
    }
  }
  return [...found].flatMap(([key, { source, line, destination, moves }]) => {
    if (!source || !line || !destination) return [];
    const [batch, step] = JSON.parse(key) as [string, string];
    return [{ batch, step, source, line, destination, moves }];
  });
}

/** The ways of a flow on which something moves, as "from>to" of their places. */
export function busyWays(flow: Flow, moving: readonly Moving[], units: readonly UnitStatus[]): Set<string> {
  const places = new Map(
    flow.stages.flatMap((stage, place) => stage.units.map(({ unit }) => [unit, place])),
  );
  const busy = new Set<string>();
  const note = (from: string, to: string): void => {
    const ends = [places.get(from), places.get(to)];
    if (ends[0] !== undefined && ends[1] !== undefined) busy.add(ends.join(">"));
  };
  for (const each of moving.filter(({ moves }) => moves)) {
    note(each.source, each.line);
    note(each.line, each.destination);
  }
  const running = new Set(units.filter(isFed).map(({ unit }) => unit));
  for (const way of flow.ways) {
    const [from, to] = [flow.stages[way.from]!, flow.stages[way.to]!];
    const fed = [from, to].some((each) => each.units.some((unit) => running.has(unit.unit) && pipes(unit)));
    if (fed) busy.add(`${way.from}>${way.to}`);
  }
  return busy;
}

function pipes(unit: { draws_from: readonly string[]; delivers_to: readonly string[] }): boolean {
  return unit.draws_from.length > 0 || unit.delivers_to.length > 0;
}

/** A unit that draws and delivers by itself does so while one of its services runs. */
function isFed(unit: UnitStatus): boolean {
  return Object.values(unit.services).some((each) => each.state === "RUNNING" && each.batch);
}
