// The shift's book: what one shift tells the next, why lines stood still, what can run now.

import type { Service } from "./service";
import type { Shapes } from "./types";

export type Note = Shapes["ShiftNote"];
/** `until` is null while it lasts. */
export type Standstill = Shapes["ShiftStop"];
export type Book = Shapes["Shift"];
export type CanRun = Shapes["CanRun"];

export class Shift {
  book = $state.raw<Book | null>(null);
  recipes = $state.raw<CanRun[] | null>(null);

  constructor(private readonly service: Service) {}

  async load(): Promise<void> {
    this.book = await this.service.get("/api/shift");
    this.recipes = (await this.service.get("/api/shift/can-run")).recipes;
  }

  async note(text: string): Promise<void> {
    await this.service.post("/api/shift/notes", { body: { text } });
    await this.load();
  }

  async explain(stop: Standstill, reason: string, note: string): Promise<void> {
    const { unit, since } = stop;
    const body = { unit, since, reason, note };
    await this.service.post("/api/shift/standstills", { body });
    await this.load();
  }
}
