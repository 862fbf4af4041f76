/** Whether a recording can be the whole of a sentence. Pure. */
import type { SpokenSentence } from '../../ports/speech.ts';

/** A third of what the fastest speaker needs for a syllable: shorter is not fast, it is cut off. */
const SHORTEST_SYLLABLE_MS = 50;

/** What is wrong with it, if anything. */
export function implausible(sentence: string, { samples, sampleRateHz }: SpokenSentence): string | undefined {
  const syllables = sentence.match(/\p{Script=Latin}[\p{Script=Latin}\p{M}]*|\d+/gu)?.length ?? 0;
  const ms = (samples.length * 1000) / sampleRateHz;
  const least = syllables * SHORTEST_SYLLABLE_MS;
  return ms < least ? `${Math.round(ms)} ms of sound for ${syllables} syllables` : undefined;
}
