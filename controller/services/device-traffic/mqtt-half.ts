/** Puts the services behind the broker together and starts them in the right order. */
import type { PushRules } from '../../domain/push/push-rules.ts';
import type { AssetStore } from '../../ports/audio.ts';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceRegistry, IncidentLog } from '../../ports/device-registry.ts';
import type { DocumentLedger, DocumentSource } from '../../ports/document-ledger.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { PushLease } from '../../ports/push-lease.ts';
import type { IncomingReport, ReportStore } from '../../ports/report-store.ts';
import type { SilenceJournal, SilenceStore } from '../../ports/silence-store.ts';
import { PlanNews } from '../broadcasts/plan-news.ts';
import { SyncAnswerer } from '../publishing/answer-sync.ts';
import { LatestRevisions } from '../publishing/answer-sync-latest.ts';
import { BrokerHolds } from '../publishing/broker-holds.ts';
import { HeldPlans } from '../publishing/held-plans.ts';
import { openOwnPlans } from '../publishing/own-plans.ts';
import { DocumentPublisher } from '../publishing/publish-documents.ts';
import { EpochKeeper } from '../publishing/publish-documents-epoch.ts';
import { HandOver } from '../publishing/publish-documents-hand-over.ts';
import { targetOf } from '../publishing/publish-documents-target.ts';
import { DocumentUpkeep, type UpkeepOptions } from '../publishing/publish-documents-upkeep.ts';
import { RetainedWatch } from '../publishing/publish-documents-watch.ts';
import { AudioPusher } from '../push/push-audio.ts';
import type { DescribeAsset } from '../push/push-audio-manifest.ts';
import { SilenceConfirmations } from '../silence/confirm-silence.ts';
import { KeepSilence } from '../silence/keep-silence.ts';
import { UnrecordedPlans } from '../silence/sign-unrecorded.ts';
import { SilenceRecord } from '../silence/silence-record.ts';
import { DeviceMessages } from './device-messages.ts';
import { KnownDevices } from './device-messages-known.ts';
import { ReportIngest } from './ingest-reports.ts';
import { StoredReports } from './ingest-reports-stored.ts';
import { CommandSender } from './send-command.ts';
import { TakeEvidence } from './take-evidence.ts';
import { PresenceTracker } from './track-presence.ts';

export interface MqttHalfDeps {
  transport: BroadcastTransport;
  keys: DeploymentKeys;
  clock: Clock;
  ledger: DocumentLedger;
  source: DocumentSource;
  registry: DeviceRegistry;
  incidents: IncidentLog;
  reportStore: ReportStore;
  feed: ProgressFeed;
  assets: AssetStore;
  describeAsset: DescribeAsset;
  pushLease: PushLease;
  silenceStore: SilenceStore;
  silenceJournal: SilenceJournal;
  /** told of every new report after its commit */
  onReports?: (added: readonly IncomingReport[]) => void;
  onProblem?: (problem: string, cause?: unknown) => void;
}

export interface MqttHalfOptions {
  push?: Partial<PushRules>;
  upkeep?: UpkeepOptions;
  /** others may be on the same broker */
  beside?: boolean;
}

export interface MqttHalf {
  publisher: DocumentPublisher;
  upkeep: DocumentUpkeep;
  commands: CommandSender;
  pusher: AudioPusher;
  ingest: ReportIngest;
  devices: KnownDevices;
  messages: DeviceMessages;
  silence: KeepSilence;
  confirmations: SilenceConfirmations;
  /** Call before the transport is started: subscriptions must be there when the first connection is made. */
  start(): Promise<void>;
  /** Call before the transport is stopped. */
  stop(): Promise<void>;
}

export function createMqttHalf(deps: MqttHalfDeps, options: MqttHalfOptions = {}): MqttHalf {
  const { registry, clock, ledger, assets, describeAsset, pushLease, reportStore, onReports } = deps;
  const devices = new KnownDevices(registry, clock);
  const messages = new DeviceMessages({ ...deps, devices });
  const store = deps.silenceStore;
  const record = new SilenceRecord({ ...deps, store, journal: deps.silenceJournal });
  const openPlan = openOwnPlans(deps.keys);
  const held = new HeldPlans(openPlan);
  const holds = new BrokerHolds();
  const unrecordedOf = (subject: string) => {
    const target = targetOf(subject);
    return target?.kind === 'plan' ? record.above(target.planId) : undefined;
  };
  const latest = new LatestRevisions(ledger, clock, unrecordedOf);
  const pusher = new AudioPusher(
    { ...deps, messages, assets, describe: describeAsset, lease: pushLease },
    options.push,
  );
  const publisher = new DocumentPublisher({
    ...deps,
    silence: record,
    held,
    holds,
    noteRecorded: (subject, revision) => latest.note(subject, revision),
    pauseAudio: () => pusher.pause(),
  });
  const unrecorded = new UnrecordedPlans({ ...deps, record, held, pauseAudio: () => pusher.pause() });
  const news = new PlanNews({ record, store, held, unrecorded, publisher, ledger });
  const silence = new KeepSilence({ ...deps, record, store, held, unrecorded, publisher });
  const confirmations = new SilenceConfirmations({ record, held, store, clock });
  const upkeep = new DocumentUpkeep({ ...deps, publisher, lookedAt: () => watch.lookedAt() }, options.upkeep);
  const epochs = new EpochKeeper({
    ...deps,
    publisher,
    reissueAll: () => upkeep.reissueAll(),
    unrecorded: unrecordedOf,
  });
  const watch: RetainedWatch = new RetainedWatch({ ...deps, latest, publisher, epochs, news, holds });
  const handOver = options.beside === true ? new HandOver({ ...deps, publisher, holds }) : undefined;
  const sync = new SyncAnswerer({ ...deps, messages, latest, publisher, epochs, confirmations });
  const evidence = new TakeEvidence({ ...deps, messages, latest, epochs, news, openPlan });
  const stored = new StoredReports({
    ...deps,
    devices,
    ...(onReports === undefined ? {} : { onAdded: onReports }),
  });
  const ingest = new ReportIngest({ ...deps, messages, store: reportStore, stored });
  const presence = new PresenceTracker({ ...deps, messages });
  const commands = new CommandSender(deps);
  return {
    publisher,
    upkeep,
    commands,
    pusher,
    ingest,
    devices,
    messages,
    silence,
    confirmations,
    async start() {
      await silence.start();
      watch.start();
      sync.start();
      evidence.start();
      ingest.start();
      presence.start();
      pusher.start();
      upkeep.start();
      handOver?.start();
    },
    async stop() {
      watch.stop();
      confirmations.stop();
      await silence.stop();
      await pusher.stop();
      await ingest.stop();
      await handOver?.stop();
      await upkeep.stop();
    },
  };
}
