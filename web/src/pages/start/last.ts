// What was started last from this browser, which is what is mostly started next.

const KEPT = "lizao.start";

export interface Start {
  readonly recipe: string;
  readonly size: string;
}

export function keepStart(start: Start): void {
  localStorage.setItem(KEPT, JSON.stringify(start));
}

export function lastStart(): Start | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return isStart(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isStart(kept: unknown): kept is Start {
  const { recipe, size } = (kept ?? {}) as Partial<Start>;
  return typeof recipe === "string" && typeof size === "string";
}
