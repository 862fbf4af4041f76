/** Remote work on devices: orders and their answers, settings of many units. */
import { v7 as uuidv7 } from 'uuid';
import type { JsonLog } from '../adapters/json-log.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { CommandRepository } from '../adapters/repositories/command-repository.ts';
import { HardwareRepository } from '../adapters/repositories/hardware-repository.ts';
import { HeardRepository } from '../adapters/repositories/heard-repository.ts';
import { PlayedReceiptRepository } from '../adapters/repositories/played-receipts.ts';
import { SelfTestRepository } from '../adapters/repositories/self-test-repository.ts';
import { SettingsRepository } from '../adapters/repositories/settings-repository.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { Leases } from '../ports/leases.ts';
import type { PlanPublisher } from '../ports/plan-publisher.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { IncomingReport } from '../ports/report-store.ts';
import type { CommandSender } from '../services/device-traffic/send-command.ts';
import { JudgeHeard } from '../services/heard/judge-heard.ts';
import { JudgeLevels } from '../services/level/judge-levels.ts';
import { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import { UnitSettings } from '../services/remote/change-settings.ts';
import { FollowCommands } from '../services/remote/follow-commands.ts';
import { LookAround } from '../services/remote/look-around.ts';
import { CommandOrders } from '../services/remote/order-commands.ts';
import type { Materialiser } from '../services/schedules/materialise.ts';
import { JudgeSelfTests } from '../services/self-test/judge-self-tests.ts';
import { ScheduleSelfTests } from '../services/self-test/schedule-self-tests.ts';
import { SelfTests } from '../services/self-test/self-tests.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Messaging } from './messaging.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface RemoteParts {
  database: Database;
  stores: Pick<Stores, 'register' | 'communeRules' | 'silence' | 'incidents'>;
  publisher: PlanPublisher;
  incidents: IncidentLog;
  leases: Pick<Leases, 'take'>;
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
  const commandOrders = new CommandOrders({ ...parts, commands, register, around });
  const selfTests = new SelfTestRepository(database);
  const testing = { ...parts, selfTests, register, around, orders: commandOrders, timeZone: TIME_ZONE };
  const judging = new JudgeSelfTests(testing);
  const hearing = new HeardRepository(database);
  const judgingLevels = new JudgeLevels({
    ...{ ...parts, openIncidents: stores.incidents },
    played: new PlayedReceiptRepository(database),
  });
  const judgingHeard = new JudgeHeard({ ...parts, heard: hearing });
  return {
    territories: reader,
    hardware: new HardwareRepository(database),
    commandOrders,
    following,
    /** Reports were stored. */
    added: (reports: readonly IncomingReport[]) => {
      following.added(reports);
      judging.added(reports);
      judgingHeard.added(reports);
      judgingLevels.added(reports);
    },
    judging,
    hearing,
    judgingHeard,
    judgingLevels,
    selfTesting: new SelfTests({ ...testing, commands, communeRules }),
    scheduling: new ScheduleSelfTests(testing),
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
  storage: Pick<Storage, 'database' | 'clock' | 'incidents' | 'leasePool'>;
  stores: Stores;
  messaging: Pick<Messaging, 'feed' | 'half' | 'onReports'>;
}

export function startRemote(
  { storage, messaging, ...parts }: StartParts,
  log: Pick<JsonLog, 'error'>,
  shutdown: Pick<Shutdown, 'add'>,
): Remote {
  const { feed, half } = messaging;
  const leases = new PostgresLeases(storage.leasePool);
  const remote = composeRemote({
    ...{ ...parts, feed, database: storage.database, clock: storage.clock, newId: uuidv7 },
    ...{ publisher: half.publisher, sender: half.commands, incidents: storage.incidents },
    leases,
    onProblem: (problem, cause) => log.error({ err: cause }, problem),
  });
  const { following, judging, judgingHeard, judgingLevels, scheduling } = remote;
  messaging.onReports(remote.added);
  const all = [following, judging, judgingHeard, judgingLevels, scheduling];
  for (const each of all) each.start();
  shutdown.add('work on devices', async () => {
    await Promise.all(all.map((each) => each.stop()));
    leases.releaseAll();
  });
  return remote;
}
