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
  const values = points.flatMap((each) => (each.value === null ? [] : [each.value]));
  const [first, last] = [points[0], points.at(-1)];
  if (values.length < 2 || !first || !last || first.at === last.at) return "";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most - least, LEAST_SPAN * Math.max(size, Math.abs(least), Math.abs(most)));
  const middle = (least + most) / 2;
  let path = "";
  let joined = false;
  for (const { at, value } of points) {
    if (value !== null) {
      const x = (WIDTH * (at - first.at)) / (last.at - first.at);
      const up = span > 0 ? 0.5 + (value - middle) / span : 0.5;
      const y = HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN);
      path += `${joined ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`;
    }
    joined = value !== null;
  }
  return path;
}
