// What can be asked of the plant: batches, their commands, answers.

import { part, type Service } from "./service";
import type { Command, Preview } from "./types";

export class Orders {
  constructor(private readonly service: Service) {}

  async start(recipe: string, tonnes: string, overrides: Record<string, string>): Promise<string> {
    const made = await this.service.post<{ batches: string[] }>("batches", {
      recipe,
      tonnes,
      overrides,
    });
    return made.batches[0] ?? "";
  }

  /** What a batch would use, what is missing for it, and how such batches went so far. */
  preview(recipe: string, tonnes: string, overrides: Record<string, string>): Promise<Preview> {
    return this.service.post<Preview>("batches/preview", { recipe, tonnes, overrides });
  }

  async command(
    batch: string,
    command: Command,
    reason: string,
    password: string,
    step = "",
  ): Promise<void> {
    const path = `batches/${part(batch)}/command`;
    await this.service.post(path, { command, reason, step, password });
  }

  async holdAll(reason: string): Promise<void> {
    await this.service.post("hold", { reason });
  }

  async answer(question: string, answer: string, reason: string, password: string): Promise<void> {
    await this.service.post(`questions/${part(question)}/answer`, { answer, reason, password });
  }
}
