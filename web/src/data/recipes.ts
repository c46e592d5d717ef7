// The versions of recipes: read, compared, and moved on by whoever may sign.

import type { Service } from "./service";
import type { RecipeChange, RecipeVersion, WholeRecipe } from "./types";

export class Recipes {
  constructor(private readonly service: Service) {}

  async versions(): Promise<RecipeVersion[]> {
    return (await this.service.get("/api/recipes/versions")).recipes;
  }

  read(recipe: string, version: string): Promise<WholeRecipe> {
    const path = { recipe, version };
    return this.service.get("/api/recipes/versions/{recipe}/{version}", { path });
  }

  /** What `next` changes against `old`, each as NAME@VERSION. */
  async difference(old: string, next: string): Promise<RecipeChange[]> {
    const query = { old, new: next };
    return (await this.service.get("/api/recipes/difference", { query })).changes;
  }

  async register(recipe: string): Promise<void> {
    await this.service.post("/api/recipes/{recipe}/register", { path: { recipe } });
  }

  async move(
    recipe: string,
    version: string,
    step: string,
    reason: string,
    password: string,
  ): Promise<void> {
    const path = { recipe, version, step };
    const body = { reason, password };
    await this.service.post("/api/recipes/{recipe}/{version}/{step}", { path, body });
  }
}
