/**
 * When to ask for missing audio. Many devices miss the same audio at the same moment; the first to ask makes it fly for
 * all, so each waits a random time that grows with the audience, and nobody speaks while it flies.
 */
import type { Millis } from '@loa-lang/schemas/units';

/** Chunks of an asset are flying while the last one is younger than this: three times the gap at the slowest pace. */
export const FLYING_MS: Millis = 1500;
/** With so much spread per listener the first asks within about this time, and only few before they hear the manifest. */
const SPREAD_PER_LISTENER_MS = 10;
const LONGEST_SPREAD_MS = 10_000;
const SHORTEST_SPREAD_MS = 50;
const FIRST_BACKOFF_MS = 3000;
const LONGEST_BACKOFF_MS = 60_000;

/** Range of the random delay before the first ask. What is needed soon is asked for sooner. */
export function askSpreadMs(audienceSize: number, neededInMs: Millis | undefined): Millis {
  const byAudience = Math.min(LONGEST_SPREAD_MS, audienceSize * SPREAD_PER_LISTENER_MS);
  const byNeed = neededInMs === undefined ? Infinity : Math.max(0, neededInMs) / 8;
  return Math.max(SHORTEST_SPREAD_MS, Math.min(byAudience, byNeed));
}

/** Delay before asking again after `asks` questions without an answer. */
export const askAgainMs = (asks: number, spreadMs: Millis, random: number): Millis =>
  Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(asks - 1, 6)) * (0.75 + 0.5 * random) +
  spreadMs * random;
