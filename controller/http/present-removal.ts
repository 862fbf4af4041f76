/** The answers to a removal and to an earlier end: what was asked for, or what stands in its way. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { BulletinChanged, BulletinRemoved } from '@loa-lang/schemas/http/bulletins';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Changed } from '../services/bulletins.ts';
import { Refusal } from '../services/refusal.ts';
import type { Removal } from '../services/remove-bulletins.ts';
import { useBody } from './present-broadcast.ts';
import { bulletinBody } from './present-bulletin.ts';

/** @throws Refusal with the uses when nothing was removed */
export function removedBody(id: BulletinId, { removed, uses }: Removal, now: EpochMillis): BulletinRemoved {
  const shown = uses.map((broadcast) => useBody(broadcast, now));
  const count = uses.length;
  if (!removed) throw new Refusal('bulletin-in-use', { count }, { uses: shown });
  if (count === 0) return { removed: id, uses: [] };
  const code = 'bulletin-removed-uses-stay';
  return { removed: id, uses: shown, notice: { code, message: errorText(code, { count }) } };
}

/** @throws Refusal with the uses when nothing was changed */
export function changedBody({ changed, uses }: Changed, now: EpochMillis): BulletinChanged {
  const shown = uses.map((broadcast) => useBody(broadcast, now));
  const count = uses.length;
  if (changed === undefined) throw new Refusal('bulletin-ends-in-use', { count }, { uses: shown });
  if (count === 0) return bulletinBody(changed);
  const code = 'bulletin-ended-uses-stay';
  return { ...bulletinBody(changed), uses: shown, notice: { code, message: errorText(code, { count }) } };
}
