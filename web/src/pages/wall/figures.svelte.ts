// What the wall shows that is no signal, asked for again and again; only the latest is kept.

import type { Service } from "../../data/service";
import type { Shapes } from "../../data/types";

const EVERY_MS = 5000;
const OLD_AFTER_MS = 20_000;

export type Period = Shapes["PeriodFigures"];
export type Day = Shapes["Day"];
export type BatchUnderWay = Shapes["BatchUnderWay"];
export type TransferUnderWay = Shapes["TransferUnderWay"];
export type Line = Shapes["CampaignLine"];
export type Stock = Shapes["RawStock"];
export type Shown = Shapes["Wall"];

export class Figures {
  shown = $state.raw<Shown | null>(null);
  /** Whether nothing new has come for a while. */
  old = $state(false);
  #timer = 0;
  #heard = Date.now();
  #open = false;

  constructor(private readonly service: Service) {}

  /** Ask until the returned function is called. */
  follow(): () => void {
    this.#open = true;
    void this.#ask();
    return () => {
      this.#open = false;
      clearTimeout(this.#timer);
    };
  }

  async #ask(): Promise<void> {
    try {
      this.shown = await this.service.get("/api/wall");
      this.#heard = Date.now();
    } catch {
      // It is asked again; what stays away for long is shown as old.
    }
    this.old = Date.now() - this.#heard > OLD_AFTER_MS;
    if (this.#open) this.#timer = window.setTimeout(() => void this.#ask(), EVERY_MS);
  }
}
