/** Remote work on devices: orders and their answers, settings of many units. */
import { v7 as uuidv7 } from 'uuid';
import type { JsonLog } from '../adapters/json-log.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { CommandRepository } from '../adapters/repositories/command-repository.ts';
import { SettingsRepository } from '../adapters/repositories/settings-repository.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanPublisher } from '../ports/plan-publisher.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { IncomingReport } from '../ports/report-store.ts';
import type { CommandSender } from '../services/device-traffic/send-command.ts';
import { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import { UnitSettings } from '../services/remote/change-settings.ts';
import { FollowCommands } from '../services/remote/follow-commands.ts';
import { LookAround } from '../services/remote/look-around.ts';
import { CommandOrders } from '../services/remote/order-commands.ts';
import type { Materialiser } from '../services/schedules/materialise.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Messaging } from './messaging.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface RemoteParts {
  database: Database;
  stores: Pick<Stores, 'register' | 'communeRules' | 'silence'>;
  publisher: PlanPublisher;
  sender: Pick<CommandSender, 'send'>;
  materialiser: Pick<Materialiser, 'run'>;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeRemote({ database, stores, publisher, materialiser, ...parts }: RemoteParts) {
  const commands = new CommandRepository(database);
  const { register, communeRules, silence } = stores;
  const { reader } = register;
  const around = new LookAround({ commands, reader, communeRules, silence, timeZone: TIME_ZONE });
  const following = new FollowCommands({ ...parts, commands });
  return {
    territories: reader,
    commandOrders: new CommandOrders({ ...parts, commands, register, around }),
    following,
    /** Reports were stored. */
    added: (reports: readonly IncomingReport[]) => following.added(reports),
    unitSettings: new UnitSettings({
      register,
      settingsReader: new SettingsRepository(database),
      delivery: new DocumentDelivery(publisher),
      onHours: async (communeId) => void (await materialiser.run(communeId)),
    }),
  };
}

export type Remote = ReturnType<typeof composeRemote>;

interface StartParts extends Pick<RemoteParts, 'materialiser'> {
  storage: Pick<Storage, 'database' | 'clock'>;
  stores: Stores;
  messaging: Pick<Messaging, 'feed' | 'half' | 'onReports'>;
}

export function startRemote(
  { storage, messaging, ...parts }: StartParts,
  log: Pick<JsonLog, 'error'>,
  shutdown: Pick<Shutdown, 'add'>,
): Remote {
  const { feed, half } = messaging;
  const remote = composeRemote({
    ...{ ...parts, feed, database: storage.database, clock: storage.clock, newId: uuidv7 },
    ...{ publisher: half.publisher, sender: half.commands },
    onProblem: (problem, cause) => log.error({ err: cause }, problem),
  });
  const { following } = remote;
  messaging.onReports(remote.added);
  following.start();
  shutdown.add('orders to devices', () => following.stop());
  return remote;
}
