/** What is asked when somebody wants to know how the controller is. */
import {
  brokerProbe,
  databaseProbe,
  diskProbe,
  keysProbe,
  migrationsProbe,
  queueProbe,
} from '../adapters/health-probes.ts';
import type { BroadcastTransport } from '../ports/broadcast-transport.ts';
import type { HealthProbe } from '../ports/health-probe.ts';
import type { QueueWatch } from '../ports/job-queue.ts';
import type { Storage } from './storage.ts';

export const composeProbes = (
  { database, keys, dataDir }: Pick<Storage, 'database' | 'keys' | 'dataDir'>,
  transport: BroadcastTransport,
  queue: QueueWatch,
): HealthProbe[] => [
  databaseProbe(database),
  migrationsProbe(database),
  keysProbe(keys),
  brokerProbe(transport),
  diskProbe(dataDir),
  queueProbe(queue),
];
