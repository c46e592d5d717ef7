// The way to the service: one request, its answer or its refusal.

import type { Details, ErrorReport, Language } from "./types";

/** The service did not do what was asked; `message` is its sentence in the language of the page. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly key: string,
    readonly details: Details,
    text: string,
  ) {
    super(text);
  }
}

/** No answer came at all. */
export const NO_ANSWER = "no_answer";

/** What was asked has to be signed with a password. */
export const SIGNATURE_NEEDED = "signature_needed";

const API = "api/";
/** Longer than the service waits for its controller: a link that broke unseen answers never. */
const ANSWER_WITHIN_MS = 90_000;

export class Service {
  language: Language = "en";
  csrf = "";
  /** Called when the service no longer knows who is there. */
  signedOut: () => void = () => {};

  get<T>(path: string): Promise<T> {
    return this.#ask<T>("GET", path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.#ask<T>("POST", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#ask<T>("DELETE", path);
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await this.#answer(method, path, body);
    const said: unknown = await response.json().catch(() => null);
    if (response.ok) return said as T;
    const refusal = refusalOf(response.status, said as Partial<ErrorReport> | null);
    if (refusal.key === "not_signed_in") this.signedOut();
    throw refusal;
  }

  async #answer(method: string, path: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = { "Accept-Language": this.language };
    if (method !== "GET" && this.csrf) headers["X-Lizao-CSRF"] = this.csrf;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const sent = body ? { body: JSON.stringify(body) } : {};
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      return await fetch(API + path, { method, headers, credentials: "same-origin", signal, ...sent });
    } catch {
      throw new Refusal(0, NO_ANSWER, {}, "");
    }
  }
}

function refusalOf(status: number, said: Partial<ErrorReport> | null): Refusal {
  const key = said?.error ?? (status === 401 ? "not_signed_in" : `http_${status}`);
  return new Refusal(status, key, said?.details ?? {}, said?.text ?? "");
}

/** One part of a path, whatever stands in it. */
export function part(name: string): string {
  return encodeURIComponent(name);
}
