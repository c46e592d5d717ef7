// What is filled in for the next start: it stays while one looks at other pages.

import type { Recipe } from "../../data/types";
import { defaults, KILOGRAMS_PER_TONNE } from "./form";

class Draft {
  recipe = $state("");
  size = $state("");
  written = $state<Record<string, string>>({});

  /** Begin anew with a recipe as it is. */
  choose(next: Recipe): void {
    this.recipe = next.recipe;
    this.size = String(next.reference_kg / KILOGRAMS_PER_TONNE);
    this.written = defaults(next);
  }
}

export const draft = new Draft();
