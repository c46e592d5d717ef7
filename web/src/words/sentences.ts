// Sentences with named fields, as the catalogue writes them.

const FIELD = /\{(\w+)\}/g;

/** A text with its named fields filled; a field that nobody filled stays in sight. */
export function filled(text: string, details: Record<string, string | number>): string {
  return text.replace(FIELD, (field, name: string) => String(details[name] ?? field));
}

/** With a capital letter, as a word begins that stands by itself. */
export function capital(text: string): string {
  // "pH" is written as it is.
  if (/^[a-z][A-Z]/.test(text)) return text;
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
