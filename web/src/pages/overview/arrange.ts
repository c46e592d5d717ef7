// The units in the order in which material passes them.

import type { Plant, PlantUnit } from "../../data/types";

export interface Area {
  readonly name: string;
  readonly units: readonly PlantUnit[];
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

/** The signal that tells how much a unit holds, and how much goes in; null where none does. */
export function level(plant: Plant, unit: PlantUnit): { signal: string; capacity: number } | null {
  const signal = `${unit.unit}.mass_kg`;
  const capacity = unit.places[0]?.capacity_kg ?? null;
  return signal in plant.signals && capacity ? { signal, capacity } : null;
}
