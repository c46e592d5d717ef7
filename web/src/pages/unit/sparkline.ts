// The line of what one signal has shown, as the path of a drawing of 100 by 30.

import type { Point } from "../../data/recent";

const WIDTH = 100;
const HEIGHT = 30;
const MARGIN = 2;

/** What moves less than this share of the largest value is drawn as what it is: hardly moving. */
const LEAST_SPAN = 0.05;

/**
 * A path that is broken where nothing was known; empty where fewer than two values are.
 * `size` is the largest value that is expected, 0 where nobody knows.
 */
export function pathOf(points: readonly Point[], size = 0): string {
  const up = scaleOf(points, size);
  const [first, last] = [points[0], points.at(-1)];
  if (!up || !first || !last || first.at === last.at) return "";
  let path = "";
  let joined = false;
  for (const { at, value } of points) {
    if (value !== null) {
      const x = (WIDTH * (at - first.at)) / (last.at - first.at);
      path += `${joined ? "L" : "M"}${x.toFixed(2)} ${up(value).toFixed(2)}`;
    }
    joined = value !== null;
  }
  return path;
}

export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** Where the normal band lies behind the line; null where there is none, or none of it in sight. */
export function bandOf(
  points: readonly Point[],
  size: number,
  low: number | null,
  high: number | null,
): Band | null {
  const up = scaleOf(points, size);
  if (!up || (low === null && high === null)) return null;
  const top = high === null ? 0 : inside(up(high));
  const bottom = low === null ? HEIGHT : inside(up(low));
  return bottom > top ? { top, bottom } : null;
}

/** How high a value lies in the drawing; null where that is out of sight. */
export function heightOf(points: readonly Point[], size: number, value: number): number | null {
  const y = scaleOf(points, size)?.(value) ?? -1;
  return y < 0 || y > HEIGHT ? null : y;
}

function inside(y: number): number {
  return Math.min(HEIGHT, Math.max(0, y));
}

/** From a value to how far from the top it is drawn; null where fewer than two values are. */
function scaleOf(points: readonly Point[], size: number): ((value: number) => number) | null {
  const values = points.flatMap((each) => (each.value === null ? [] : [each.value]));
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most - least, LEAST_SPAN * Math.max(size, Math.abs(least), Math.abs(most)));
  const middle = (least + most) / 2;
  return (value) => {
    const up = span > 0 ? 0.5 + (value - middle) / span : 0.5;
    return HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN);
  };
}
