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
  /** On the papers of a delivery that a person took in; empty for any other. */
  supplier_lot: string;
  /** It came by itself, as on a virtual plant. */
  simulated: boolean;
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

/** What can be taken in: what the certificate of each raw material says, and the stores. */
export interface Receivable {
  materials: {
    material: string;
    values: { name: string; unit: string; low: number; high: number }[];
  }[];
  places: string[];
  least_kg: number;
  most_kg: number;
}

/** A delivery as it was written. */
export interface Delivery {
  material: string;
  mass: string;
  supplier_lot: string;
  place: string;
  certificate: Record<string, string>;
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

  receivable(): Promise<Receivable> {
    return this.service.get<Receivable>("lots/receivable");
  }

  /** Take in a delivery; the number of its lot. */
  async receive(delivery: Delivery): Promise<string> {
    const told = await this.service.post<{ lot: string }>("lots", delivery);
    await this.load();
    return told.lot;
  }

  async change(lot: string, wish: LotWish, reason: string, password: string): Promise<void> {
    await this.service.post(`lots/${part(lot)}/${wish}`, { reason, password });
    await this.load();
  }
}
