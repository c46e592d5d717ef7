// The plant and its recipes, as the service describes them once.

import type { Service } from "./service";
import type { Plant, PlantUnit, Recipe, SignalSpecification } from "./types";

export class Plants {
  plant = $state.raw<Plant | null>(null);
  recipes = $state.raw<Recipe[] | null>(null);
  readonly #signals = $derived(byUnit(Object.keys(this.plant?.signals ?? {})));

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    const [plant, { recipes }] = await Promise.all([
      this.service.get("/api/plant"),
      this.service.get("/api/recipes"),
    ]);
    this.plant = plant;
    this.recipes = recipes;
  }

  unit(name: string): PlantUnit | null {
    return this.plant?.units.find((each) => each.unit === name) ?? null;
  }

  signal(name: string): SignalSpecification | null {
    return this.plant?.signals[name] ?? null;
  }

  signalsOf(unit: string): string[] {
    return this.#signals.get(unit) ?? [];
  }
}

function byUnit(signals: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const each of signals) {
    const unit = each.slice(0, each.indexOf("."));
    if (!found.has(unit)) found.set(unit, []);
    found.get(unit)!.push(each);
  }
  return found;
}
