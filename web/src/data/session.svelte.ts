// Who is signed in, and what this person may do.

import { Refusal, type Service } from "./service";
import type { Deed, Session } from "./types";

const KEY = "#key=";

export class Sessions {
  current = $state.raw<Session | null>(null);
  /** Whether the service has said yet who is there. */
  known = $state(false);
  /** Why the key of a start link was not taken. */
  refusal = $state.raw<Refusal | null>(null);

  constructor(private readonly service: Service) {
    service.signedOut = () => this.#set(null);
  }

  may(deed: Deed): boolean {
    return this.current?.deeds.includes(deed) ?? false;
  }

  /** Whoever came with the start link has no name to sign with. */
  get canSign(): boolean {
    return this.current?.user != null;
  }

  /** Take the key of a start link, else ask whether somebody is signed in already. */
  async open(): Promise<void> {
    const key = takenKey();
    try {
      this.#set(
        key === null
          ? await this.service.get("/api/session")
          : await this.service.post("/api/session", { body: { key } }),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error.key === "not_signed_in" ? null : error;
      this.#set(null);
    }
  }

  async signIn(user: string, password: string): Promise<void> {
    this.#set(await this.service.post("/api/session", { body: { user, password } }));
  }

  async choosePassword(user: string, password: string, next: string): Promise<void> {
    await this.service.post("/api/password", { body: { user, password, new: next } });
    await this.signIn(user, next);
  }

  async signOut(): Promise<void> {
    await this.service.delete("/api/session");
    this.#set(null);
  }

  #set(session: Session | null): void {
    this.service.csrf = session?.csrf ?? "";
    this.current = session;
    this.known = true;
  }
}

/** The key in the address, taken out of it: an address is copied and remembered. */
function takenKey(): string | null {
  if (!location.hash.startsWith(KEY)) return null;
  const key = decodeURIComponent(location.hash.slice(KEY.length));
  history.replaceState(null, "", location.pathname + location.search);
  return key;
}
