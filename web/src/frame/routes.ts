// The pages and their addresses: "#/batches/lfp-26-001" is the page of one batch.
// What a page was told to show may follow: "#/trends?signal=kiln-1.oxygen_ppm&span=3600".

export const PAGES = [
  "start",
  "overview",
  "batches",
  "units",
  "trends",
  "lots",
  "records",
  "compare",
  "alarms",
  "questions",
  "shift",
  "wall",
] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly page: Page;
  /** What the page is about, empty for a page of everything. */
  readonly name: string;
}

const FIRST: Route = { page: "start", name: "" };

export function routeOf(hash: string): Route {
  const [page = "", name = ""] = pathOf(hash).split("/");
  const known = PAGES.find((each) => each === page);
  return known ? { page: known, name: decoded(name) } : FIRST;
}

/** What follows the name in an address, empty where nothing does. */
export function queryOf(hash: string): string {
  const begin = hash.indexOf("?");
  return begin < 0 ? "" : hash.slice(begin + 1);
}

export function address(page: Page, name = "", query = ""): string {
  const path = name ? `#/${page}/${encodeURIComponent(name)}` : `#/${page}`;
  return query ? `${path}?${query}` : path;
}

function pathOf(hash: string): string {
  return hash.replace(/^#\/?/, "").replace(/\?.*$/, "");
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}
