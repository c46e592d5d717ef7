// What the service foresees of a batch, asked shortly after the last change of the form.

import { orders } from "../../data";
import { NO_ANSWER, Refusal } from "../../data/service";
import type { Preview } from "../../data/types";

const AFTER_MS = 400;

export interface Wished {
  readonly recipe: string;
  readonly tonnes: string;
  readonly overrides: Record<string, string>;
}

export class Foreseen {
  preview = $state.raw<Preview | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  /** Whether what is shown is not yet about what is written. */
  asking = $state(false);
  #latest = 0;

  /** Whether the service said of what is written that it cannot be started. */
  get forbids(): boolean {
    if (this.asking) return false;
    const refused = this.refusal !== null && this.refusal.key !== NO_ANSWER;
    return refused || (this.preview?.missing.length ?? 0) > 0;
  }

  /** Ask about a batch, unless another wish comes first; the returned function takes it back. */
  ask(wished: Wished): () => void {
    const mine = (this.#latest += 1);
    this.asking = true;
    const timer = window.setTimeout(() => void this.#tell(mine, wished), AFTER_MS);
    return () => {
      clearTimeout(timer);
      this.#latest += 1;
    };
  }

  /** What is written makes no batch, so there is nothing to foresee. */
  forget(): void {
    this.#latest += 1;
    this.#set(null, null);
  }

  async #tell(mine: number, wished: Wished): Promise<void> {
    try {
      const told = await orders.preview(wished.recipe, wished.tonnes, wished.overrides);
      if (mine === this.#latest) this.#set(told, null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (mine === this.#latest) this.#set(null, error);
    }
  }

  #set(preview: Preview | null, refusal: Refusal | null): void {
    this.preview = preview;
    this.refusal = refusal;
    this.asking = false;
  }
}
