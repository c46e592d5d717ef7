import { describe, expect, it } from "vitest";
import { Pace, slowed } from "../src/data/pace";

function run(pace: Pace, from: number, to: number, speed: number): void {
  for (let wall = from; wall <= to; wall += 100) pace.add(wall, wall * 1000 * speed);
}

describe("how fast a plant runs", () => {
  it("is told by the last seconds, not by the first of them", () => {
    const pace = new Pace();
    run(pace, 0, 1900, 3600);
    expect(pace.speed).toBeNull();
    run(pace, 2000, 6000, 3600);
    expect(pace.speed).toBeCloseTo(3600);
    for (let wall = 6100; wall <= 12_000; wall += 100) pace.add(wall, 6e6 * 3600 + (wall - 6000) * 1e6);
    expect(pace.speed).toBeCloseTo(1000);
  });

  it("is not known after a gap, or where time has gone back", () => {
    const pace = new Pace();
    run(pace, 0, 3000, 60);
    pace.forget();
    expect(pace.speed).toBeNull();
    run(pace, 4000, 7000, 60);
    pace.add(7100, 0);
    expect(pace.speed).toBeNull();
  });

  it("is said where it is clearly less than was asked", () => {
    expect(slowed(null, 3600)).toBeNull();
    expect(slowed(3500, 3600)).toBeNull();
    expect(slowed(1234, 3600)).toBe(1200);
  });
});
