// The shift's book: what one shift tells the next, why lines stood still, what can run now.

import type { Service } from "./service";
import type { ErrorReport, Instant } from "./types";

export interface Note {
  at: Instant;
  text: string;
  by: string;
}

export interface Standstill {
  unit: string;
  since: Instant;
  /** `null` while it lasts. */
  until: Instant | null;
  reason: string | null;
  note: string;
  by: string | null;
}

export interface Book {
  notes: Note[];
  standstills: Standstill[];
  reasons: string[];
}

export interface CanRun {
  recipe: string;
  missing: ErrorReport[];
}

export class Shift {
  book = $state.raw<Book | null>(null);
  recipes = $state.raw<CanRun[] | null>(null);

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    this.book = await this.service.get<Book>("shift");
    this.recipes = (await this.service.get<{ recipes: CanRun[] }>("shift/can-run")).recipes;
  }

  async note(text: string): Promise<void> {
    await this.service.post("shift/notes", { text });
    await this.load();
  }

  async explain(stop: Standstill, reason: string, note: string): Promise<void> {
    const { unit, since } = stop;
    await this.service.post("shift/standstills", { unit, since, reason, note });
    await this.load();
  }
}
