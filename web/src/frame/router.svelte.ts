// Which page is open: the address says.

import { address, routeOf, type Page, type Route } from "./routes";

class Router {
  current = $state.raw<Route>(routeOf(location.hash));

  constructor() {
    window.addEventListener("hashchange", () => (this.current = routeOf(location.hash)));
  }

  go(page: Page, name = ""): void {
    location.hash = address(page, name);
  }
}

export const router = new Router();
