// The life of a version of a recipe: which steps come next, and who may take them.

import type { Deed, RecipeVersion } from "../../data/types";

const NEXT: Record<RecipeVersion["status"], string[]> = {
  draft: ["verify", "retire"],
  verified: ["approve", "retire"],
  approved: ["retire"],
  retired: [],
};

/** A file of the site is registered first; what is registered is moved on. */
export function stepsOf(row: RecipeVersion): string[] {
  return row.origin === "site" ? ["register"] : NEXT[row.status];
}

export function deedOf(step: string): Deed {
  return step === "register" ? "register_recipe" : "move_recipe";
}

/** Whoever verified a version does not approve it. */
export function isOwnWork(row: RecipeVersion, step: string, user: string | null): boolean {
  const verified = row.signatures.filter((each) => each.meaning === "verified");
  return step === "approve" && verified.some((each) => each.by === user);
}

export function called(row: RecipeVersion): string {
  return `${row.recipe}@${row.version}`;
}

/** By name, what was registered last first, the site's file before it. */
export function sorted(rows: readonly RecipeVersion[]): RecipeVersion[] {
  return [...rows].sort((one, other) => {
    const age = (other.registered?.at ?? Infinity) - (one.registered?.at ?? Infinity);
    return one.recipe.localeCompare(other.recipe) || age || 0;
  });
}

/** What a version is mostly compared with: the approved one of its name, else another of it. */
export function otherOf(row: RecipeVersion, rows: readonly RecipeVersion[]): RecipeVersion | null {
  const others = rows.filter((each) => each !== row && called(each) !== called(row));
  const same = others.filter((each) => each.recipe === row.recipe);
  return same.find((each) => each.status === "approved") ?? same[0] ?? others[0] ?? null;
}
