// What the pictures of a lot show: what it is made of, or what became of it.

import type { Origins, Uses } from "../../data/lots.svelte";
import type { Box, Flow } from "./sankey";

export interface Drawing {
  readonly columns: readonly (readonly Box[])[];
  readonly flows: readonly Flow[];
}

const LOT = "lot:";
const MATERIAL = "material:";
const PLACE = "place:";
export const REMAINS = "remains";
export const END = "end";

/** What a box stands for: its kind and its name. */
export function named(id: string): { kind: string; name: string } {
  const [kind = id] = id.split(":", 1);
  return { kind, name: id.slice(kind.length + 1) };
}

/** Raw lots, their materials, and what was made: in kilograms charged for each kilogram packed. */
export function originsDrawn(origins: Origins): Drawing {
  const materials = Object.entries(origins.materials)
    .map(([material, shares]) => ({ material, shares, value: sum(shares.map((s) => s.kg_per_kg)) }))
    .sort((one, other) => other.value - one.value);
  const raw = materials.flatMap(({ material, shares }) => {
    return [...shares]
      .sort((one, other) => other.kg_per_kg - one.kg_per_kg)
      .map((each) => ({ id: LOT + each.lot, value: each.kg_per_kg, material }));
  });
  const boxes = materials.map(({ material, value }) => ({ id: MATERIAL + material, value }));
  return {
    columns: [
      raw.map(({ id, value }) => ({ id, value })),
      boxes,
      [{ id: END, value: sum(boxes.map((each) => each.value)) }],
    ],
    flows: [
      ...raw.map(({ id, value, material }) => ({ from: id, to: MATERIAL + material, value })),
      ...boxes.map(({ id, value }) => ({ from: id, to: END, value })),
    ],
  };
}

/** A raw lot, and what it became: lots of product, what lies elsewhere, what is left; in kilograms. */
export function usesDrawn(uses: Uses): Drawing {
  const lots = new Map<string, number>();
  for (const each of uses.bags) {
    const id = LOT + (each.lot ?? each.bag);
    lots.set(id, (lots.get(id) ?? 0) + each.kg);
  }
  const found: Box[] = [
    ...[...lots].map(([id, value]) => ({ id, value })),
    ...uses.places.map((each) => ({ id: PLACE + each.place, value: each.kg })),
  ];
  if (uses.remaining_kg) found.push({ id: REMAINS, value: uses.remaining_kg });
  return {
    columns: [[{ id: END, value: sum(found.map((each) => each.value)) }], found],
    flows: found.map(({ id, value }) => ({ from: END, to: id, value })),
  };
}

function sum(values: number[]): number {
  return values.reduce((one, other) => one + other, 0);
}
