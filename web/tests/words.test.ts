import { describe, expect, it } from "vitest";
import { instant, measured } from "../src/words/instants";
import { mass, number, quantity, splitUnit, steadyDigits, unitSign } from "../src/words/numbers";
import { capital, filled } from "../src/words/sentences";

describe("numbers", () => {
  it.each([
    [1234.5, undefined, "1,234.5"],
    [0.25, 3, "0.250"],
    [-3.1e-12, undefined, "−3.1×10⁻¹²"],
    [-0.0001, 2, "0.00"],
    [1234567, undefined, "1,234,567"],
    [0, undefined, "0"],
    [Number.NaN, undefined, "–"],
  ])("%s with %s decimals is written %s", (value, digits, written) => {
    expect(number(value, digits)).toBe(written);
  });

  it("writes units with their signs", () => {
    const units = ["g/cm3", "degC", "mPa*s", "um", "mg/Nm3", "1"];
    expect(units.map(unitSign)).toEqual(["g/cm³", "°C", "mPa·s", "µm", "mg/Nm³", ""]);
  });

  it("writes a quantity without a unit as a number", () => {
    expect(quantity(1.035, "mol/mol")).toBe("1.035");
  });

  it("writes a mass in tonnes from one tonne on", () => {
    expect([mass(12.25), mass(3100)]).toEqual(["12.3 kg", "3.1 t"]);
  });

  it("finds the unit at the end of a name", () => {
    expect(splitUnit("specific_energy_kwh_per_t")).toEqual(["specific_energy", "kWh/t"]);
    expect(splitUnit("share")).toEqual(["share", ""]);
  });

  it("keeps the decimals of a value while it moves within its band", () => {
    expect(steadyDigits(9.99, 0, 100)).toBe(steadyDigits(99.9, 0, 100));
    expect(steadyDigits(0, null, null)).toBe(1);
  });
});

describe("instants", () => {
  it("writes plant time to the minute, in UTC", () => {
    expect(instant(1_767_621_780_000_000)).toBe("2026-01-05 14:03");
  });

  it.each([
    [51_600e6, [[14, "h"], [20, "min"]]],
    [86_399e6, [[24, "h"]]],
    [86_400e6, [[1, "d"]]],
    [90e6, [[1, "min"], [30, "s"]]],
    [400, [[0, "s"]]],
  ])("measures %s µs in its two largest measures", (length, parts) => {
    expect(measured(length)).toEqual(parts);
  });
});

describe("sentences", () => {
  it("fills the fields that are named, and leaves the rest in sight", () => {
    expect(filled("{a} of {b}", { a: 1 })).toBe("1 of {b}");
  });

  it("begins a word with a capital, but not the sign of acidity", () => {
    expect(["held", "pH", "保持"].map(capital)).toEqual(["Held", "pH", "保持"]);
  });
});
