// The curve of one signal, drawn by uPlot, which is fetched when the first curve is asked for.

import type uPlot from "uplot";
import type { History } from "../../data/types";
import { instant } from "../../words/instants";

export const SPANS = [1, 6, 24, 72, 168];

const HEIGHT = 240;
const INK = "#2c4a60";
const BAND = "#8fa3b1";
const GRID = "#c3c8cb";
const MICROSECONDS = 1e6;
const YEAR = "2026-";

export type Curve = History["signals"][string];
type Draw = (place: HTMLElement, title: string, curve: Curve) => uPlot;

export async function drawn(): Promise<Draw> {
  const [{ default: Plot }] = await Promise.all([
    import("uplot"),
    import("uplot/dist/uPlot.min.css"),
  ]);
  return (place, title, curve) => {
    const times = curve.at.map((each) => each / MICROSECONDS);
    let observer: ResizeObserver | null = null;
    const options: uPlot.Options = {
      hooks: { destroy: [() => observer?.disconnect()] },
      width: place.clientWidth,
      height: HEIGHT,
      // Plant time is told in UTC everywhere.
      tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      series: [
        {},
        { label: title, stroke: INK, width: 1.5 },
        { label: title, stroke: INK, width: 1 },
      ],
      bands: [{ series: [1, 2], fill: BAND }],
      axes: [{ ...axis(), values: (_, splits) => splits.map(time) }, axis()],
      legend: { show: false },
    };
    const plot = new Plot(options, [times, curve.high, curve.low], place);
    observer = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
    observer.observe(place);
    return plot;
  };
}

/** The hour, and at midnight the day, as on every clock of the page. */
function time(seconds: number): string {
  const [day = "", hour = ""] = instant(seconds * MICROSECONDS).split(" ");
  return hour === "00:00" ? day.slice(YEAR.length) : hour;
}

function axis(): uPlot.Axis {
  return { stroke: "#1d2327", grid: { stroke: GRID, width: 1 }, ticks: { stroke: GRID, width: 1 } };
}
