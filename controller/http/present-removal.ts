/** The answer to a removal: what was asked for, or what stands in its way. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { BulletinRemoved } from '@loa-lang/schemas/http/bulletins';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import { Refusal } from '../services/refusal.ts';
import type { Removal } from '../services/remove-bulletins.ts';
import { outcomeOf, useBody } from './present-broadcast.ts';

/** @throws Refusal with the uses when nothing was removed */
export function removedBody(id: BulletinId, { removed, uses }: Removal, now: EpochMillis): BulletinRemoved {
  const shown = usesBody(uses, now);
  const count = uses.length;
  if (!removed) throw new Refusal('bulletin-in-use', { count }, { uses: shown });
  if (count === 0) return { removed: id, uses: [] };
  const leaving = shown.filter(({ outcome }) => outcome === 'leaves').length;
  const code = leaving > 0 ? 'bulletin-uses-leave' : 'bulletin-removed-uses-stay';
  return {
    removed: id,
    uses: shown,
    notice: { code, message: errorText(code, { count, leaving, staying: count - leaving }) },
  };
}

export const usesBody = (uses: readonly Broadcast[], now: EpochMillis) =>
  uses.map((broadcast) => ({ ...useBody(broadcast, now), outcome: outcomeOf(broadcast, now) }));
