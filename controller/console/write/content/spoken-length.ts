/** How long a text takes to say, before anything has been said: good enough to plan by. */

/** Tune, station's name, greeting, closing: together about so long. */
const AROUND_MS = 12_000;

/** @param spoken as it will be read, figures in words @param wordsPerMinute syllables a minute */
export function spokenLengthMs(spoken: string, wordsPerMinute: number, readings: number, isBare: boolean): number {
  const syllables = spoken.trim() === '' ? 0 : spoken.trim().split(/\s+/).length;
  // sentences end in a breath
  const breaths = (spoken.match(/[.!?;:\n]+/g) ?? []).length * 350;
  const once = (syllables / wordsPerMinute) * 60_000 + breaths;
  return syllables === 0 ? 0 : Math.round(once * readings + (isBare ? 0 : AROUND_MS));
}
