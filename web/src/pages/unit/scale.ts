// The scale that a moving value is drawn on, with its normal band in the middle.

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly low: number | null;
  readonly high: number | null;
}

const ROOM = 0.25;
/** Without a band the set-point lies in the middle of a tenth of itself to either side. */
const AROUND = 0.1;

/** A scale that shows the band and something of what lies outside; null where there is neither. */
export function scaleOf(
  low: number | null,
  high: number | null,
  setpoint: number | null = null,
): Scale | null {
  if (low === null && high === null) return setpoint === null ? null : aroundOf(setpoint);
  const from = low ?? Math.min(0, 2 * (high ?? 0));
  const to = high ?? Math.max(0, 2 * (low ?? 0));
  const room = ROOM * (to - from) || 1;
  return { from: low === null ? from : from - room, to: to + room, low, high };
}

function aroundOf(setpoint: number): Scale {
  const room = AROUND * Math.abs(setpoint) || 1;
  return { from: setpoint - room, to: setpoint + room, low: setpoint, high: setpoint };
}

/** How far along the scale a value lies, in per cent; what lies beyond stops at the end. */
export function along({ from, to }: Scale, value: number): number {
  return Math.min(100, Math.max(0, (100 * (value - from)) / (to - from)));
}

export type Side = "low" | "high" | null;

/** On which side of its band a value lies outside. */
export function side(value: number, low: number | null, high: number | null): Side {
  if (high !== null && value > high) return "high";
  return low !== null && value < low ? "low" : null;
}
