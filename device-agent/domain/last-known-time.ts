/** What a device knows of the time before anybody has told it. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { DeviceStore } from '../ports/device-store.ts';

/** Highest controller time that the journal or the store has seen: it cannot be earlier now. */
export function lastKnownTime(store: Pick<DeviceStore, 'bornAt' | 'journal'>): EpochMillis | undefined {
  let last = store.bornAt();
  for (const entry of store.journal.entries) {
    if ('at' in entry && (last === undefined || entry.at > last)) last = entry.at;
  }
  return last;
}
