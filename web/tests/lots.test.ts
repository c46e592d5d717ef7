import { describe, expect, it } from "vitest";
import type { Lot, Origins, Uses } from "../src/data/lots.svelte";
import { matching, stockOf } from "../src/pages/lots/find";
import { END, named, originsDrawn, REMAINS, usesDrawn } from "../src/pages/lots/flows";
import { kilnsOf } from "../src/pages/lots/kilns";
import { sankey, type Frame } from "../src/pages/lots/sankey";

const FRAME: Frame = { columns: [0, 100], boxWidth: 10, width: 200, fullHeight: 100, slot: 20 };

const ORIGINS: Origins = {
  bag: null,
  lot: "L1",
  mass_kg: 1000,
  materials: {
    glucose: [{ lot: "G-1", share: 1, kg_per_kg: 0.1 }],
    "iron-phosphate": [
      { lot: "F-1", share: 0.25, kg_per_kg: 0.2 },
      { lot: "F-2", share: 0.75, kg_per_kg: 0.6 },
    ],
  },
  rows: [],
  bags: [],
  simulated: true,
};

const USES: Uses = {
  lot: "F-1",
  material: "iron-phosphate",
  remaining_kg: 50,
  bags: [
    { bag: "L1-01", lot: "L1", kg: 20, share: 0.25 },
    { bag: "L1-02", lot: "L1", kg: 25, share: 0.25 },
  ],
  places: [{ place: "dust", kg: 5, share: 1 }],
};

function lot(name: string, more: Partial<Lot> = {}): Lot {
  return {
    lot: name,
    material: "glucose",
    raw: true,
    mass_kg: 100,
    remaining_kg: 40,
    place: "store",
    status: "released",
    expires_at: null,
    batch: null,
    disposition: null,
    bags: [],
    ...more,
  };
}

describe("the picture of flows", () => {
  const boxes = [
    { id: "a", value: 9 },
    { id: "b", value: 1 },
  ];
  const flows = boxes.map((each) => ({ from: each.id, to: "end", value: each.value }));
  const picture = sankey([boxes, [{ id: "end", value: 10 }]], flows, FRAME);

  it("draws what flows in one scale, and gives every box room for its name", () => {
    const [a, b, end] = picture.boxes;
    expect([a?.height, b?.height, end?.height]).toEqual([90, 10, 100]);
    expect(b!.y - (a!.y + a!.height)).toBeGreaterThanOrEqual(10);
    expect(picture.height).toBe(90 + 10 + 20);
    expect(end?.y).toBe(10);
    expect(end?.x).toBe(100);
  });

  it("lets ribbons enter a box one below the other, filling it", () => {
    expect(picture.ribbons.map((each) => each.thickness)).toEqual([90, 10]);
    expect(picture.ribbons[0]?.path).toBe("M10,0 C55,0 55,10 100,10 V100 C55,100 55,90 10,90 Z");
    expect(picture.ribbons[1]?.path.startsWith("M10,105 C55,105 55,100 100,100 V110")).toBe(true);
  });

  it("is there even where nothing flows", () => {
    const still = sankey([[{ id: "a", value: 0 }], []], [], FRAME);
    expect(still.boxes[0]?.height).toBe(1);
    expect(still.height).toBe(20);
  });
});

describe("what a lot is made of", () => {
  it("leads from raw lots over their materials to it, the most first", () => {
    const { columns, flows } = originsDrawn(ORIGINS);
    expect(columns.map((each) => each.map((box) => named(box.id).name))).toEqual([
      ["F-2", "F-1", "G-1"],
      ["iron-phosphate", "glucose"],
      [""],
    ]);
    expect(columns[2]?.[0]?.id).toBe(END);
    expect(columns[2]?.[0]?.value).toBeCloseTo(0.9);
    for (const column of [0, 1, 2]) {
      const sum = columns[column]!.reduce((all, each) => all + each.value, 0);
      expect(sum).toBeCloseTo(0.9);
    }
    expect(flows).toHaveLength(5);
  });
});

describe("where a raw lot went", () => {
  it("is told by lot of product, by place, and what is left", () => {
    const { columns } = usesDrawn(USES);
    expect(columns[0]).toEqual([{ id: END, value: 100 }]);
    expect(columns[1]).toEqual([
      { id: "lot:L1", value: 45 },
      { id: "place:dust", value: 5 },
      { id: REMAINS, value: 50 },
    ]);
  });
});

describe("lots", () => {
  const lots = [
    lot("glucose-01"),
    lot("glucose-02", { status: "quarantine" }),
    lot("L1", { raw: false, material: "lfp", place: "bin-1", batch: "B-7", bags: ["L1-01"] }),
  ];
  const names = (found: Lot[]) => found.map((each) => each.lot);

  it("are found by any of their names, their bags and what is told of them", () => {
    expect(names(matching(lots, "b-7", "all", () => ""))).toEqual(["L1"]);
    expect(names(matching(lots, "l1-01", "all", () => ""))).toEqual(["L1"]);
    expect(names(matching(lots, "GLU 02", "all", () => ""))).toEqual(["glucose-02"]);
    expect(names(matching(lots, "待检", "all", (each) => (each.status === "quarantine" ? "待检" : "")))).toEqual(["glucose-02"]);
    expect(names(matching(lots, "", "product", () => ""))).toEqual(["L1"]);
    expect(matching(lots, "", "raw", () => "")).toHaveLength(2);
  });

  it("make up the stock of each place, with what may not be used", () => {
    expect(stockOf([...lots, lot("empty", { remaining_kg: 0 })])).toEqual([
      { place: "bin-1", material: "lfp", kg: 40, kept_kg: 0, lots: 1 },
      { place: "store", material: "glucose", kg: 80, kept_kg: 40, lots: 2 },
    ]);
  });
});

describe("kiln rows", () => {
  it("are told kiln by kiln, from the first loaded to the last discharged", () => {
    const rows = [
      { kiln: "k1", row: 2, from: 20, to: 50 },
      { kiln: "k2", row: 1, from: 5, to: null },
      { kiln: "k1", row: 1, from: 10, to: 40 },
    ];
    const [first, second] = kilnsOf(rows);
    expect([first?.from, first?.to, first?.rows.map((each) => each.row)]).toEqual([10, 50, [1, 2]]);
    expect(second?.to).toBeNull();
  });
});
