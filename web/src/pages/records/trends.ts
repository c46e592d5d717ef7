// From a record to the curves of its time.

import { live, plants } from "../../data";
import type { BatchRecord } from "../../data/records";
import { address } from "../../frame/routes";
import { queryFor } from "../trends/choice";
import { signalsFor } from "./signals";

const AROUND = 0.02;

/** The trends of what matters most in the units that a batch ran on, over its time. */
export function trendsOf(record: BatchRecord): string {
  const until = record.ended ?? live.tick?.at ?? record.started;
  const room = AROUND * (until - record.started);
  const signals = signalsFor(record, Object.keys(plants.plant?.signals ?? {}));
  const choice = { signals, span: until - record.started + 2 * room, until: until + room };
  return address("trends", "", queryFor(choice));
}
