/** Versions of the agent, their rollouts, and what carries these on. */
import { join } from 'node:path';
import type { JsonLog } from '../adapters/json-log.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { ReleaseRepository } from '../adapters/repositories/release-repository.ts';
import { RolloutRepository } from '../adapters/repositories/rollout-repository.ts';
import { UploadFolder } from '../adapters/uploads/upload-folder.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { RolloutRouteDeps } from '../http/routes/rollouts.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { MqttHalf } from '../services/device-traffic/mqtt-half.ts';
import { Releases, type ReleasesDeps } from '../services/rollouts/releases.ts';
import { Rollouts } from '../services/rollouts/rollouts.ts';
import { RolloutWatch } from '../services/rollouts/watch-rollouts.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface RolloutParts extends Pick<Storage, 'database' | 'clock'>, Pick<ReleasesDeps, 'assets' | 'keys'> {
  stores: Pick<Stores, 'register'>;
  uploads: UploadStore;
  newId: () => string;
  changed(): void;
}

export function composeRollouts(parts: RolloutParts): RolloutRouteDeps {
  const releases = new Releases({ ...parts, releases: new ReleaseRepository(parts.database) });
  const rollouts = new Rollouts({
    ...parts,
    releases,
    rollouts: new RolloutRepository(parts.database),
    register: parts.stores.register,
    timeZone: TIME_ZONE,
  });
  return { releases, rollouts };
}

interface OpenParts {
  storage: Storage;
  stores: Pick<Stores, 'register'>;
  half: Pick<MqttHalf, 'commands' | 'messages'>;
  feed: ProgressFeed;
  newId: () => string;
}

/** Before messages are taken, so that the first wants are heard. */
export function openRollouts(
  { storage, stores, half, feed, newId }: OpenParts,
  log: Pick<JsonLog, 'error'>,
  shutdown: Pick<Shutdown, 'add'>,
): RolloutRouteDeps {
  const { database, clock, leasePool, incidents } = storage;
  const watch = new RolloutWatch({
    ...{ clock, incidents, feed, commands: half.commands, timeZone: TIME_ZONE },
    rollouts: new RolloutRepository(database),
    releases: new ReleaseRepository(database),
    leases: new PostgresLeases(leasePool),
    onProblem: (problem, cause) => log.error({ err: cause }, problem),
  });
  half.messages.on('want', { shared: false }, ({ device, payload }) => watch.asked(device.deviceId, payload.assetId));
  watch.start();
  shutdown.add('rollouts', () => watch.stop());
  const uploads = new UploadFolder(join(storage.dataDir, 'uploads'));
  return composeRollouts({ ...storage, stores, uploads, newId, changed: () => void watch.look() });
}
