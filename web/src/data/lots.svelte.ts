// Lots and bags: what is there, where it came from, where it went, and keeping one back.

import type { Service } from "./service";
import type { Bilingual, Shapes } from "./types";

export type Lot = Shapes["Lot"];
/** Of all lots of the same material, and charged for each kilogram packed. */
export type Share = Shapes["Share"];
export type RowPass = Shapes["RowPass"];
export type Origins = Shapes["Origins"];
export type Uses = Shapes["Uses"];
export type Certificate = Shapes["LotCertificate"];

export type LotWish = "release" | "quarantine";

const AGAIN_AFTER_MS = 5000;

export class Lots {
  list = $state.raw<Lot[] | null>(null);
  #titles = $state.raw<Record<string, Bilingual>>({});
  #revision = -1;
  #readAt = 0;

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    const told = await this.service.get("/api/lots");
    this.#titles = told.materials;
    this.list = told.lots;
  }

  /** Read the list again once something has happened, but not at every turn. */
  async keepUp(revision: number): Promise<void> {
    const early = performance.now() - this.#readAt < AGAIN_AFTER_MS && this.list !== null;
    if (revision === this.#revision || early) return;
    this.#revision = revision;
    this.#readAt = performance.now();
    await this.load();
  }

  /** What a material is called, as its site says. */
  title(material: string): Bilingual {
    return this.#titles[material] ?? { en: material, zh: material };
  }

  /** The lot with a name, or that of the bag with that name. */
  of(name: string): Lot | null {
    const list = this.list ?? [];
    return list.find((each) => each.lot === name || each.bags.includes(name)) ?? null;
  }

  origins(name: string): Promise<Origins> {
    return this.service.get("/api/lots/{name}/origins", { path: { name } });
  }

  uses(lot: string): Promise<Uses> {
    return this.service.get("/api/lots/{lot}/uses", { path: { lot } });
  }

  certificate(lot: string): Promise<Certificate> {
    return this.service.get("/api/lots/{lot}/certificate", { path: { lot } });
  }

  async change(lot: string, wish: LotWish, reason: string, password: string): Promise<void> {
    const body = { reason, password };
    await this.service.post("/api/lots/{lot}/{wish}", { path: { lot, wish }, body });
    await this.load();
  }
}
