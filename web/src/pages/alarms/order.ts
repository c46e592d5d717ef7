// Which alarms are shown, and which of them first.

import { rank } from "../../data/alarms.svelte";
import type { Alarm, Deed, Priority } from "../../data/types";

const UNACKNOWLEDGED = new Set(["unacknowledged", "rtn_unacknowledged", "latched_unacknowledged"]);
const PUT_ASIDE = new Set(["shelved", "suppressed", "out_of_service"]);

export type Shown = "standing" | "aside";
export type View = Shown | "figures";

export function isUnacknowledged(alarm: Alarm): boolean {
  return UNACKNOWLEDGED.has(alarm.state);
}

export function isAside(alarm: Alarm): boolean {
  return PUT_ASIDE.has(alarm.state);
}

/** What nobody has acknowledged first, then by priority, the newest first. */
export function ordered(alarms: readonly Alarm[], shown: Shown): Alarm[] {
  return alarms
    .filter((each) => isAside(each) === (shown === "aside") && each.state !== "normal")
    .sort(
      (one, other) =>
        Number(isUnacknowledged(other)) - Number(isUnacknowledged(one)) ||
        rank(other) - rank(one) ||
        (other.raised_at ?? 0) - (one.raised_at ?? 0),
    );
}

/** The priority of the most urgent alarm that nobody has acknowledged. */
export function loudest(alarms: readonly Alarm[]): Priority | null {
  const open = alarms.filter(isUnacknowledged).sort((one, other) => rank(other) - rank(one));
  return open[0]?.priority ?? null;
}

/** The events that a person can bring about in each state. */
export function eventsOf(alarm: Alarm): string[] {
  if (alarm.state === "out_of_service") return ["restore"];
  if (alarm.state === "shelved") return ["unshelve", "remove"];
  if (alarm.state === "suppressed") return ["remove"];
  if (isUnacknowledged(alarm)) return ["acknowledge", "shelve", "remove"];
  if (alarm.state === "latched_acknowledged") return ["reset", "shelve", "remove"];
  return alarm.state === "acknowledged" ? ["shelve", "remove"] : [];
}

/** What a person must be permitted to do for an event. */
export function deedOf(event: string): Deed {
  return event === "remove" || event === "restore" ? "withdraw_alarm" : "handle_alarm";
}
