// One thing asked of the service: whether it is under way, and why it was refused.

import { Refusal } from "../data/service";

export class Deed {
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  /** Do it unless it is under way already; true once it is done. */
  async run(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refusal = null;
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
