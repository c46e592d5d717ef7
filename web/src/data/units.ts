// What the controller knows of one unit beside its signals.

import type { Service } from "./service";
import type { Shapes } from "./types";

export type Diagnostics = Shapes["Diagnostics"];
export type ServiceKnown = Shapes["ServiceKnown"];
/** One thing that must hold before a batch is given the unit. */
export type GivenIf = Shapes["GivenIf"];
export type WatchedFor = Shapes["WatchedFor"];
export type WaitingFor = Shapes["WaitingFor"];

export class Units {
  constructor(private readonly service: Service) {}

  diagnostics(unit: string): Promise<Diagnostics> {
    return this.service.get("/api/units/{unit}/diagnostics", { path: { unit } });
  }
}
