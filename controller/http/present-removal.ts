/** The answers to a removal and to an earlier end: what was asked for, or what stands in its way. */
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { BulletinChanged, BulletinRemoved } from '@loa-lang/schemas/http/bulletins';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { Changed } from '../services/bulletins/bulletins.ts';
import type { Removal } from '../services/bulletins/remove-bulletins.ts';
import { Refusal } from '../services/refusal.ts';
import { outcomeOf, useBody } from './present-broadcast.ts';
import { bulletinBody } from './present-bulletin.ts';

/** @throws Refusal with the uses when nothing was removed */
export function removedBody(id: BulletinId, { removed, uses }: Removal, now: EpochMillis): BulletinRemoved {
  const shown = usesBody(uses, now);
  const count = uses.length;
  if (!removed) throw new Refusal('bulletin-in-use', { count }, { uses: shown });
  if (count === 0) return { removed: id, uses: [] };
  return { removed: id, uses: shown, notice: usesNotice(shown, 'bulletin-removed-uses-stay') };
}

/** @throws Refusal with the uses when nothing was changed */
export function changedBody({ changed, uses }: Changed, now: EpochMillis): BulletinChanged {
  const shown = usesBody(uses, now);
  const count = uses.length;
  if (changed === undefined) throw new Refusal('bulletin-ends-in-use', { count }, { uses: shown });
  if (count === 0) return bulletinBody(changed);
  return { ...bulletinBody(changed), uses: shown, notice: usesNotice(shown, 'bulletin-ended-uses-stay') };
}

const usesBody = (uses: readonly Broadcast[], now: EpochMillis) =>
  uses.map((broadcast) => ({ ...useBody(broadcast, now), outcome: outcomeOf(broadcast, now) }));

/** What becomes of the uses: schedules leave it out by themselves, single broadcasts keep its audio. */
function usesNotice(uses: ReturnType<typeof usesBody>, whenAllStay: ErrorCode) {
  const count = uses.length;
  const leaving = uses.filter(({ outcome }) => outcome === 'leaves').length;
  const code = leaving > 0 ? 'bulletin-uses-leave' : whenAllStay;
  return { code, message: errorText(code, { count, leaving, staying: count - leaving }) };
}
