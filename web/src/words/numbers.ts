// Numbers and units as people read them; the same as the command line prints.

const SIGNIFICANT = 6;
const SMALLEST_PLAIN = 1e-4;
const SUPERSCRIPTS: Record<string, string> = {
  "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴",
  "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "-": "⁻",
};

const SIGNS: Record<string, string> = {
  "": "", "1": "", "-": "", text: "", dimensionless: "", fraction: "", "mol/mol": "",
  degC: "°C", degree_Celsius: "°C", celsius: "°C", delta_degC: "K", kelvin: "K",
  um: "µm", "μm": "µm", micrometer: "µm", micron: "µm", percent: "%", ohm: "Ω",
  uS: "µS", kwh: "kWh", nm3: "Nm³", hour: "h", second: "s", minute: "min",
  day: "d", tonne: "t", metric_ton: "t", kilogram: "kg", gram: "g", yuan: "¥",
};

/** The unit that the end of a name stands for, longest first. */
const SUFFIXES: [string, string][] = [
  ["us_per_cm", "uS/cm"], ["mm_per_s", "mm/s"], ["mg_per_nm3", "mg/Nm3"], ["kg_per_m3", "kg/m3"],
  ["kwh_per_t", "kWh/t"], ["nm3_per_t", "Nm3/t"], ["kg_per_h", "kg/h"], ["nm3_per_h", "Nm3/h"],
  ["m_per_s", "m/s"], ["kg_per_kg", "kg/kg"], ["mpa_s", "mPa*s"], ["percent", "%"],
  ["kwh", "kWh"], ["nm3", "Nm3"], ["rpm", "rpm"], ["mpa", "MPa"], ["ppm", "ppm"],
  ["ppb", "ppb"], ["kw", "kW"], ["kg", "kg"], ["um", "um"], ["kpa", "kPa"], ["pa", "Pa"],
  ["m3", "m3"], ["min", "min"], ["a", "A"], ["c", "degC"], ["s", "s"], ["h", "h"], ["t", "t"],
];

/** A number with thousands separators: `digits` decimals, or six significant figures at most. */
export function number(value: number, digits?: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (digits !== undefined) return signed(grouped(value.toFixed(digits)));
  if (value !== 0 && Math.abs(value) < SMALLEST_PLAIN) return power(value);
  const decimals = value === 0 ? 0 : SIGNIFICANT - 1 - Math.floor(Math.log10(Math.abs(value)));
  const plain = grouped(value.toFixed(Math.max(0, decimals)));
  return signed(plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain);
}

function power(value: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential(1).split("e");
  const raised = [...String(Number(exponent))].map((each) => SUPERSCRIPTS[each] ?? each).join("");
  return signed(`${mantissa}×10${raised}`);
}

function grouped(plain: string): string {
  const [whole = "", fraction] = plain.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** With a true minus sign, and none before what was rounded to nothing. */
function signed(text: string): string {
  if (!text.startsWith("-")) return text;
  return /[1-9]/.test(text) ? `−${text.slice(1)}` : text.slice(1);
}

/** A unit as it is printed. */
export function unitSign(unit: string): string {
  const whole = SIGNS[unit];
  if (whole !== undefined) return whole;
  return unit
    .replaceAll("**", "")
    .split(/\s*([/*·])\s*/)
    .map((part) => (part === "*" ? "·" : SIGNS[part] || cubed(part)))
    .join("");
}

function cubed(part: string): string {
  return part.replace(/([a-zA-Z])\^?([23])$/, (_, letter: string, raised: string) => {
    return letter + (SUPERSCRIPTS[raised] ?? raised);
  });
}

export function quantity(value: number, unit: string, digits?: number): string {
  return `${number(value, digits)} ${unitSign(unit)}`.trimEnd();
}

/** A mass in kilograms, or from one tonne on in tonnes. */
export function mass(kilograms: number): string {
  if (Math.abs(kilograms) < 1000) return quantity(Number(kilograms.toFixed(1)), "kg");
  return quantity(Number((kilograms / 1000).toFixed(3)), "t");
}

/** A name and the unit that its end stands for. */
export function splitUnit(name: string): [string, string] {
  for (const [suffix, unit] of SUFFIXES) {
    if (name.endsWith(`_${suffix}`)) return [name.slice(0, -suffix.length - 1), unit];
  }
  return [name, ""];
}

/**
 * How many decimals a moving value is shown with, so that it neither jumps nor shows noise:
 * three figures of the largest value that it is expected to take.
 */
export function steadyDigits(value: number, low: number | null, high: number | null): number {
  const largest = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) || Math.abs(value);
  if (largest === 0) return 1;
  return Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}
