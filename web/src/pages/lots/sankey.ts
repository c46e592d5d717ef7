// A picture of what flows into what: columns of boxes, and ribbons as wide as what flows.

export interface Box {
  readonly id: string;
  readonly value: number;
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly value: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly ribbons: readonly Ribbon[];
}

export interface PlacedBox extends Box {
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface Ribbon extends Flow {
  readonly path: string;
  readonly thickness: number;
}

/** Where the columns stand, how wide a box is, how large all is, and the room for one label. */
export interface Frame {
  readonly columns: readonly number[];
  readonly boxWidth: number;
  readonly width: number;
  readonly fullHeight: number;
  readonly slot: number;
}

const GAP = 10;
const THINNEST = 1;

/**
 * The picture of flows between columns. Every box has room for its label, however little flows
 * through it; the fullest column is `fullHeight` high without that room.
 */
export function sankey(
  columns: readonly (readonly Box[])[],
  flows: readonly Flow[],
  frame: Frame,
): Picture {
  const fullest = Math.max(...columns.map((each) => total(each))) || 1;
  const scale = frame.fullHeight / fullest;
  const heights = columns.map((boxes) => columnHeight(boxes, scale, frame.slot));
  const height = Math.max(...heights, frame.slot);
  const boxes = columns.flatMap((each, column) => {
    return stacked(each, column, (height - heights[column]!) / 2, scale, frame);
  });
  return { width: frame.width, height, boxes, ribbons: ribbons(flows, boxes, scale, frame) };
}

function total(boxes: readonly Box[]): number {
  return boxes.reduce((sum, each) => sum + each.value, 0);
}

function room(box: Box, scale: number, slot: number): number {
  return Math.max(slot, box.value * scale);
}

function columnHeight(boxes: readonly Box[], scale: number, slot: number): number {
  const inside = boxes.reduce((sum, each) => sum + room(each, scale, slot), 0);
  return inside + GAP * Math.max(0, boxes.length - 1);
}

function stacked(
  boxes: readonly Box[],
  column: number,
  top: number,
  scale: number,
  { columns, slot }: Frame,
): PlacedBox[] {
  let y = top;
  return boxes.map((box) => {
    const height = Math.max(THINNEST, box.value * scale);
    const given = room(box, scale, slot);
    const placed = { ...box, column, x: columns[column]!, y: y + (given - height) / 2, height };
    y += given + GAP;
    return placed;
  });
}

/** Ribbons leave and enter a box one below the other, in the order of the boxes at their ends. */
function ribbons(
  flows: readonly Flow[],
  boxes: readonly PlacedBox[],
  scale: number,
  frame: Frame,
): Ribbon[] {
  const placed = new Map(boxes.map((each) => [each.id, each]));
  const order = new Map(boxes.map((each, index) => [each.id, index]));
  const left = new Map<string, number>();
  const entered = new Map<string, number>();
  const sorted = [...flows].sort(
    (one, other) =>
      order.get(one.from)! - order.get(other.from)! || order.get(one.to)! - order.get(other.to)!,
  );
  return sorted.map((flow) => {
    const [from, to] = [placed.get(flow.from)!, placed.get(flow.to)!];
    const thickness = flow.value * scale;
    const begin = from.y + (left.get(flow.from) ?? 0);
    const end = to.y + (entered.get(flow.to) ?? 0);
    left.set(flow.from, (left.get(flow.from) ?? 0) + thickness);
    entered.set(flow.to, (entered.get(flow.to) ?? 0) + thickness);
    return { ...flow, thickness, path: bent(from.x + frame.boxWidth, begin, to.x, end, thickness) };
  });
}

function bent(x1: number, y1: number, x2: number, y2: number, thickness: number): string {
  const middle = (x1 + x2) / 2;
  const thick = Math.max(THINNEST, thickness);
  return [
    `M${point(x1, y1)}`,
    `C${point(middle, y1)} ${point(middle, y2)} ${point(x2, y2)}`,
    `V${round(y2 + thick)}`,
    `C${point(middle, y2 + thick)} ${point(middle, y1 + thick)} ${point(x1, y1 + thick)}`,
    "Z",
  ].join(" ");
}

function point(x: number, y: number): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
