// How the lines of a pane are told apart: by shade and by dash, for colour is for the abnormal.

export interface Pen {
  readonly stroke: string;
  /** The room between the extremes of a line. */
  readonly fill: string;
  readonly dash: number[];
}

const PENS: readonly Pen[] = [
  { stroke: "#2c4a60", fill: "rgb(44 74 96 / 30%)", dash: [] },
  { stroke: "#7a5230", fill: "rgb(122 82 48 / 30%)", dash: [8, 4] },
  { stroke: "#4d6b3c", fill: "rgb(77 107 60 / 30%)", dash: [2, 3] },
  { stroke: "#6b4a75", fill: "rgb(107 74 117 / 30%)", dash: [12, 3, 2, 3] },
  { stroke: "#1d2327", fill: "rgb(29 35 39 / 25%)", dash: [4, 4] },
  { stroke: "#5b6368", fill: "rgb(91 99 104 / 30%)", dash: [16, 4] },
];

/** The pen of a line by its place in its pane. */
export function pen(place: number): Pen {
  return PENS[place % PENS.length]!;
}
