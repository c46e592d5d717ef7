// What a trend shows: which signals over which time; the address of the page says it.

export interface Choice {
  readonly signals: readonly string[];
  /** How long a time is shown, in microseconds. */
  readonly span: number;
  /** Where it ends, in microseconds; null where it ends now and goes on. */
  readonly until: number | null;
}

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The spans that are offered; a dragged one may be any other. */
export const SPANS = [
  10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY,
];
export const MOST_SIGNALS = 12;

const SHORTEST = 10 * SECOND;
const LONGEST = 3650 * DAY;
const PART_MOVED = 0.5;
const NOTHING: Choice = { signals: [], span: DAY, until: null };

export function choiceOf(query: string): Choice {
  const told = new URLSearchParams(query);
  const until = wholeNumber(told.get("until"));
  return {
    signals: [...new Set(told.getAll("signal"))].slice(0, MOST_SIGNALS),
    span: within((wholeNumber(told.get("span")) ?? NOTHING.span / SECOND) * SECOND),
    until: until === null ? null : until * SECOND,
  };
}

/** The choice as an address tells it: times in whole seconds. */
export function queryFor(choice: Choice): string {
  const told = new URLSearchParams(choice.signals.map((each) => ["signal", each]));
  told.set("span", String(Math.round(choice.span / SECOND)));
  if (choice.until !== null) told.set("until", String(Math.round(choice.until / SECOND)));
  return told.toString();
}

export function withSignal(choice: Choice, signal: string): Choice {
  if (choice.signals.includes(signal) || choice.signals.length >= MOST_SIGNALS) return choice;
  return { ...choice, signals: [...choice.signals, signal] };
}

export function withoutSignal(choice: Choice, signal: string): Choice {
  return { ...choice, signals: choice.signals.filter((each) => each !== signal) };
}

/** The stretch between two instants. */
export function between(choice: Choice, since: number, until: number): Choice {
  const span = within(until - since);
  // Shorter than the shortest, it is widened around its middle.
  const end = (since + until + span) / 2;
  return { ...choice, span, until: wholeSeconds(end) };
}

/** Half a span earlier (-1) or later (1); what would lie beyond now ends now. */
export function moved(choice: Choice, direction: -1 | 1, now: number): Choice {
  const until = (choice.until ?? now) + direction * PART_MOVED * choice.span;
  return { ...choice, until: until >= now ? null : wholeSeconds(until) };
}

/** Twice as long, around the same middle, but not beyond now. */
export function widened(choice: Choice, now: number): Choice {
  const span = within(2 * choice.span);
  if (choice.until === null) return { ...choice, span };
  const until = choice.until + (span - choice.span) / 2;
  return { ...choice, span, until: until >= now ? null : wholeSeconds(until) };
}

function within(span: number): number {
  return wholeSeconds(Math.min(LONGEST, Math.max(SHORTEST, span)));
}

function wholeSeconds(at: number): number {
  return Math.round(at / SECOND) * SECOND;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,11}$/.test(text) ? Number(text) : null;
}
