/** Who goes first and who may interrupt whom. */
import { BROADCAST_CLASSES, LEVELS, type PlannedBroadcast } from '../wire/plan.ts';

type Ranked = Pick<PlannedBroadcast, 'id' | 'class' | 'level' | 'startAt' | 'rank'>;

const classRank = (b: Pick<Ranked, 'class'>): number => BROADCAST_CLASSES.indexOf(b.class);
/** 0 is the highest level. */
export const levelRank = (level: Ranked['level']): number => LEVELS.indexOf(level);

/**
 * Order of broadcasts that want the loudspeaker at the same time: class; among emergencies the level; among priority
 * broadcasts the commune's rank (those without one last); then the earlier start, then the lower id.
 */
export function comparePrecedence(a: Ranked, b: Ranked): number {
  const byClass = classRank(a) - classRank(b);
  if (byClass !== 0) return byClass;
  if (a.class === 'emergency') {
    const byLevel = levelRank(a.level) - levelRank(b.level);
    if (byLevel !== 0) return byLevel;
  }
  if (a.class === 'priority') {
    const byRank = (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER);
    if (byRank !== 0) return byRank;
  }
  if (a.startAt !== b.startAt) return a.startAt - b.startAt;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** When `challenger` may take over from what sounds: at once, at the next part boundary, or only when it is over. */
export function takeover(challenger: Ranked, onAir: Ranked): 'at-once' | 'at-boundary' | 'wait' {
  if (challenger.class === 'emergency') {
    if (onAir.class !== 'emergency') return 'at-once';
    return levelRank(challenger.level) < levelRank(onAir.level) ? 'at-once' : 'wait';
  }
  if (classRank(challenger) >= classRank(onAir)) return 'wait';
  switch (challenger.class) {
    case 'live':
      return waitsForHigherContent(challenger) && onAir.level !== 'hamlet' ? 'wait' : 'at-once';
    case 'urgent':
    case 'priority':
      return 'at-boundary';
    default:
      return 'wait';
  }
}

/** A hamlet's live waits for commune or higher content. */
export const waitsForHigherContent = (b: Pick<Ranked, 'class' | 'level'>): boolean =>
  b.class === 'live' && b.level === 'hamlet';
