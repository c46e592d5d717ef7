// The flow of a line: units that stand at the same place in it make a stage; pipes join stages.

import type { Plant, PlantUnit } from "../../data/types";

export interface Stage {
  readonly key: string;
  readonly area: string;
  readonly class: string;
  readonly units: readonly PlantUnit[];
  /** Whether its units carry material from others to others, as a pneumatic line does. */
  readonly conveys: boolean;
}

/** From one stage to another, by their places in the flow. */
export interface Way {
  readonly from: number;
  readonly to: number;
}

export interface Beyond {
  readonly from: readonly Stage[];
  readonly to: readonly Stage[];
}

export interface Flow {
  readonly stages: readonly Stage[];
  readonly ways: readonly Way[];
  /** For each stage the stages outside the line that it gets from or gives to. */
  readonly beyond: readonly Beyond[];
}

/** The stages of some areas in the order in which material passes them. */
export function flowOf(plant: Plant, areas: readonly string[]): Flow {
  const pipes = pipesOf(plant);
  const all = stagesOf(plant, pipes);
  const inside = all.filter((each) => areas.includes(each.area));
  const joined = joins(all, pipes);
  const order = ordered(inside, joined);
  const places = new Map(order.map((each, place) => [each.key, place]));
  const outside = all.filter((each) => !places.has(each.key));
  const ways = order.flatMap((stage, from) =>
    [...joined.get(stage.key)!].flatMap((key) => {
      const to = places.get(key);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  const beyond = order.map(({ key }) => ({
    from: outside.filter((each) => joined.get(each.key)!.has(key)),
    to: outside.filter((each) => joined.get(key)!.has(each.key)),
  }));
  return { stages: order, ways, beyond };
}

/** Every way that material can go from a unit to a unit, by unit. */
export function pipesOf(plant: Plant): Map<string, Set<string>> {
  const pipes = new Map<string, Set<string>>();
  const lead = (from: string, to: string): void => {
    if (!pipes.has(from)) pipes.set(from, new Set());
    pipes.get(from)!.add(to);
  };
  for (const { source, line, destination } of plant.transfers) {
    lead(source, line);
    lead(line, destination);
  }
  const owners = new Map(
    plant.units.flatMap((unit) => unit.places.map(({ place }) => [place, unit.unit])),
  );
  for (const unit of plant.units) {
    for (const place of unit.draws_from) lead(owners.get(place) ?? place, unit.unit);
    for (const place of unit.delivers_to) lead(unit.unit, owners.get(place) ?? place);
  }
  return pipes;
}

/** Units of one class, one area and the same neighbours are one stage. */
function stagesOf(plant: Plant, pipes: Map<string, Set<string>>): Stage[] {
  const classes = new Map(plant.units.map((each) => [each.unit, each.class]));
  const sources = new Map<string, Set<string>>();
  const destinations = new Map<string, Set<string>>();
  for (const [from, all] of pipes) {
    for (const to of all) {
      note(destinations, from, classes.get(to) ?? to);
      note(sources, to, classes.get(from) ?? from);
    }
  }
  const lines = new Set(plant.transfers.map((each) => each.line));
  const stages = new Map<string, { stage: Omit<Stage, "units">; units: PlantUnit[] }>();
  for (const unit of plant.units) {
    const ways = [sources, destinations].map((each) => [...(each.get(unit.unit) ?? [])].sort());
    const key = [unit.area, unit.class, ...ways.map((each) => each.join("+"))].join("/");
    const found = stages.get(key);
    if (found) found.units.push(unit);
    else {
      const conveys = lines.has(unit.unit);
      const stage = { key, area: unit.area, class: unit.class, conveys };
      stages.set(key, { stage, units: [unit] });
    }
  }
  return [...stages.values()].map(({ stage, units }) => ({ ...stage, units }));
}

function note(names: Map<string, Set<string>>, unit: string, name: string): void {
  if (!names.has(unit)) names.set(unit, new Set());
  names.get(unit)!.add(name);
}

/** Which stage leads to which. */
function joins(stages: readonly Stage[], pipes: Map<string, Set<string>>): Map<string, Set<string>> {
  const home = new Map(stages.flatMap((stage) => stage.units.map(({ unit }) => [unit, stage.key])));
  const joined = new Map<string, Set<string>>(stages.map((each) => [each.key, new Set()]));
  for (const [from, all] of pipes) {
    const source = home.get(from);
    if (source === undefined) continue;
    for (const to of all) {
      const destination = home.get(to);
      if (destination !== undefined && destination !== source) joined.get(source)!.add(destination);
    }
  }
  return joined;
}

/** A stage comes after all that lead to it; where they lead in a circle, as in the plant file. */
function ordered(stages: readonly Stage[], joined: Map<string, Set<string>>): Stage[] {
  const inside = new Map(stages.map((each) => [each.key, each]));
  const keys = [...inside.keys()];
  const begun = new Set<string>();
  const order: Stage[] = [];
  const visit = (key: string): void => {
    if (begun.has(key)) return;
    begun.add(key);
    // The last is visited first, so that of several ways the first of the file comes first.
    for (const next of [...keys].reverse()) if (joined.get(key)!.has(next)) visit(next);
    order.unshift(inside.get(key)!);
  };
  for (const key of [...keys].reverse()) if (!isReached(key)) visit(key);
  // What is left leads in circles that nothing leads to.
  for (const key of keys) visit(key);
  return order;

  function isReached(key: string): boolean {
    return keys.some((each) => joined.get(each)!.has(key));
  }
}

export interface Lane {
  readonly from: number;
  readonly to: number;
  /** 0 is the trunk, on which every stage lies. */
  readonly lane: number;
}

/** Each way with the lane that it is drawn in: a neighbour's is the trunk, others pass beside it. */
export function lanesOf(ways: readonly Way[]): Lane[] {
  const ends: number[] = [];
  const sorted = [...ways].sort((one, other) => first(one) - first(other) || last(one) - last(other));
  return sorted.map((way) => {
    if (way.to === way.from + 1) return { ...way, lane: 0 };
    let lane = ends.findIndex((end) => end <= first(way));
    if (lane < 0) lane = ends.length;
    ends[lane] = last(way);
    return { ...way, lane: lane + 1 };
  });
}

function first(way: Way): number {
  return Math.min(way.from, way.to);
}

function last(way: Way): number {
  return Math.max(way.from, way.to);
}
