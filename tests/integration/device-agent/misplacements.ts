/** Where the sound of a recording lies beside where it should. */
import { expect } from 'vitest';
import { align } from '#deploy/listening/align';

/** Samples compared at once: a quarter of a second. Over a whole one, a rate that is being bent has no single place. */
export const STRETCH = 12_000;
const MARGIN = 4800;

/**
 * By how much each quarter of a second of a recording, first sample due at `fromMs`, lies beside its place, ms.
 * @param isWhole whether the stretch of `whole` from a sample on can be compared; by default all can
 */
export function misplacements(
  whole: Float32Array,
  recording: Float32Array,
  fromMs: number,
  isWhole: (fromSample: number) => boolean = () => true,
): number[] {
  const offsets: number[] = [];
  for (let at = 0; at + STRETCH <= recording.length; at += STRETCH) {
    const due = Math.round(fromMs * 48) + at;
    // where the recording begins before the sound or runs over its end there is nothing to compare
    if (due < MARGIN || due + STRETCH + MARGIN > whole.length || !isWhole(due)) continue;
    const place = whole.subarray(due - MARGIN, due + STRETCH + MARGIN);
    const { lagSamples, correlation } = align(recording.subarray(at, at + STRETCH), place);
    // alike, not equal: a stretch that joins in mid-play fades in
    expect(correlation).toBeGreaterThan(0.8);
    offsets.push((lagSamples - MARGIN) / 48);
  }
  return offsets;
}
