// What can be done with one step: the wishes of a person, and the commands that any step takes.

import type { Command, Deed, StepRow } from "../../data/types";

const WISHES = ["release", "skip", "repeat"] as const;
const COMMANDS: readonly Command[] = [
  "HOLD", "RESTART", "PAUSE", "RESUME", "STOP", "ABORT", "RESET",
]; // prettier-ignore

export type Wish = (typeof WISHES)[number];
export type StepDeed = Wish | Command;

export function isWish(deed: StepDeed): deed is Wish {
  return (WISHES as readonly string[]).includes(deed);
}

/** A release is ordinary work; what departs from the recipe, or ends at once, is signed. */
export function isSigned(deed: StepDeed): boolean {
  return deed === "skip" || deed === "repeat" || deed === "ABORT";
}

/** What may be done with a step beside its release, which has a button of its own. */
export function choicesOf(row: StepRow, may: (deed: Deed) => boolean): StepDeed[] {
  const deeds: StepDeed[] = [...WISHES, ...COMMANDS];
  return deeds.filter((each) => {
    const permitted = may(each === "ABORT" ? "abort_batch" : "command_batch");
    return each !== "release" && permitted && row.may.includes(each);
  });
}

export type ShownSteps = "open" | "all";

/** What is complete and what is still far off are looked for only by whoever wants them. */
export function shownOf(rows: readonly StepRow[], shown: ShownSteps): StepRow[] {
  if (shown === "all") return [...rows];
  const underWay = new Set(rows.filter((each) => isTop(each) && isBegun(each)).map((each) => each.step));
  return rows.filter((each) => {
    const near = isTop(each) || underWay.has(each.step.split("/")[0] ?? "");
    return each.may.includes("release") || (near && each.state !== "COMPLETE");
  });
}

function isTop(row: StepRow): boolean {
  return !row.step.includes("/");
}

function isBegun(row: StepRow): boolean {
  return row.state !== "IDLE";
}

/** How deep a step lies among those that are shown, by their paths. */
export function depthOf(row: StepRow, rows: readonly StepRow[]): number {
  return rows.filter((each) => row.step.startsWith(`${each.step}/`)).length;
}

/** The name of a step without those of the steps it lies in. */
export function nameOf(row: StepRow): string {
  return row.step.slice(row.step.lastIndexOf("/") + 1);
}
