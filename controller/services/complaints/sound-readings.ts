/** Levels that people measured near a cluster, each with where, when, how and by whom. */
import type { SoundReadingCreate } from '@loa-lang/schemas/http/complaints';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type Caller, refOf } from '../../domain/people/person.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintStore, SoundReading, SoundReadingStore } from '../../ports/complaint-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface SoundReadingDeps {
  readings: SoundReadingStore;
  complaintStore: Pick<ComplaintStore, 'placeOfCluster'>;
  broadcasts: Pick<BroadcastStore, 'find'>;
  clock: Clock;
  newId: () => string;
}

export class SoundReadings {
  readonly #deps: SoundReadingDeps;

  constructor(deps: SoundReadingDeps) {
    this.#deps = deps;
  }

  list(filter: { clusterId?: ClusterId; before?: PageEnd; limit: number }, sight: Sight): Promise<SoundReading[]> {
    const bounds = sight === 'everything' ? {} : { hamletIds: [...sight.within] };
    return this.#deps.readings.list({ ...filter, ...bounds });
  }

  async add(asked: Omit<SoundReadingCreate, 'at'> & { at: EpochMillis }, by: Caller): Promise<SoundReading> {
    const { readings, complaintStore, broadcasts, clock, newId } = this.#deps;
    const place = found(await complaintStore.placeOfCluster(asked.clusterId), 'cluster-unknown');
    const broadcast = asked.broadcastId === undefined ? undefined : await broadcasts.find(asked.broadcastId);
    if (asked.broadcastId !== undefined && broadcast?.communeId !== place.communeId)
      throw new Refusal('complaint-broadcast-elsewhere');
    const reading: SoundReading = {
      ...{ conditions: '', broadcastId: undefined, ...asked },
      ...{ id: newId(), takenBy: refOf(by), createdAt: clock.now() },
    };
    await readings.add(reading);
    noteChange({ areaId: place.hamletId, subjectId: reading.id, after: said(reading) });
    return reading;
  }

  async get(id: string): Promise<SoundReading> {
    return found(await this.#deps.readings.find(id), 'sound-reading-unknown');
  }

  /** What was measured is never changed; what was written down wrongly is removed and written anew. */
  async remove(id: string): Promise<SoundReading> {
    const { readings, complaintStore, clock } = this.#deps;
    const reading = await this.get(id);
    await readings.remove(id, clock.now());
    const place = await complaintStore.placeOfCluster(reading.clusterId);
    noteChange({ areaId: place?.hamletId, subjectId: id, before: said(reading) });
    return reading;
  }
}

const said = ({ clusterId, at, levelDba, distanceM, instrument }: SoundReading) => ({
  ...{ clusterId, at, levelDba, distanceM, instrument },
});
