// The pages and their addresses: "#/batches/lfp-26-001" is the page of one batch.
// What a page was told to show may follow: "#/trends?signal=kiln-1.oxygen_ppm&span=3600".

export const PAGES = [
  "start",
  "overview",
  "lines",
  "batches",
  "units",
  "trends",
  "lots",
  "records",
  "compare",
  "alarms",
  "questions",
  "shift",
  "recipes",
  "users",
  "audit",
  "offices",
  "wall",
] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly page: Page;
  /** What the page is about, empty for a page of everything. */
  readonly name: string;
  /** Which part of it, as the version of a recipe. */
  readonly part?: string;
}

/** The part of a unit's page that says what the controller knows of it. */
export const DIAGNOSTICS = "diagnostics";

const FIRST: Route = { page: "start", name: "" };

/** Where a page about one thing leads that is not told which. */
const WHERE_TO_CHOOSE: Partial<Record<Page, Page>> = {
  lines: "overview",
  units: "overview",
  records: "batches",
  compare: "batches",
};

export function routeOf(hash: string): Route {
  const [page = "", name = "", part = ""] = pathOf(hash).split("/");
  const known = PAGES.find((each) => each === page);
  if (!known) return FIRST;
  if (!name) return { page: WHERE_TO_CHOOSE[known] ?? known, name };
  const route = { page: known, name: decoded(name) };
  return part ? { ...route, part: decoded(part) } : route;
}

/** The address of a part: "#/recipes/lfp-26/1.1". */
export function partAddress(page: Page, name: string, part: string): string {
  return `${address(page, name)}/${encodeURIComponent(part)}`;
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
