// The pages and their addresses: "#/batches/lfp-26-001" is the page of one batch.

export const PAGES = ["start", "overview", "batches", "units", "alarms", "questions", "wall"] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly page: Page;
  /** What the page is about, empty for a page of everything. */
  readonly name: string;
}

const FIRST: Route = { page: "start", name: "" };

export function routeOf(hash: string): Route {
  const [page = "", name = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = PAGES.find((each) => each === page);
  return known ? { page: known, name: decoded(name) } : FIRST;
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
