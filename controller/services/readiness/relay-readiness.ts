/** Whether what a coming broadcast relays can be heard, as far as is known. */

import { isStreamItem } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { AddressFault, RelaySource } from '../../domain/streams/relay-source.ts';

export interface RelayReadiness {
  /** of the part */
  title: string;
  minutes: number;
  /** `no-source`: it names none, or one that is gone */
  state: 'heard' | 'not-checked' | 'failing' | 'off' | 'no-source';
  source: Pick<RelaySource, 'id' | 'name'> | undefined;
  fault: AddressFault | undefined;
}

const MINUTE_MS = 60_000;

export function relayReadiness(
  { items, bulletins }: Pick<Broadcast, 'items' | 'bulletins'>,
  sources: readonly RelaySource[],
): RelayReadiness[] {
  return items.filter(isStreamItem).map(({ streamId, part, durationMs }) => {
    const source = sources.find(({ id, removedAt }) => id === streamId && removedAt === undefined);
    const check = source?.lastCheck;
    return {
      title: bulletins[part]?.title ?? source?.name ?? '',
      minutes: Math.round(durationMs / MINUTE_MS),
      state: stateOf(source),
      source,
      fault: check?.ok === false ? check.faults[0] : undefined,
    };
  });
}

function stateOf(source: RelaySource | undefined): RelayReadiness['state'] {
  if (source === undefined) return 'no-source';
  if (!source.enabled) return 'off';
  if (source.lastCheck === undefined) return 'not-checked';
  return source.lastCheck.ok ? 'heard' : 'failing';
}
