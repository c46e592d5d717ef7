// The curve of one signal, drawn by uPlot, which is fetched when the first curve is asked for.

import type uPlot from "uplot";
import type { History } from "../../data/types";
import { instant } from "../../words/instants";
import type { Rows } from "../trends/courses";
import { drawNormal, ranged, type Normal } from "../trends/normal";

export const SPANS = [1, 6, 24, 72, 168];

const HEIGHT = 240;
const INK = "#2c4a60";
const BAND = "#8fa3b1";
const GRID = "#c3c8cb";
const MICROSECONDS = 1e6;
/** The set-point. */
const DASH = [6, 4];
const YEAR = "2026-";

export type Curve = History["signals"][string];

export interface Picture {
  readonly title: string;
  readonly rows: Rows;
  readonly normal: Normal;
  /** The ends of the time that is shown, in microseconds. */
  readonly since: number;
  readonly until: number;
}

type Draw = (place: HTMLElement, picture: Picture) => uPlot;

export async function drawn(): Promise<Draw> {
  const [{ default: Plot }] = await Promise.all([
    import("uplot"),
    import("uplot/dist/uPlot.min.css"),
  ]);
  return (place, { title, rows, normal, since, until }) => {
    const times = rows.at.map((each) => each / MICROSECONDS);
    // A value is kept when it has changed, so it holds until the next one.
    const stepped = Plot.paths.stepped!({ align: 1 });
    let observer: ResizeObserver | null = null;
    const options: uPlot.Options = {
      hooks: {
        drawClear: [(plot) => drawNormal(plot, normal)],
        destroy: [() => observer?.disconnect()],
      },
      width: place.clientWidth,
      height: HEIGHT,
      // Plant time is told in UTC everywhere.
      tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      series: [
        {},
        { ...line(title), width: 1.5, paths: stepped },
        { ...line(title), width: 1, paths: stepped },
        ...rows.high.slice(1).map(() => ({ ...line(title), width: 1.5, dash: DASH, paths: stepped })),
      ],
      scales: {
        x: { range: [since / MICROSECONDS, until / MICROSECONDS] },
        y: { range: (_, least, most) => ranged(Plot, least, most, normal) },
      },
      bands: [{ series: [1, 2], fill: BAND }],
      axes: [{ ...axis(), values: (_, splits) => splits.map(time) }, axis()],
      legend: { show: false },
    };
    const plot = new Plot(options, [times, rows.high[0]!, rows.low[0]!, ...rows.high.slice(1)], place);
    observer = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
    observer.observe(place);
    return plot;
  };
}

function line(label: string): uPlot.Series {
  return { label, stroke: INK, points: { show: false } };
}

/** The hour, and at midnight the day, as on every clock of the page. */
function time(seconds: number): string {
  const [day = "", hour = ""] = instant(seconds * MICROSECONDS).split(" ");
  return hour === "00:00" ? day.slice(YEAR.length) : hour;
}

function axis(): uPlot.Axis {
  return { stroke: "#1d2327", grid: { stroke: GRID, width: 1 }, ticks: { stroke: GRID, width: 1 } };
}

/** A curve with the value of this moment at its end, where that is known. */
export function upToNow(curve: Curve, at: number, value: number | null): Curve {
  if (value === null || at <= (curve.at.at(-1) ?? 0)) return curve;
  return {
    unit: curve.unit,
    at: [...curve.at, at],
    low: [...curve.low, value],
    high: [...curve.high, value],
  };
}
