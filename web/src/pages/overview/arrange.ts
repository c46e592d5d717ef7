// The units in the order in which material passes them.

import type { Plant, PlantUnit } from "../../data/types";

export interface Area {
  readonly name: string;
  readonly units: readonly PlantUnit[];
}

/** The units of one class that stand in one area. */
export interface Group {
  readonly class: string;
  readonly units: readonly PlantUnit[];
}

/** A plant with more units than this is seen whole by its classes only. */
const MOST_TILES = 150;

/** Whether there are so many units that each is but a mark. */
export function isCrowded(plant: Plant): boolean {
  return plant.units.length > MOST_TILES;
}

/** The units of an area by class, in their order. */
export function grouped(units: readonly PlantUnit[]): Group[] {
  const groups = new Map<string, PlantUnit[]>();
  for (const unit of units) groups.set(unit.class, [...(groups.get(unit.class) ?? []), unit]);
  return [...groups].map(([name, all]) => ({ class: name, units: all }));
}

/** Areas in the order of the plant; in each, units of one class stand side by side. */
export function arranged(plant: Plant): Area[] {
  const classes = [...new Set(plant.units.map((each) => each.class))];
  return plant.areas
    .map((name) => {
      const units = plant.units.filter((each) => each.area === name);
      return { name, units: units.sort((one, other) => place(one) - place(other)) };
    })
    .filter((each) => each.units.length > 0);

  function place(unit: PlantUnit): number {
    return classes.indexOf(unit.class);
  }
}

/** The signal that tells how much a unit holds (kg), and how much goes in. */
export interface Level {
  readonly signal: string;
  readonly capacity: number;
}

/** Where a unit tells how much it holds; null where it does not. */
export function level(plant: Plant, unit: PlantUnit): Level | null {
  const signal = `${unit.unit}.mass_kg`;
  const capacity = unit.places[0]?.capacity_kg ?? null;
  return signal in plant.signals && capacity ? { signal, capacity } : null;
}
