// Lots found by what a person types, and the stock by place.

import type { Lot } from "../../data/lots.svelte";

export const KINDS = ["all", "raw", "product"] as const;
export type Kind = (typeof KINDS)[number];

/** The lots of a kind in whose words, or those that `told` adds, every typed part occurs. */
export function matching(
  lots: readonly Lot[],
  typed: string,
  kind: Kind,
  told: (lot: Lot) => string,
): Lot[] {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return lots.filter((lot) => {
    if (kind !== "all" && lot.raw !== (kind === "raw")) return false;
    const names = [lot.lot, lot.material, lot.place, lot.batch ?? "", ...lot.bags, told(lot)];
    const words = names.join(" ").toLowerCase();
    return parts.every((part) => words.includes(part));
  });
}

export interface Stock {
  readonly place: string;
  readonly material: string;
  readonly kg: number;
  /** Of that, what may not be used. */
  readonly kept_kg: number;
  readonly lots: number;
}

/** What is left of each material at each place, place by place, the most first. */
export function stockOf(lots: readonly Lot[]): Stock[] {
  const found = new Map<string, Stock>();
  for (const lot of lots.filter((each) => each.remaining_kg > 0)) {
    const key = JSON.stringify([lot.place, lot.material]);
    const before = found.get(key);
    found.set(key, {
      place: lot.place,
      material: lot.material,
      kg: (before?.kg ?? 0) + lot.remaining_kg,
      kept_kg: (before?.kept_kg ?? 0) + (lot.status === "released" ? 0 : lot.remaining_kg),
      lots: (before?.lots ?? 0) + 1,
    });
  }
  return [...found.values()].sort(
    (one, other) => one.place.localeCompare(other.place) || other.kg - one.kg,
  );
}
