/** At which level a caller speaks. */
import { levelRank } from '@loa-lang/schemas/timeline/precedence';
import type { Level } from '@loa-lang/schemas/wire/plan';
import type { Caller } from '../../domain/people/person.ts';
import { hasRight } from '../../domain/permissions/permissions.ts';
import { Refusal } from '../refusal.ts';

/** The highest level at which somebody speaks; whoever is alone speaks at any. */
export function levelOf(caller: Caller): Level {
  if (caller.kind === 'station') return 'central';
  if (caller.roles.includes('province-administrator')) return 'province';
  return hasRight(caller, 'submit') || hasRight(caller, 'lock') ? 'commune' : 'hamlet';
}

/**
 * The level of what somebody plans: as asked, never above the own; else the commune's, or the own where that is lower.
 * @throws Refusal
 */
export function planningLevel(asked: Level | undefined, by: Caller): Level {
  const own = levelOf(by);
  if (asked !== undefined && levelRank(asked) < levelRank(own)) throw new Refusal('not-allowed');
  return asked ?? (levelRank(own) > levelRank('commune') ? own : 'commune');
}

/** What is planned at a level, or in a class, that is not the caller's to use. @throws Refusal */
export function refuseAbove(wished: { class: string; level: Level }, by: Caller): void {
  const isAbove = levelRank(wished.level) < levelRank(levelOf(by));
  const isAlarm = wished.class === 'emergency' && !hasRight(by, 'emergency');
  if (isAbove || isAlarm) throw new Refusal('not-permitted', { name: by.name });
}
