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
  #asking = false;

  constructor(private readonly service: Service) {}

  /** Ask until the returned function is called. */
  follow(): () => void {
    this.#heard = Date.now();
    void this.#ask();
    this.#timer = window.setInterval(() => this.#look(), EVERY_MS);
    return () => clearInterval(this.#timer);
  }

  /** An answer that does not come makes what is shown old all the same. */
  #look(): void {
    this.old = Date.now() - this.#heard > OLD_AFTER_MS;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.shown = await this.service.get("/api/wall");
      this.#heard = Date.now();
      this.old = false;
    } catch {
      // It is asked again; what stays away for long is shown as old.
    } finally {
      this.#asking = false;
    }
  }
}
