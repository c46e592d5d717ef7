// Every lot that there is: read when a page needs it, and again while it is open.

import type { Service } from "./service";
import type { LotRow } from "./types";

const AGAIN_MS = 15_000;

export class Stock {
  lots = $state.raw<LotRow[] | null>(null);

  constructor(private readonly service: Service) {}

  /** Keep up with the lots until the returned function is called. */
  watch(): () => void {
    void this.#read();
    const timer = window.setInterval(() => void this.#read(), AGAIN_MS);
    return () => clearInterval(timer);
  }

  async #read(): Promise<void> {
    try {
      this.lots = (await this.service.get<{ lots: LotRow[] }>("lots")).lots;
    } catch {
      // It is asked again in a moment; a lost link is told by the whole page.
    }
  }
}
