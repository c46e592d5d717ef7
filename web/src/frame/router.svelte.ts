// Which page is open: the address says.

import { address, queryOf, routeOf, type Page, type Route } from "./routes";

class Router {
  current = $state.raw<Route>(routeOf(location.hash));
  query = $state(queryOf(location.hash));

  constructor() {
    window.addEventListener("hashchange", () => this.#read());
  }

  go(page: Page, name = ""): void {
    location.hash = address(page, name);
  }

  /** Write down in the address what the open page shows, without opening it anew. */
  keep(query: string): void {
    const { page, name } = this.current;
    history.replaceState(history.state, "", address(page, name, query));
    this.query = query;
  }

  #read(): void {
    this.current = routeOf(location.hash);
    this.query = queryOf(location.hash);
  }
}

export const router = new Router();
