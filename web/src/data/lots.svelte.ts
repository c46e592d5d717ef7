// Lots and bags: what is there, where it came from, where it went, and keeping one back.

import { part, type Service } from "./service";
import type { Bilingual, Instant } from "./types";

export interface Lot {
  lot: string;
  material: string;
  raw: boolean;
  mass_kg: number;
  remaining_kg: number;
  place: string;
  status: "quarantine" | "released" | "blocked";
  expires_at: Instant | null;
  batch: string | null;
  disposition: string | null;
  bags: string[];
}

export interface Share {
  lot: string;
  /** Of all lots of the same material. */
  share: number;
  /** Charged for each kilogram packed. */
  kg_per_kg: number;
}

export interface RowPass {
  kiln: string;
  row: number;
  from: Instant;
  to: Instant | null;
}

export interface Origins {
  bag: string | null;
  lot: string | null;
  mass_kg: number;
  materials: Record<string, Share[]>;
  rows: RowPass[];
  bags: string[];
}

export interface Uses {
  lot: string;
  material: string;
  charged_kg?: number;
  remaining_kg?: number;
  bags: { bag: string; lot: string | null; kg: number; share: number }[];
  places: { place: string; kg: number; share: number }[];
}

export interface Judged {
  attribute: string;
  value: number | null;
  unit: string;
  low: number | null;
  high: number | null;
  passed: boolean | null;
  gating: boolean;
}

export interface Judgement {
  lot: string;
  disposition: string;
  at: Instant;
  by: string;
  attributes: Judged[];
}

export interface Certificate {
  lot: string;
  product: string;
  batch: string;
  mass_kg: number;
  specification: string;
  packed_at: Instant | null;
  judgement: Judgement | null;
  bags: { bag: string; lot: string; mass_kg: number; at: Instant }[];
  recalls: { at: Instant; attribute: string; value: number; unit: string }[];
}

export type LotWish = "release" | "quarantine";

const AGAIN_AFTER_MS = 5000;

export class Lots {
  list = $state.raw<Lot[] | null>(null);
  #titles = $state.raw<Record<string, Bilingual>>({});
  #revision = -1;
  #readAt = 0;

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    const told = await this.service.get<{ lots: Lot[]; materials: Record<string, Bilingual> }>(
      "lots",
    );
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
    return this.service.get<Origins>(`lots/${part(name)}/origins`);
  }

  uses(lot: string): Promise<Uses> {
    return this.service.get<Uses>(`lots/${part(lot)}/uses`);
  }

  certificate(lot: string): Promise<Certificate> {
    return this.service.get<Certificate>(`lots/${part(lot)}/certificate`);
  }

  async change(lot: string, wish: LotWish, reason: string, password: string): Promise<void> {
    await this.service.post(`lots/${part(lot)}/${wish}`, { reason, password });
    await this.load();
  }
}
