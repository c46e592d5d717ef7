// Instants and durations as people read them.

const MICROSECONDS_PER_MILLISECOND = 1000;
const MICROSECONDS = { d: 86_400e6, h: 3_600e6, min: 60e6, s: 1e6 };

export type Measure = keyof typeof MICROSECONDS;
const MEASURES = Object.keys(MICROSECONDS) as Measure[];

/** Plant time to the minute, in UTC: "2026-01-05 14:03". */
export function instant(at: number): string {
  const written = new Date(at / MICROSECONDS_PER_MILLISECOND).toISOString();
  return `${written.slice(0, 10)} ${written.slice(11, 16)}`;
}

/** The wall clock of whoever looks, to the second. */
export function wallTime(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 8);
}

/** A duration in its two largest measures: 51,600 s is 14 h and 20 min. */
export function measured(microseconds: number): [number, Measure][] {
  if (microseconds < MICROSECONDS.min) {
    return [[Math.max(0, Math.round(microseconds / MICROSECONDS.s)), "s"]];
  }
  const first = MEASURES.findIndex((each) => microseconds >= MICROSECONDS[each]);
  const [large, small] = [MEASURES[first]!, MEASURES[first + 1]!];
  const per = Math.round(MICROSECONDS[large] / MICROSECONDS[small]);
  const whole = Math.round(microseconds / MICROSECONDS[small]);
  const parts: [number, Measure][] = [
    [Math.floor(whole / per), large],
    [whole % per, small],
  ];
  return parts.filter(([count]) => count > 0);
}

const WHOLE_DAY = "00:00";

/** A mark of a time axis, as fine as the span of the axis asks for. */
export function axisTime(at: number, span: number): string {
  const [day = "", time = ""] = instant(at).split(" ");
  if (span < 10 * MICROSECONDS.min) return `${time}:${seconds(at)}`;
  if (span > 300 * MICROSECONDS.d) return day;
  const monthAndDay = day.slice(5);
  if (span > 10 * MICROSECONDS.d) return monthAndDay;
  return time === WHOLE_DAY ? monthAndDay : time;
}

/** Plant time to the second, in UTC. */
export function instantToSecond(at: number): string {
  return `${instant(at)}:${seconds(at)}`;
}

function seconds(at: number): string {
  return new Date(at / MICROSECONDS_PER_MILLISECOND).toISOString().slice(17, 19);
}
