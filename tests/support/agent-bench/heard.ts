/**
 * What a listener heard. Sounds on the bench are ramps: sample k of sound s has the value (k + 1)·s·2^-24, so a block's
 * slope names the sound and its height the position. Two sounds at once have a slope that belongs to none.
 */
import { SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';

/** Powers of three: no sum of two of them is a third. 0 is a sound without any. */
export const SOUNDS = [1, 3, 9] as const;
export type Sound = (typeof SOUNDS)[number] | 0;
export const STEP = 2 ** -24;
/** Slopes of two and of three sounds at once. */
const MIXTURES = [4, 10, 12, 13];

/** A stretch heard without a break. */
export interface Stretch {
  sound: Sound;
  /** true time of its first and after its last sample, ms */
  fromAt: number;
  toAt: number;
  /** position in the sound at `fromAt` */
  positionMs: number;
}

export class Listener {
  readonly stretches: Stretch[] = [];
  /** time in which something rose or fell: ramps and fades */
  unsteadyMs = 0;
  /** blocks in which more than one sound was steadily audible */
  mixed = 0;
  /** every block that was not silent, by the true time of its first sample; kept on demand */
  readonly blocks = new Map<number, Float32Array>();
  keepsBlocks = false;

  hear(block: Float32Array, at: number): void {
    const first = block.findIndex((sample) => Math.abs(sample) >= STEP / 2);
    if (first < 0) return;
    if (this.keepsBlocks) this.blocks.set(at, Float32Array.from(block));
    const end = block.findLastIndex((sample) => Math.abs(sample) >= STEP / 2) + 1;
    const [fromAt, toAt] = [at + first / SAMPLES_PER_MS, at + end / SAMPLES_PER_MS];
    const slope = steadySlope(block, first, end) ?? Number.NaN;
    const sound = SOUNDS.find((s) => isSlopeOf(s, slope));
    if (sound === undefined) {
      if (MIXTURES.some((s) => isSlopeOf(s, slope))) this.mixed++;
      else this.unsteadyMs += toAt - fromAt;
      return;
    }
    const last = (block[end - 1] as number) / (sound * STEP) / SAMPLES_PER_MS;
    this.#add({ sound, fromAt, toAt, positionMs: last - (toAt - fromAt) });
  }

  /** [sound, from, to, position] of what was heard for at least 60 ms, whole ms relative to `start`. */
  since(start: number): [sound: Sound, from: number, to: number, position: number][] {
    const long = this.stretches.filter((stretch) => stretch.toAt - stretch.fromAt >= 60);
    return long.map(({ sound, fromAt, toAt, positionMs }) => [
      sound,
      Math.round(fromAt - start) + 0,
      Math.round(toAt - start) + 0,
      Math.round(positionMs) + 0,
    ]);
  }

  /** Nothing was heard at all, not even a click. */
  get silent(): boolean {
    return this.stretches.length === 0 && this.unsteadyMs === 0 && this.mixed === 0;
  }

  forget(): void {
    this.stretches.length = 0;
    this.unsteadyMs = 0;
    this.mixed = 0;
    this.blocks.clear();
  }

  #add(heard: Stretch): void {
    const last = this.stretches.at(-1);
    const follows = last !== undefined && last.sound === heard.sound && heard.fromAt - last.toAt < 1;
    const due = last === undefined ? 0 : last.positionMs + (heard.fromAt - last.fromAt);
    if (follows && Math.abs(due - heard.positionMs) < 20) last.toAt = heard.toAt;
    else this.stretches.push(heard);
  }
}

const isSlopeOf = (sound: number, slope: number): boolean => Math.abs(slope / sound - STEP) < 0.03 * STEP;

/** Rise per sample when it is the same in both halves. */
function steadySlope(block: Float32Array, first: number, end: number): number | undefined {
  const middle = (first + end) >> 1;
  if (end - first < SAMPLES_PER_MS) return undefined;
  const rise = (from: number, to: number) => ((block[to] as number) - (block[from] as number)) / (to - from);
  const [before, after] = [rise(first, middle), rise(middle, end - 1)];
  const slope = (before + after) / 2;
  return Math.abs(before - after) <= 0.03 * Math.abs(slope) ? slope : undefined;
}
