// The routes of the service as its description has them: what each is asked, and what it tells.

import type { paths } from "./interface";

type Json = "application/json";
export type Method = "get" | "post" | "delete";

/** The routes that take a method. */
export type Route<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Names<O> = O extends { parameters: { path: infer P extends object } } ? { path: P } : object;
type Query<O> = O extends { parameters: { query: infer Q extends object } }
  ? { query: Q }
  : O extends { parameters: { query?: infer Q } }
    ? { query?: Q }
    : object;
type Body<O> = O extends { requestBody: { content: Record<Json, infer B> } }
  ? { body: B }
  : object;

/** What goes with a question: what its path names, what it searches by, what is sent. */
export type Asked<P extends keyof paths, M extends Method> = Names<paths[P][M]> &
  Query<paths[P][M]> &
  Body<paths[P][M]>;

/** Where nothing has to go with it, nothing does. */
export type Rest<P extends keyof paths, M extends Method> =
  object extends Asked<P, M> ? [asked?: Asked<P, M>] : [asked: Asked<P, M>];

type Good = 200 | 201;

/** What a route tells where it does not refuse. */
export type Told<P extends keyof paths, M extends Method> = paths[P][M] extends {
  responses: infer R;
}
  ? { [S in keyof R & Good]: R[S] extends { content: Record<Json, infer T> } ? T : never }[keyof R &
      Good]
  : never;

/** The address of a route, whatever stands in its names; what is null is not searched by. */
export function addressOf(
  route: string,
  names: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) => part(String(names[name])));
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) {
      if (value !== null && value !== undefined) search.append(name, String(value));
    }
  }
  // Relative, so that the page works under whatever path a proxy puts before it.
  return path.slice(1) + (search.size > 0 ? `?${search}` : "");
}

/** One part of a path, whatever stands in it. */
export function part(name: string): string {
  return encodeURIComponent(name);
}
