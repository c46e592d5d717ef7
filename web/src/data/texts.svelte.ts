// Every word of the page, in the language that the person here reads.

import { filled } from "../words/sentences";
import type { Service } from "./service";
import type { Bilingual, Language } from "./types";

const REMEMBERED = "lizao.language";
const RETRY_MS = 2000;

export class Texts {
  language = $state<Language>(remembered());
  #texts = $state.raw<Record<string, string>>({});

  constructor(private readonly service: Service) {
    service.language = this.language;
  }

  get loaded(): boolean {
    return Object.keys(this.#texts).length > 0;
  }

  /** Read the catalogue; without it the page cannot say even that it fails, so it tries on. */
  async load(): Promise<void> {
    const asked = this.language;
    try {
      const told = await this.service.get("/api/texts/{lang}", { path: { lang: asked } });
      if (asked !== this.language) return;
      this.#texts = told;
      document.documentElement.lang = asked === "zh" ? "zh-CN" : "en";
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      await this.load();
    }
  }

  async speak(language: Language): Promise<void> {
    this.language = language;
    this.service.language = language;
    localStorage.setItem(REMEMBERED, language);
    await this.load();
  }

  has(key: string): boolean {
    return key in this.#texts;
  }

  /** The text of a key with its fields filled; the key itself where nobody wrote a text. */
  say(key: string, details: Record<string, string | number> = {}): string {
    return filled(this.#texts[key] ?? key, details);
  }

  /** The word for a name in a group ("fine-mill#2": the second), or the name itself. */
  word(group: string, name: string): string {
    const [first = name, number] = name.split("#");
    const word = this.#texts[`${group}.${first}`];
    if (word === undefined) return name;
    return number === undefined ? word : `${word} ${number}`;
  }

  both(text: Bilingual): string {
    return text[this.language];
  }

  list(parts: string[]): string {
    return parts.join(this.language === "zh" ? "、" : ", ");
  }
}

function remembered(): Language {
  const kept = localStorage.getItem(REMEMBERED);
  if (kept === "en" || kept === "zh") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
