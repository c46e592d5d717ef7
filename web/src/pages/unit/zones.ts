// The zones of a furnace: their many signals make one picture.

export interface Zone {
  readonly number: number;
  readonly temperature: string;
  readonly setpoint: string | null;
}

const TEMPERATURE = /\.zone_(\d+)_temperature_c$/;
const ANY = /\.zone_\d+_/;

export function zonesOf(signals: readonly string[]): Zone[] {
  const known = new Set(signals);
  return signals.flatMap((temperature) => {
    const number = TEMPERATURE.exec(temperature)?.[1];
    if (number === undefined) return [];
    const setpoint = temperature.replace("_temperature_c", "_setpoint_c");
    return [{ number: Number(number), temperature, setpoint: known.has(setpoint) ? setpoint : null }];
  });
}

export function isOfZone(signal: string): boolean {
  return ANY.test(signal);
}
