// The pages and their addresses: "#/batches/lfp-26-001" is the page of one batch.

export const PAGES = [
  "start",
  "overview",
  "batches",
  "units",
  "alarms",
  "questions",
  "recipes",
  "users",
  "audit",
  "offices",
] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly page: Page;
  /** What the page is about, empty for a page of everything. */
  readonly name: string;
  /** Which part of it, as the version of a recipe. */
  readonly part?: string;
}

const FIRST: Route = { page: "start", name: "" };

export function routeOf(hash: string): Route {
  const [page = "", name = "", part = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = PAGES.find((each) => each === page);
  if (!known) return FIRST;
  const route = { page: known, name: decoded(name) };
  return part ? { ...route, part: decoded(part) } : route;
}

/** The address of a part: "#/recipes/lfp-26/1.1". */
export function partAddress(page: Page, name: string, part: string): string {
  return `${address(page, name)}/${encodeURIComponent(part)}`;
}

export function address(page: Page, name = ""): string {
  return name ? `#/${page}/${encodeURIComponent(name)}` : `#/${page}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}
