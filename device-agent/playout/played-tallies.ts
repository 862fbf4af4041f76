/** Tallies by key: those of current segments and of a bounded past, since floors must outlive a segment's absence. */
import { PlayedTally } from './played-tally.ts';
import type { SoundSegment } from './segment.ts';

/** A day of a busy device; a tally takes some hundred bytes. */
const MAX_PAST = 512;

export class PlayedTallies {
  readonly #tallies = new Map<string, PlayedTally>();
  readonly #floors = new Map<string, number>();

  for(segment: SoundSegment): PlayedTally {
    let tally = this.#tallies.get(segment.key);
    if (tally === undefined) {
      tally = new PlayedTally(segment);
      this.#tallies.set(segment.key, tally);
    }
    tally.segment = segment;
    tally.floorSamples = Math.max(tally.floorSamples, this.#floors.get(segment.key) ?? 0);
    this.#floors.delete(segment.key);
    return tally;
  }

  get(key: string): PlayedTally | undefined {
    return this.#tallies.get(key);
  }

  all(): PlayedTally[] {
    return [...this.#tallies.values()];
  }

  setFloor(key: string, samples: number): void {
    const tally = this.#tallies.get(key);
    if (tally !== undefined) tally.floorSamples = Math.max(tally.floorSamples, samples);
    else this.#floors.set(key, Math.max(samples, this.#floors.get(key) ?? 0));
  }

  /** Forgets the oldest that are not current; one that never started has nothing to remember. */
  prune(current: ReadonlySet<string>): void {
    let excess = this.#tallies.size - current.size - MAX_PAST;
    for (const [key, tally] of this.#tallies) {
      if (current.has(key)) continue;
      if (excess > 0 || (!tally.started && tally.floorSamples === 0)) {
        this.#tallies.delete(key);
        excess--;
      }
    }
  }
}
