// The normal band behind a curve that has its axis alone.

import type uPlot from "uplot";

export interface Normal {
  readonly low: number | null;
  readonly high: number | null;
}

const FILL = "rgb(180 195 205 / 45%)";
const EDGE = "#7d8c96";
/** An edge is brought into sight if it lies no farther outside than so many times what is shown. */
const NEAR = 1;

/** What an axis shows: all of the curve, and of its band the edges that are near. */
export function withEdges(least: number, most: number, { low, high }: Normal): [number, number] {
  const room = NEAR * (most - least || Math.abs(most) || 1);
  const edges = [low, high].filter((each) => each !== null);
  const near = edges.filter((each) => each >= least - room && each <= most + room);
  return [Math.min(least, ...near), Math.max(most, ...near)];
}

const PADDING = 0.1;

/** The ends of an axis, rounded outwards as the plot does it. */
export function ranged(
  Plot: typeof uPlot,
  least: number | null,
  most: number | null,
  normal: Normal,
): uPlot.Range.MinMax {
  if (least === null || most === null) return [null, null];
  return Plot.rangeNum(...withEdges(least, most, normal), PADDING, true);
}

/** Fill the band of a plot that has just been cleared; its edges are lines. */
export function drawNormal(plot: uPlot, { low, high }: Normal): void {
  const { ctx, bbox } = plot;
  if ((low === null && high === null) || plot.scales.y?.min == null) return;
  const [top, bottom] = [bbox.top, bbox.top + bbox.height];
  const from = high === null ? top : within(plot.valToPos(high, "y", true), top, bottom);
  const to = low === null ? bottom : within(plot.valToPos(low, "y", true), top, bottom);
  ctx.save();
  ctx.fillStyle = FILL;
  ctx.fillRect(bbox.left, from, bbox.width, to - from);
  ctx.fillStyle = EDGE;
  for (const [edge, y] of [[high, from], [low, to]] as const) {
    if (edge !== null && y > top && y < bottom) ctx.fillRect(bbox.left, y, bbox.width, 1);
  }
  ctx.restore();
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
