// One pane drawn by uPlot, which is fetched when the first one is asked for.

import type uPlot from "uplot";
import { axisTime } from "../../words/instants";
import { number } from "../../words/numbers";
import type { Rows } from "./courses";
import { drawNormal, ranged, type Normal } from "./normal";
import { pen } from "./pens";

const MICROSECONDS = 1e6;
const GRID = "#c3c8cb";
const TEXT = "#1d2327";
const AXIS_WIDTH = 76;
const AXIS_HEIGHT = 30;
const LEAST_DRAG = 8;
const FONT = "13px system-ui, sans-serif";
/** Panes of one page move their cursors together. */
const TOGETHER = "trends";

export interface Drawn {
  show(rows: Rows, since: number, until: number): void;
  resize(width: number): void;
  /** The cursor moves to an instant, or goes. */
  point(at: number | null): void;
  destroy(): void;
}

export interface Wishes {
  readonly place: HTMLElement;
  readonly count: number;
  readonly height: number;
  /** The band of a line that has the axis alone. */
  readonly normal: Normal;
  readonly onzoom: (since: number, until: number) => void;
  readonly oncursor: (at: number | null) => void;
}

export async function drawing(): Promise<(wishes: Wishes) => Drawn> {
  const [{ default: Plot }] = await Promise.all([
    import("uplot"),
    import("uplot/dist/uPlot.min.css"),
  ]);
  return (wishes) => drawn(Plot, wishes);
}

function drawn(Plot: typeof uPlot, wishes: Wishes): Drawn {
  let span: [number, number] = [0, 1];
  const stepped = Plot.paths.stepped!({ align: 1 });
  const options: uPlot.Options = {
    width: wishes.place.clientWidth,
    height: wishes.height,
    padding: [6, 12, 0, 0],
    // Plant time is told in UTC everywhere.
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    cursor: {
      sync: { key: TOGETHER, setSeries: false },
      drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG },
      // Both edges of a line carry one point each; the cursor line is enough.
      points: { show: false },
    },
    series: [{}, ...Array.from({ length: wishes.count }, (_, place) => edges(place, stepped)).flat()],
    bands: Array.from({ length: wishes.count }, (_, place) => band(place)),
    scales: {
      x: { range: () => span },
      y: { range: (_, least, most) => ranged(Plot, least, most, wishes.normal) },
    },
    axes: [
      { ...axis(), size: AXIS_HEIGHT, values: (_, splits) => splits.map((each) => label(each, span)) },
      { ...axis(), size: AXIS_WIDTH, values: (_, splits) => splits.map((each) => number(each)) },
    ],
    legend: { show: false },
    hooks: {
      drawClear: [(plot) => drawNormal(plot, wishes.normal)],
      setCursor: [(plot) => wishes.oncursor(cursorOf(plot))],
      setSelect: [(plot) => select(plot, wishes)],
    },
  };
  const plot = new Plot(options, [[]], wishes.place);
  return {
    show(rows, since, until) {
      span = [since / MICROSECONDS, until / MICROSECONDS];
      const values = rows.high.flatMap((high, place) => [high, rows.low[place]!]);
      plot.setData([rows.at.map((each) => each / MICROSECONDS), ...values]);
    },
    resize: (width) => plot.setSize({ width, height: wishes.height }),
    point: (at) => point(plot, at),
    destroy: () => plot.destroy(),
  };
}

function edges(place: number, paths: uPlot.Series.PathBuilder): uPlot.Series[] {
  const { stroke, dash } = pen(place);
  const edge = { stroke, dash, width: 1.5, paths, points: { show: false } };
  return [edge, edge];
}

function band(place: number): uPlot.Band {
  return { series: [2 * place + 1, 2 * place + 2], fill: pen(place).fill };
}

function axis(): uPlot.Axis {
  const line = { stroke: GRID, width: 1 };
  return { stroke: TEXT, font: FONT, grid: line, ticks: line };
}

function label(seconds: number, [since, until]: [number, number]): string {
  return axisTime(seconds * MICROSECONDS, (until - since) * MICROSECONDS);
}

function cursorOf(plot: uPlot): number | null {
  const left = plot.cursor.left ?? -1;
  return left < 0 ? null : plot.posToVal(left, "x") * MICROSECONDS;
}

function select(plot: uPlot, { onzoom }: Wishes): void {
  const { left, width } = plot.select;
  if (width < LEAST_DRAG) return;
  const ends = [left, left + width].map((each) => plot.posToVal(each, "x") * MICROSECONDS);
  // The mark of the drag goes; the panes show what was marked.
  plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  onzoom(ends[0]!, ends[1]!);
}

function point(plot: uPlot, at: number | null): void {
  const left = at === null ? -10 : plot.valToPos(at / MICROSECONDS, "x");
  plot.setCursor({ left, top: at === null ? -10 : 0 });
}
