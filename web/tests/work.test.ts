// What the pages for the work beside the running of batches decide by themselves.

import { describe, expect, it } from "vitest";
import type { Recipe } from "../src/data/types";
import { sizes } from "../src/pages/start/form";

describe("the size of a batch", () => {
  const recipe = { low_kg: 1000, high_kg: 9000 } as Recipe;

  it("is limited by the recipe, and by what fits the vessels where the service tells it", () => {
    expect(sizes(recipe)).toEqual({ low: 1, high: 9 });
    expect(sizes({ ...recipe, largest_kg: 6380 })).toEqual({ low: 1, high: 6.38 });
    expect(sizes({ ...recipe, largest_kg: null })).toEqual({ low: 1, high: 9 });
    expect(sizes({ largest_kg: 500 } as Recipe)).toEqual({ low: null, high: 0.5 });
  });
});
