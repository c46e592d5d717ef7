// The line of what one signal has shown, as the path of a drawing of 100 by 30.

import type { Point } from "../../data/recent";

const WIDTH = 100;
const HEIGHT = 30;
const MARGIN = 2;

/** A path that is broken where nothing was known; empty where fewer than two values are. */
export function pathOf(points: readonly Point[]): string {
  const values = points.flatMap((each) => (each.value === null ? [] : [each.value]));
  const [first, last] = [points[0], points.at(-1)];
  if (values.length < 2 || !first || !last || first.at === last.at) return "";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least;
  let path = "";
  let joined = false;
  for (const { at, value } of points) {
    if (value !== null) {
      const x = (WIDTH * (at - first.at)) / (last.at - first.at);
      const up = span > 0 ? (value - least) / span : 0.5;
      const y = HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN);
      path += `${joined ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`;
    }
    joined = value !== null;
  }
  return path;
}
