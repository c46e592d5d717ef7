// What a value is seen against: its normal band, the limits of its alarms, its set-point.

import type { Alarm, SignalSpecification } from "../../data/types";

export interface Context {
  /** The normal band: as the plant file says, else as far as no alarm is raised. */
  readonly low: number | null;
  readonly high: number | null;
  /** The limits at which alarms are raised, each once. */
  readonly limits: readonly number[];
  /** The signal that tells what it should be. */
  readonly setpoint: string | null;
}

export const NOTHING: Context = { low: null, high: null, limits: [], setpoint: null };

/** `alarms` are those of the signal. */
export function contextOf(
  signal: string,
  signals: Readonly<Record<string, SignalSpecification>>,
  alarms: readonly Alarm[],
): Context {
  const specification = signals[signal];
  if (!specification) return NOTHING;
  const own = alarms.filter((each) => each.limit !== null);
  const above = own.filter((each) => each.comparison === ">=").map((each) => each.limit!);
  const below = own.filter((each) => each.comparison === "<=").map((each) => each.limit!);
  return {
    low: specification.low ?? (below.length ? Math.max(...below) : null),
    high: specification.high ?? (above.length ? Math.min(...above) : null),
    limits: [...new Set([...below, ...above])],
    setpoint: setpointOf(signal, signals),
  };
}

/** "zone_03_temperature_c" is told where to go by "zone_03_setpoint_c" of the same unit. */
function setpointOf(
  signal: string,
  signals: Readonly<Record<string, SignalSpecification>>,
): string | null {
  const setpoint = signal.replace(/_temperature(_\w+)$/, "_setpoint$1");
  return setpoint !== signal && setpoint in signals ? setpoint : null;
}

/**
 * The signals of a unit that say most, in the order of the plant file: those that have a band,
 * of different measures first; others only where fewer than two have one.
 */
export function keySignals(
  signals: readonly string[],
  contexts: ReadonlyMap<string, Context>,
  measure: (signal: string) => string,
  most: number,
): string[] {
  const banded = signals.filter((each) => hasBand(contexts.get(each) ?? NOTHING));
  const others = signals.filter((each) => !banded.includes(each));
  const measures = new Set<string>();
  const various = banded.filter((each) => !measures.has(measure(each)) && measures.add(measure(each)));
  const ranked = [...new Set([...various, ...banded, ...others.slice(0, Math.max(0, LEAST - banded.length))])];
  const chosen = new Set(ranked.slice(0, most));
  return signals.filter((each) => chosen.has(each));
}

const LEAST = 2;

function hasBand({ low, high, setpoint }: Context): boolean {
  return low !== null || high !== null || setpoint !== null;
}
