// What can be asked of the plant: batches, their commands, answers.

import type { Service } from "./service";
import type { Command, Preview } from "./types";

export class Orders {
  constructor(private readonly service: Service) {}

  async start(recipe: string, tonnes: string, overrides: Record<string, string>): Promise<string> {
    const body = { recipe, tonnes, overrides };
    const made = await this.service.post("/api/batches", { body });
    return made.batches[0] ?? "";
  }

  /** What a batch would use, what is missing for it, and how such batches went so far. */
  preview(recipe: string, tonnes: string, overrides: Record<string, string>): Promise<Preview> {
    const body = { recipe, tonnes, overrides };
    return this.service.post("/api/batches/preview", { body });
  }

  async command(
    batch: string,
    command: Command,
    reason: string,
    password: string,
    step = "",
  ): Promise<void> {
    const body = { command, reason, step, password };
    await this.service.post("/api/batches/{batch}/command", { path: { batch }, body });
  }

  async holdAll(reason: string): Promise<void> {
    await this.service.post("/api/hold", { body: { reason } });
  }

  async answer(question: string, answer: string, reason: string, password: string): Promise<void> {
    const body = { answer, reason, password };
    await this.service.post("/api/questions/{question}/answer", { path: { question }, body });
  }
}
