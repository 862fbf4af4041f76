/** The watchdog over what is due. */
import type { JsonLog } from '../adapters/json-log.ts';
import { DueRepository } from '../adapters/repositories/due-reader.ts';
import type { Occurrences } from '../ports/due-reader.ts';
import type { QueueWatch } from '../ports/job-queue.ts';
import type { MqttHalf } from '../services/device-traffic/mqtt-half.ts';
import { PublishedPlans } from '../services/publishing/published-plans.ts';
import { DueWatch } from '../services/watch/watch-due.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

interface WatchParts {
  storage: Storage;
  stores: Stores;
  half: Pick<MqttHalf, 'publisher' | 'upkeep'>;
  queue: QueueWatch;
  /** absent where nothing comes again by a rule */
  occurrences?: Occurrences;
  log: JsonLog;
}

export function composeWatch({ storage, stores, half, queue, occurrences, log }: WatchParts): DueWatch {
  const { database, clock, incidents, ledger, keys } = storage;
  const published = new PublishedPlans({ ledger, keys, unsent: () => half.upkeep.unsentSubjects });
  return new DueWatch({
    due: new DueRepository(database),
    broadcasts: stores.broadcasts,
    reader: stores.register.reader,
    source: stores.documents,
    published,
    publisher: half.publisher,
    ...(occurrences !== undefined && { occurrences }),
    queue,
    incidents,
    openIncidents: stores.incidents,
    clock,
    onProblem: (problem, cause) => log.error({ err: cause }, problem),
  });
}
