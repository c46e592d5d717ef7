// What a search asks: a time as it is filled in is plant time, in UTC.

const MICROSECONDS_PER_MILLISECOND = 1000;

/** The instant of "2026-01-05T14:03"; null for what is none. */
export function instantOf(written: string): number | null {
  const milliseconds = Date.parse(`${written}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds * MICROSECONDS_PER_MILLISECOND;
}
