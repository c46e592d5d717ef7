// The versions of recipes: read, compared, and moved on by whoever may sign.

import { part, type Service } from "./service";
import type { RecipeChange, RecipeVersion, WholeRecipe } from "./types";

export class Recipes {
  constructor(private readonly service: Service) {}

  async versions(): Promise<RecipeVersion[]> {
    return (await this.service.get<{ recipes: RecipeVersion[] }>("recipes/versions")).recipes;
  }

  read(recipe: string, version: string): Promise<WholeRecipe> {
    return this.service.get<WholeRecipe>(`recipes/versions/${part(recipe)}/${part(version)}`);
  }

  /** What `next` changes against `old`, each as NAME@VERSION. */
  async difference(old: string, next: string): Promise<RecipeChange[]> {
    const query = new URLSearchParams({ old, new: next });
    const told = await this.service.get<{ changes: RecipeChange[] }>(`recipes/difference?${query}`);
    return told.changes;
  }

  async register(recipe: string): Promise<void> {
    await this.service.post(`recipes/${part(recipe)}/register`);
  }

  async move(
    recipe: string,
    version: string,
    step: string,
    reason: string,
    password: string,
  ): Promise<void> {
    const path = `recipes/${part(recipe)}/${part(version)}/${step}`;
    await this.service.post(path, { reason, password });
  }
}
