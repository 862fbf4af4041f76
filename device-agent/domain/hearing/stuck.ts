/** Whether some seconds of sound are stuck: one tone, one buffer again and again, a voltage, or squares. Pure. */
import { decibels, type Levels, meanOf } from './frame-levels.ts';

export type Stuck = 'constant' | 'repeating' | 'direct-current' | 'clipped';

/** What is quieter is not looked at. */
const AUDIBLE_DBFS = -50;
/** A voice or an instrument moves more within three seconds; a tone or a hiss does not. */
const CONSTANT_WITHIN_DB = 0.6;
const CONSTANT_FRAMES = 10;
/** Frames of the same buffer have the same level to the last bit but one; of nothing else, over seconds. */
const SAME_WITHIN_DB = 0.05;
const SHORTEST_LOOP = 2;
const LONGEST_LOOP = 150;
/** Louder than this, for seconds, are only squares: a sine at full scale has −3 dBFS. */
const CLIPPED_DBFS = -2;
/** Share of the power that is a voltage. */
const DIRECT_SHARE = 0.5;
/** Less would be guessing. */
const LEAST_FRAMES = 200;
/** Content is measured elsewhere than the output, and a limiter evens it out: what is nearly so excuses what is so. */
const NEARLY = { constantDb: 3, sameDb: 1, clippedDbfs: -3, directShare: 0.3 } as const;

/** @param levels frames of 10 ms without a gap, two seconds or more */
export function stuckness({ meanSquare, mean }: Levels): Stuck | undefined {
  if (meanSquare.length < LEAST_FRAMES) return undefined;
  const power = meanOf(meanSquare);
  if (decibels(power) < AUDIBLE_DBFS) return undefined;
  if (meanOf(mean) ** 2 > DIRECT_SHARE * power) return 'direct-current';
  if (decibels(power) > CLIPPED_DBFS) return 'clipped';
  if (isConstant(meanSquare, CONSTANT_WITHIN_DB)) return 'constant';
  return isRepeating(meanSquare, SAME_WITHIN_DB) ? 'repeating' : undefined;
}

/** Whether sound that is stuck so may come of this content. @param content as it is played */
export function excuses({ meanSquare, mean }: Levels, stuck: Stuck): boolean {
  if (meanSquare.length < LEAST_FRAMES) return false;
  const power = meanOf(meanSquare);
  if (decibels(power) < AUDIBLE_DBFS) return false;
  if (stuck === 'direct-current') return meanOf(mean) ** 2 > NEARLY.directShare * power;
  if (decibels(power) > NEARLY.clippedDbfs) return true;
  if (stuck === 'clipped') return false;
  return isConstant(meanSquare, NEARLY.constantDb) || isRepeating(meanSquare, NEARLY.sameDb);
}

function isConstant(meanSquare: Float64Array, withinDb: number): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i + CONSTANT_FRAMES <= meanSquare.length; i += CONSTANT_FRAMES) {
    const level = decibels(meanOf(meanSquare.subarray(i, i + CONSTANT_FRAMES)));
    low = Math.min(low, level);
    high = Math.max(high, level);
  }
  return high - low < withinDb;
}

function isRepeating(meanSquare: Float64Array, withinDb: number): boolean {
  const levels = meanSquare.map(decibels);
  const longest = Math.min(LONGEST_LOOP, levels.length >> 1);
  for (let lag = SHORTEST_LOOP; lag <= longest; lag++) {
    let i = lag;
    while (i < levels.length && Math.abs((levels[i] as number) - (levels[i - lag] as number)) < withinDb) i++;
    if (i === levels.length) return true;
  }
  return false;
}
