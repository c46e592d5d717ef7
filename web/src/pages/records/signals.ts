// Which signals tell most of a batch.

import type { BatchRecord } from "../../data/records";

/** What is looked at first, the most telling first. */
const TELLING = ["oxygen_ppm", "specific_energy_kwh_per_t", "outlet_temperature_c", "soak_c", "d50_um"];
const MOST = 6;

/** The most telling signals that there are of the units that a batch ran on. */
export function signalsFor(record: BatchRecord, known: readonly string[]): string[] {
  const units = new Set(record.phases.map((each) => each.unit));
  const found = TELLING.flatMap((name) => {
    return known.filter((each) => units.has(each.slice(0, each.indexOf("."))) && each.endsWith(`.${name}`));
  });
  return found.slice(0, MOST);
}
