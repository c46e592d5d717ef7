// How the areas of a plant make lines: those whose names differ in their ends only are one.

import type { Plant } from "./types";

export interface Line {
  /** The beginning of its areas' names, "workshop-a"; the name of the plant where there is none. */
  readonly name: string;
  readonly areas: readonly string[];
}

/** The lines in the order of the plant file; areas that share no beginning are one line together. */
export function linesOf(plant: Plant): Line[] {
  const stems = plant.areas.map(stemOf);
  const lines = new Map<string, string[]>();
  plant.areas.forEach((area, place) => {
    const stem = stems[place]!;
    const shared = stem !== "" && stems.filter((each) => each === stem).length > 1;
    const name = shared ? stem : plant.plant;
    lines.set(name, [...(lines.get(name) ?? []), area]);
  });
  return [...lines].map(([name, areas]) => ({ name, areas }));
}

function stemOf(area: string): string {
  return area.slice(0, Math.max(0, area.lastIndexOf("-")));
}

export function lineOf(plant: Plant, area: string): Line | null {
  return linesOf(plant).find((each) => each.areas.includes(area)) ?? null;
}
