// The users of the home, and what anybody did in it.

import { part, type Service } from "./service";
import type { AuditDeed, User } from "./types";

interface Once {
  one_time_password: string;
}

export interface Searched {
  readonly who: string;
  readonly words: string;
  readonly since: number | null;
  readonly until: number | null;
}

export interface Found {
  readonly deeds: AuditDeed[];
  /** Where the search goes on; null where nothing is left. */
  readonly more: number | null;
}

const AT_ONCE = 100;

export class People {
  constructor(private readonly service: Service) {}

  async users(): Promise<User[]> {
    return (await this.service.get<{ users: User[] }>("users")).users;
  }

  /** The password for one time, which is told only now. */
  async add(user: string, title: string, roles: string[]): Promise<string> {
    const body = { user, title, roles: roles.join(",") };
    return (await this.service.post<Once>("users", body)).one_time_password;
  }

  async change(user: string, title: string, roles: string[], reason: string): Promise<void> {
    await this.service.post(`users/${part(user)}`, { title, roles: roles.join(","), reason });
  }

  async deactivate(user: string, reason: string): Promise<void> {
    await this.service.post(`users/${part(user)}/deactivate`, { reason });
  }

  async resetPassword(user: string): Promise<string> {
    return (await this.service.post<Once>(`users/${part(user)}/reset-password`)).one_time_password;
  }

  /** Deeds, the newest first; of those before `before` where a search goes on. */
  search(asked: Searched, before: number | null): Promise<Found> {
    const query = new URLSearchParams({ who: asked.who, words: asked.words, most: String(AT_ONCE) });
    const bounds = { since: asked.since, until: asked.until, before };
    for (const [name, value] of Object.entries(bounds)) {
      if (value !== null) query.set(name, String(value));
    }
    return this.service.get<Found>(`audit?${query}`);
  }
}
