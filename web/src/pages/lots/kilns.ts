// The rows of kilns that a lot came through, kiln by kiln.

import type { RowPass } from "../../data/lots.svelte";

export interface KilnPass {
  readonly kiln: string;
  readonly rows: readonly RowPass[];
  /** When the first row was loaded. */
  readonly from: number;
  /** When the last one was discharged; null while one is still inside. */
  readonly to: number | null;
}

export function kilnsOf(rows: readonly RowPass[]): KilnPass[] {
  const found = new Map<string, RowPass[]>();
  for (const row of rows) found.set(row.kiln, [...(found.get(row.kiln) ?? []), row]);
  return [...found].map(([kiln, inside]) => {
    const sorted = inside.sort((one, other) => one.from - other.from);
    const open = sorted.some((each) => each.to === null);
    const to = open ? null : Math.max(...sorted.map((each) => each.to ?? 0));
    return { kiln, rows: sorted, from: sorted[0]!.from, to };
  });
}
