// What a trial came to, in figures.

import type { Predicted, TrialResult } from "../../data/trials.svelte";

/** The share of what was ordered that was packed; `null` where nobody can say. */
export function yieldOf(
  { tonnes_packed }: Pick<TrialResult, "tonnes_packed">,
  orderedKg: number | null,
): number | null {
  return orderedKg ? (1000 * tonnes_packed) / orderedKg : null;
}

export function verdictOf({ pass }: Pick<Predicted, "pass">): "pending" | "passed" | "failed" {
  if (pass === null) return "pending";
  return pass ? "passed" : "failed";
}
