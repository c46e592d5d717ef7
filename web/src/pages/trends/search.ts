// Signals found by what a person types: parts of the unit, of the name, or of the words for it.

export interface Named {
  readonly signal: string;
  /** Everything it may be called, in small letters. */
  readonly words: string;
}

/** The signals in whose words every typed part occurs; who types nothing finds nothing. */
export function found(names: readonly Named[], typed: string): string[] {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.length) return [];
  return names
    .filter((each) => parts.every((part) => each.words.includes(part)))
    .map((each) => each.signal);
}

/** The unit that a signal belongs to. */
export function unitOf(signal: string): string {
  return signal.slice(0, signal.indexOf("."));
}
