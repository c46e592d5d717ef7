// What a batch waits for, in a sentence.

import { texts } from "../../data";
import type { Wait } from "../../data/types";
import { quantity, splitUnit } from "../../words/numbers";
import { capital } from "../../words/sentences";
import { shown, step } from "../../words/speaking";

/** Causes that time alone never ends: somebody has to do something. */
const ON_A_PERSON = new Set([
  "start",
  "restart",
  "resume",
  "release",
  "reset",
  "question",
  "operator",
  "unit_out_of_use",
  "unit_taken",
]);

export function needsSomebody(wait: Wait): boolean {
  return ON_A_PERSON.has(wait.cause);
}

export function sentence(wait: Wait): string {
  const details = shown(wait.details);
  const { signal, limit } = wait.details;
  // A limit has the unit of the signal that it is set for.
  if (typeof signal === "string" && typeof limit === "number") {
    details.limit = quantity(limit, splitUnit(signal)[1]);
  }
  const said = texts.say(`waits.${wait.cause}`, details);
  if (!wait.step) return capital(said);
  return texts.say("page.batches.step_waits", { step: capital(step(wait.step)), wait: said });
}
