// What one signal has shown since the page was opened.

export interface Point {
  readonly at: number;
  /** Null where nothing was known: a line is broken there. */
  readonly value: number | null;
}

const MOST_POINTS = 240;

export class Recent {
  #points: Point[] = [];
  /** How many readings make one point; doubled whenever the points are thinned. */
  #every = 1;
  #skipped = 0;
  #value: number | null = null;
  /** When the value was first heard, and when it last was another one than before. */
  since: number | null = null;
  moved: number | null = null;

  get points(): readonly Point[] {
    return this.#points;
  }

  add(at: number, value: number | null): void {
    this.#notice(at, value);
    const last = this.#points.at(-1);
    if (last && at < last.at) this.#points = [];
    const broken = (value === null) !== ((last?.value ?? null) === null);
    if (value === null && !broken) return;
    this.#skipped += 1;
    if (this.#skipped < this.#every && !broken) return;
    this.#skipped = 0;
    this.#points.push({ at, value });
    if (this.#points.length > MOST_POINTS) this.#thin();
  }

  #notice(at: number, value: number | null): void {
    if (value === null || value === this.#value) return;
    if (this.#value === null) this.since ??= at;
    else this.moved = at;
    this.#value = value;
  }

  /** The whole time since the page was opened stays in view, with half as many points. */
  #thin(): void {
    this.#points = this.#points.filter((point, index) => index % 2 === 0 || point.value === null);
    if (this.#points.length > MOST_POINTS) this.#points = this.#points.slice(-MOST_POINTS);
    this.#every *= 2;
  }
}
