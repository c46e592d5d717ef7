// The way to the service: one request, its answer or its refusal.

import { addressOf, type Method, type Rest, type Route, type Told } from "./routes";
import type { Details, ErrorReport, Language } from "./types";

export { part } from "./routes";

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

/** What was caught as a refusal; whatever else went wrong is thrown on. */
export function caught(error: unknown): Refusal {
  if (!(error instanceof Refusal)) throw error;
  return error;
}

/** No answer came at all. */
export const NO_ANSWER = "no_answer";

/** What was asked has to be signed with a password. */
export const SIGNATURE_NEEDED = "signature_needed";

/** What goes with a question, as it is sent. */
interface Sent {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: object;
}
/** Longer than the service waits for its controller: a link that broke unseen answers never. */
const ANSWER_WITHIN_MS = 90_000;

export class Service {
  language: Language = "en";
  csrf = "";
  /** Called when the service no longer knows who is there. */
  signedOut: () => void = () => {};

  get<P extends Route<"get">>(route: P, ...rest: Rest<P, "get">): Promise<Told<P, "get">> {
    return this.#ask("get", route, rest[0]);
  }

  post<P extends Route<"post">>(route: P, ...rest: Rest<P, "post">): Promise<Told<P, "post">> {
    return this.#ask("post", route, rest[0]);
  }

  delete<P extends Route<"delete">>(
    route: P,
    ...rest: Rest<P, "delete">
  ): Promise<Told<P, "delete">> {
    return this.#ask("delete", route, rest[0]);
  }

  async #ask<P extends Route<M>, M extends Method>(
    method: M,
    route: P,
    asked: Sent = {},
  ): Promise<Told<P, M>> {
    const address = addressOf(route, asked.path, asked.query);
    const asker = this.csrf;
    const response = await this.#answer(method.toUpperCase(), address, asked.body);
    const said: unknown = await response.json().catch(() => null);
    if (response.ok) return said as Told<P, M>;
    const refusal = refusalOf(response.status, said as Partial<ErrorReport> | null);
    // What is said to whoever was here before does not concern who is here now.
    if (refusal.key === "not_signed_in" && this.csrf === asker) this.signedOut();
    throw refusal;
  }

  async #answer(method: string, address: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = { "Accept-Language": this.language };
    if (method !== "GET" && this.csrf) headers["X-Lizao-CSRF"] = this.csrf;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const sent = body ? { body: JSON.stringify(body) } : {};
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      return await fetch(address, { method, headers, credentials: "same-origin", signal, ...sent });
    } catch {
      throw new Refusal(0, NO_ANSWER, {}, "");
    }
  }
}

function refusalOf(status: number, said: Partial<ErrorReport> | null): Refusal {
  const key = said?.error ?? (status === 401 ? "not_signed_in" : `http_${status}`);
  return new Refusal(status, key, said?.details ?? {}, said?.text ?? "");
}
