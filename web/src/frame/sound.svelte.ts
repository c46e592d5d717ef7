// The sound of alarms: made here, tone by tone, and repeated for as long as one is unacknowledged.

import type { Priority } from "../data/types";

const KEPT = "lizao.alarm_sound";
const EVERY_MS = 3000;
const TONE_S = 0.16;
const GAP_S = 0.1;
const LOUD = 0.25;
/** The more urgent, the higher and the more often. */
const TONES: Record<Priority, number[]> = {
  high: [988, 988, 988],
  medium: [784, 784],
  low: [587],
};

export class AlarmSound {
  on = $state(localStorage.getItem(KEPT) === "on");
  /** A browser lets nothing sound before somebody has clicked or typed in the page. */
  waits = $state(this.on);
  #context: AudioContext | null = null;
  #timer = 0;

  turn(on: boolean): void {
    this.on = on;
    localStorage.setItem(KEPT, on ? "on" : "off");
    if (on) this.wake();
  }

  /** Called at a click or a key: from then on the browser lets it sound. */
  wake(): void {
    if (!this.on) return;
    this.#context ??= new AudioContext();
    void this.#context.resume().then(() => this.#look());
  }

  /** Sound until the returned function is called. */
  repeat(priority: Priority): () => void {
    this.#context ??= new AudioContext();
    this.#sound(priority);
    this.#timer = window.setInterval(() => this.#sound(priority), EVERY_MS);
    return () => clearInterval(this.#timer);
  }

  #look(): void {
    this.waits = this.#context?.state !== "running";
  }

  #sound(priority: Priority): void {
    this.#look();
    if (this.waits || !this.#context) return;
    const begin = this.#context.currentTime + 0.02;
    TONES[priority].forEach((pitch, index) => {
      this.#tone(this.#context!, pitch, begin + index * (TONE_S + GAP_S));
    });
  }

  /** It swells and fades, so that it does not click. */
  #tone(context: AudioContext, pitch: number, at: number): void {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUD, at + 0.02);
    volume.gain.setValueAtTime(LOUD, at + TONE_S - 0.03);
    volume.gain.linearRampToValueAtTime(0, at + TONE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + TONE_S);
  }
}
