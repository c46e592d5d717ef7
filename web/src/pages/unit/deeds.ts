// What can be done with a unit as it stands.

import type { UnitDeed as CalledDeed } from "../../data/by_hand";
import type { UnitStatus } from "../../data/types";

const OUT_OF_USE = ["out_of_service", "cleaning", "calibration", "maintenance"] as const;

export type OutOfUse = (typeof OUT_OF_USE)[number];
export type UnitDeed = OutOfUse | "return" | "take" | "give_back" | "empty";

export function isStatus(deed: UnitDeed): deed is OutOfUse {
  return (OUT_OF_USE as readonly string[]).includes(deed);
}

/** Back into use or over to another reason, into the hand or back, and emptied. */
export function deedsOf(unit: UnitStatus): UnitDeed[] {
  const status: UnitDeed[] = OUT_OF_USE.filter((each) => each !== unit.status);
  if (unit.status !== "available") status.unshift("return");
  return [...status, unit.taken_by ? "give_back" : "take", "empty"];
}

/** The names of the service for what is no status. */
export const CALLED: Record<"take" | "give_back" | "empty", CalledDeed> = {
  take: "take",
  give_back: "give-back",
  empty: "empty",
};
