// What the service knows of a unit, asked again when something has happened, but not all the time.

import { live, units } from "../../data";
import { Refusal } from "../../data/service";
import type { Diagnostics } from "../../data/units";

const SOONEST_MS = 2000;

export class Known {
  told = $state.raw<Diagnostics | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  #asked = -1;
  #busy = false;

  constructor(private readonly unit: string) {}

  /** Ask until the returned function is called. */
  follow(): () => void {
    void this.#ask();
    const timer = setInterval(() => void this.#ask(), SOONEST_MS);
    return () => clearInterval(timer);
  }

  async #ask(): Promise<void> {
    const revision = live.status?.revision ?? 0;
    if (this.#busy || revision === this.#asked) return;
    this.#busy = true;
    try {
      this.told = await units.diagnostics(this.unit);
      this.refusal = null;
      this.#asked = revision;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    } finally {
      this.#busy = false;
    }
  }
}
