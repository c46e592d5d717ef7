// The users of the home, and what anybody did in it.

import type { Service } from "./service";
import type { AuditFound, User } from "./types";

export interface Searched {
  readonly who: string;
  readonly words: string;
  readonly since: number | null;
  readonly until: number | null;
}

const AT_ONCE = 100;

export class People {
  constructor(private readonly service: Service) {}

  async users(): Promise<User[]> {
    return (await this.service.get("/api/users")).users;
  }

  /** The password for one time, which is told only now. */
  async add(user: string, title: string, roles: string[]): Promise<string> {
    const body = { user, title, roles: roles.join(",") };
    return (await this.service.post("/api/users", { body })).one_time_password;
  }

  async change(user: string, title: string, roles: string[], reason: string): Promise<void> {
    const body = { title, roles: roles.join(","), reason };
    await this.service.post("/api/users/{user}", { path: { user }, body });
  }

  async deactivate(user: string, reason: string): Promise<void> {
    const body = { reason };
    await this.service.post("/api/users/{user}/deactivate", { path: { user }, body });
  }

  async resetPassword(user: string): Promise<string> {
    const told = await this.service.post("/api/users/{user}/reset-password", { path: { user } });
    return told.one_time_password;
  }

  /** Deeds, the newest first; of those before `before` where a search goes on. */
  search(asked: Searched, before: number | null): Promise<AuditFound> {
    return this.service.get("/api/audit", { query: { ...asked, before, most: AT_ONCE } });
  }
}
