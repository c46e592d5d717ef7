// The offices of a plant: which of today's pages and figures matter to each. No figure is here
// that has no source.

import type { Lot } from "../../data/lots.svelte";
import type { RecipeVersion, Status, Wait } from "../../data/types";
import type { Page } from "../../frame/routes";

export const OFFICES = ["rd", "process", "production", "logistics", "supply", "service"] as const;
export type Office = (typeof OFFICES)[number];

export interface Known {
  readonly status: Status | null;
  readonly lots: readonly Lot[] | null;
  readonly versions: readonly RecipeVersion[] | null;
  readonly needsSomebody: (wait: Wait) => boolean;
}

const DAY = 86_400e6;
const SOON = 30 * DAY;

interface Measure {
  /** Where the figure is seen in full. */
  readonly page: Page;
  readonly kilograms?: true;
  /** Worth a look as soon as it is not nothing. */
  readonly asks?: true;
  readonly of: (known: Known) => number | null;
}

function batches(known: Known, holds: (batch: Status["batches"][number]) => boolean): number | null {
  const open = known.status?.batches.filter((each) => each.ended === null);
  return open ? open.filter(holds).length : null;
}

function lots(known: Known, holds: (lot: Lot) => boolean): Lot[] | null {
  return known.lots ? known.lots.filter((each) => each.remaining_kg > 0 && holds(each)) : null;
}

function mass(found: readonly Lot[] | null): number | null {
  return found ? found.reduce((sum, each) => sum + each.remaining_kg, 0) : null;
}

function versions(known: Known, status: string): number | null {
  return known.versions?.filter((each) => each.status === status).length ?? null;
}

const MEASURES = {
  under_way: { page: "batches", of: (known) => batches(known, () => true) },
  held: {
    page: "batches",
    asks: true,
    of: (known) => batches(known, (each) => each.state === "HELD" || each.state === "HOLDING"),
  },
  waiting: {
    page: "batches",
    asks: true,
    of: (known) => batches(known, (each) => each.waits_for.some(known.needsSomebody)),
  },
  questions: { page: "questions", asks: true, of: ({ status }) => status?.questions.length ?? null },
  alarms: { page: "alarms", asks: true, of: ({ status }) => status?.alarms.standing ?? null },
  out_of_use: {
    page: "overview",
    asks: true,
    of: ({ status }) => status?.units.filter((each) => each.status !== "available").length ?? null,
  },
  to_pack: {
    page: "batches",
    kilograms: true,
    of: ({ status }) =>
      status?.batches
        .filter((each) => each.ended === null)
        .reduce((sum, each) => sum + Math.max(0, each.mass_kg - each.packed_kg), 0) ?? null,
  },
  drafts: { page: "recipes", of: (known) => versions(known, "draft") },
  verified: { page: "recipes", asks: true, of: (known) => versions(known, "verified") },
  approved: { page: "recipes", of: (known) => versions(known, "approved") },
  product: { page: "lots", kilograms: true, of: (known) => mass(lots(known, (each) => !each.raw)) },
  released: {
    page: "lots",
    kilograms: true,
    of: (known) => mass(lots(known, (each) => !each.raw && each.status === "released")),
  },
  kept_back: {
    page: "lots",
    asks: true,
    of: (known) => lots(known, (each) => !each.raw && each.status !== "released")?.length ?? null,
  },
  raw_kept_back: {
    page: "lots",
    asks: true,
    of: (known) => lots(known, (each) => each.raw && each.status !== "released")?.length ?? null,
  },
  expiring: {
    page: "lots",
    asks: true,
    of: (known) => {
      const by = known.status === null ? null : known.status.at + SOON;
      if (by === null) return null;
      return lots(known, (each) => each.raw && each.expires_at !== null && each.expires_at < by)?.length ?? null;
    },
  },
} satisfies Record<string, Measure>;

export type Name = keyof typeof MEASURES;

interface Desk {
  readonly figures: readonly Name[];
  readonly pages: readonly Page[];
  /** Which lots are listed by material. */
  readonly stock: "raw" | "product" | null;
}

export const DESKS: Record<Office, Desk> = {
  rd: {
    figures: ["drafts", "verified", "approved", "under_way"],
    pages: ["recipes", "batches", "lots", "trends", "audit"],
    stock: null,
  },
  process: {
    figures: ["verified", "held", "waiting", "alarms", "out_of_use"],
    pages: ["recipes", "batches", "trends", "alarms", "overview", "audit"],
    stock: null,
  },
  production: {
    figures: ["under_way", "to_pack", "waiting", "questions", "alarms", "out_of_use"],
    pages: ["start", "overview", "batches", "alarms", "questions", "shift", "wall"],
    stock: null,
  },
  logistics: {
    figures: ["product", "released", "kept_back", "to_pack"],
    pages: ["lots", "batches", "overview"],
    stock: "product",
  },
  supply: {
    figures: ["raw_kept_back", "expiring", "under_way", "to_pack"],
    pages: ["lots", "start", "batches"],
    stock: "raw",
  },
  service: {
    figures: ["released", "kept_back", "to_pack", "under_way"],
    pages: ["lots", "batches", "audit"],
    stock: "product",
  },
};

export interface Figure {
  readonly name: Name;
  /** Null where it is not known yet. */
  readonly value: number | null;
  readonly kilograms: boolean;
  readonly page: Page;
  readonly asks: boolean;
}

export function figuresOf(office: Office, known: Known): Figure[] {
  return DESKS[office].figures.map((name) => {
    const measure: Measure = MEASURES[name];
    const value = measure.of(known);
    const asks = measure.asks === true && value !== null && value > 0;
    return { name, value, kilograms: measure.kilograms === true, page: measure.page, asks };
  });
}

export interface Stocked {
  readonly material: string;
  readonly lots: number;
  readonly released_kg: number;
  readonly kept_back_kg: number;
  readonly expires_at: number | null;
}

/** What is there of each material: what may be used, what is kept back, what expires first. */
export function stockOf(found: readonly Lot[], raw: boolean): Stocked[] {
  const there = found.filter((each) => each.raw === raw && each.remaining_kg > 0);
  return [...new Set(there.map((each) => each.material))].map((material) => {
    const mine = there.filter((each) => each.material === material);
    const [free, kept] = [true, false].map((released) =>
      mine.filter((each) => (each.status === "released") === released),
    ) as [Lot[], Lot[]];
    const ends = mine.flatMap((each) => each.expires_at ?? []);
    return {
      material,
      lots: mine.length,
      released_kg: mass(free) ?? 0,
      kept_back_kg: mass(kept) ?? 0,
      expires_at: ends.length ? Math.min(...ends) : null,
    };
  });
}

export function isOffice(name: string): name is Office {
  return (OFFICES as readonly string[]).includes(name);
}
