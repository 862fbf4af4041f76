/** The use cases behind the HTTP API. */
import type { DeploymentFile } from '@loa-lang/schemas/wire/enrolment';
import { isUnavailable } from '../adapters/repositories/database-faults.ts';
import type { AppDeps } from '../app.ts';
import { EventStream } from '../http/event-stream.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { DeploymentFacts } from '../http/routes/provisioning.ts';
import type { RolloutRouteDeps } from '../http/routes/rollouts.ts';
import type { Assembly } from '../ports/assembly.ts';
import type { AssetStore, EncodingSettings, OriginalStore, Transcoder } from '../ports/audio.ts';
import type { AuditHeads, AuditJournal } from '../ports/audit-log.ts';
import type { Authority } from '../ports/authority.ts';
import type { BrokerGate } from '../ports/broker-gate.ts';
import type { Clock } from '../ports/clock.ts';
import type { Exclusive } from '../ports/exclusive.ts';
import type { HealthProbe } from '../ports/health-probe.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { PhotoStore } from '../ports/photo-store.ts';
import type { PlanPublisher } from '../ports/plan-publisher.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { Speech } from '../ports/speech.ts';
import type { StreamPuller } from '../ports/stream-puller.ts';
import type { PartialUploads, UploadStore, WorkFolders } from '../ports/uploads.ts';
import { BroadcastCancelling } from '../services/broadcasts/cancel-broadcast.ts';
import { BroadcastPlanning } from '../services/broadcasts/plan-broadcast.ts';
import { BroadcastRanking } from '../services/broadcasts/rank-broadcast.ts';
import { BroadcastViews } from '../services/broadcasts/view-broadcasts.ts';
import { BulletinVersions } from '../services/bulletins/bulletin-versions.ts';
import { Bulletins } from '../services/bulletins/bulletins.ts';
import { Composing } from '../services/bulletins/compose-audio.ts';
import { VersionDrafting } from '../services/bulletins/draft-version.ts';
import { BulletinMaking } from '../services/bulletins/make-bulletins.ts';
import { BulletinRemoval } from '../services/bulletins/remove-bulletins.ts';
import { StationWords } from '../services/bulletins/station-texts.ts';
import { TemplateBook } from '../services/bulletins/template-book.ts';
import { BulletinTemplates } from '../services/bulletins/templates.ts';
import { MakeUpUpkeep } from '../services/make-up/make-up-upkeep.ts';
import { MakeUps } from '../services/make-up/make-ups.ts';
import type { People } from '../services/people/people.ts';
import { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import { BringForward } from '../services/readiness/bring-forward.ts';
import { Outages } from '../services/readiness/outages.ts';
import { Dictionary } from '../services/reading/dictionary.ts';
import { Readings } from '../services/reading/readings.ts';
import { Voices } from '../services/reading/voices.ts';
import { OriginalKeeping } from '../services/recordings/keep-originals.ts';
import { Recordings } from '../services/recordings/recordings.ts';
import { ResumableUploads } from '../services/recordings/resumable-uploads.ts';
import type { Materialiser } from '../services/schedules/materialise.ts';
import type { MissingOccurrences } from '../services/schedules/missing-occurrences.ts';
import type { SourceAdvance } from '../services/sources/advance-source.ts';
import { EventPlaces } from '../services/watch/event-places.ts';
import { type AlarmDeps, composeAlarm } from './alarm.ts';
import { type ApprovalUseCases, composeApproval } from './approval.ts';
import { composeIdentity } from './identity.ts';
import { composeIncidents } from './incidents.ts';
import { composeLive, type LiveAdapters } from './live.ts';
import { composeRecord } from './record.ts';
import { composeRegister } from './register.ts';
import { composeRelaySources } from './relay.ts';
import type { Remote } from './remote.ts';
import { composeSchedules } from './schedules.ts';
import { composeSources } from './sources.ts';
import type { Stores } from './stores.ts';
import type { Telling } from './telling.ts';
import { composeToday } from './today.ts';
import { composeWhereabouts } from './whereabouts.ts';

export interface UseCaseDeps
  extends Pick<AlarmDeps, 'keeper' | 'confirmations' | 'incidentLog'>,
    LiveAdapters,
    Pick<AppDeps, 'mapTiles'> {
  stores: Stores;
  publisher: PlanPublisher;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  assets: AssetStore;
  originals: OriginalStore;
  uploads: UploadStore;
  partials: PartialUploads;
  folders: WorkFolders;
  speech: Speech;
  transcoder: Transcoder;
  /** of relay sources */
  puller: StreamPuller;
  assembly: Assembly;
  encoding: EncodingSettings;
  encodingKey: (inputSha256: string, settings: EncodingSettings) => string;
  defaultVoice: string;
  defaultWordsPerMinute: number;
  uploadLimitBytes: number;
  pace: { bytesPerSecond: number; burstBytes: number };
  maxWatchers: number;
  probes: readonly HealthProbe[];
  deployment: DeploymentFacts;
  authority: Authority;
  gate: BrokerGate;
  /** where devices with certificates connect; none do when absent */
  deviceBrokerUrl: string | undefined;
  /** what a fresh device is given */
  deploymentFile: () => DeploymentFile | undefined;
  apiToken: string | undefined;
  /** without anybody on record whoever calls from this machine is the station */
  trial: boolean;
  /** who is on record */
  people: People;
  /** for secrets at rest */
  secretBox: SecretBox;
  passwordHasher: PasswordHasher;
  photos: PhotoStore;
  auditJournal: AuditJournal;
  auditHeads: AuditHeads;
  /** where people reach this system */
  publicUrl: string | undefined;
  /** addresses and CIDR ranges that are believed when they say for whom they ask */
  trustedProxies: readonly string[];
  /** work that no two controllers do at once */
  locks: Exclusive;
  /** emergencies without open fields are spoken ahead and kept on the devices */
  preparedEmergencies: boolean;
  onProblem: (problem: string, cause: unknown) => void;
}

/** `audit` and `making`, then `resumable`, `keeping`, `bringForward` and `events` are to be started and stopped by the caller. */
export function composeUseCases(deps: UseCaseDeps): Omit<
  AppDeps,
  'logger' | keyof Remote | keyof Telling | keyof RolloutRouteDeps
> &
  Pick<ApprovalUseCases, 'approvalUpkeep'> &
  Pick<ReturnType<typeof composeIdentity>, 'peopleUpkeep' | 'linkMaker'> &
  Pick<ReturnType<typeof composeRecord>, 'coverageWarming'> &
  Pick<ReturnType<typeof composeAlarm>, 'launch' | 'preparing' | 'looking'> &
  Pick<AlarmDeps, 'keeper'> & {
    making: BulletinMaking;
    keeping: OriginalKeeping;
    bringForward: BringForward;
    materialiser: Materialiser;
    missing: MissingOccurrences;
    makeUpUpkeep: MakeUpUpkeep;
    sourceAdvance: SourceAdvance;
  } {
  const { stores, feed, clock } = deps;
  const { register, bulletins, broadcasts, recordings, stationTexts } = stores;
  const delivery = new DocumentDelivery(deps.publisher);
  const common = { ...deps, register, bulletins, broadcasts, recordings, holdings: broadcasts, delivery };
  const readings = new Readings({ ...common, dictionary: stores.dictionary, timeZone: TIME_ZONE });
  const making = new BulletinMaking({
    ...common,
    composing: new Composing(common),
    readings,
    onReady: async (bulletinId) => {
      const bulletin = await bulletins.find(bulletinId);
      if (bulletin?.keep) await delivery.deliver({ plans: [bulletin.communeId] });
      if (bulletin !== undefined) scheduling.materialiser.soon(bulletin.communeId);
      await sourcing.sourceAdvance.ready(bulletinId);
    },
  });
  const lateRuling = { of: (...asked: Parameters<typeof ruling.of>) => ruling.of(...asked) };
  const approval = composeApproval({ ...common, readings, ruling: lateRuling });
  const voices = new Voices(deps);
  const views = new BroadcastViews({ ...stores, areas: register.areas, clock, timeZone: TIME_ZONE });
  const drafting = new VersionDrafting({ stationTexts, voices });
  const cancelling = new BroadcastCancelling({ ...common, views });
  const scheduling = composeSchedules({
    ...{ ...deps, voices, making, views, cancelling, delivery, timeZone: TIME_ZONE },
    approvals: approval.approvals,
    permissions: approval.permissions,
  });
  const onChanged = async (communeId: string) => void (await scheduling.materialiser.run(communeId));
  const content = { ...common, making, drafting, onChanged };
  const bulletinUseCases = new Bulletins(content);
  const book = new TemplateBook({
    ...{ ownTemplates: stores.ownTemplates, areas: register.areas, clock, newId: deps.newId },
    onChanged: () => wordsChanged(),
  });
  const templates = new BulletinTemplates({ bulletins: bulletinUseCases, book, clock, timeZone: TIME_ZONE });
  const { approvals } = approval;
  const { ruling } = scheduling;
  const planning = new BroadcastPlanning({ ...common, approvals, ruling });
  const makeUps = new MakeUps({
    ...{ ...common, makeUpFacts: stores.makeUps, views, planning, approvals, ruling },
    timeZone: TIME_ZONE,
  });
  const versions = new BulletinVersions(content);
  const removal = new BulletinRemoval({ ...common, making, onChanged });
  const alarm = composeAlarm({
    ...common,
    ...{ templates, book, planning, cancelling, views, drafting, readings },
    writing: bulletinUseCases,
    isDatabaseUnavailable: isUnavailable,
  });
  const sourcing = composeSources({
    ...{ ...deps, bulletins: bulletinUseCases, versions, removal, cancelling, planning, launch: alarm.launch },
    permissions: approval.permissions,
  });
  const whereabouts = composeWhereabouts(stores.whereabouts, deps.partials);
  const eventPlaces = new EventPlaces({ whereabouts, clock });
  const record = composeRecord({ ...deps, views, permissions: approval.permissions });
  const wordsChanged = () => deps.preparedEmergencies && alarm.preparing.look();
  return {
    ...deps,
    ...record,
    ...composeIdentity({ ...deps, audit: record.audit, isDatabaseUnavailable: isUnavailable }),
    ...scheduling,
    ...alarm,
    making,
    voices,
    keeping: new OriginalKeeping(common),
    recordings: new Recordings({ ...common, making }),
    bringForward: new BringForward(common),
    ...composeRegister({
      ...{ ...common, ...stores, deploymentId: deps.deployment.id },
      ...{ openIncidents: stores.incidents, areas: register.areas },
      setTrial: (communeId) => scheduling.communeRules.setTrial(communeId),
      ...{ areaCreated: wordsChanged, clusterChanged: onChanged },
    }),
    readings,
    dictionary: new Dictionary({ ...common, dictionary: stores.dictionary, onChanged: wordsChanged }),
    versions,
    removal,
    stationWords: new StationWords({
      stationTexts,
      areas: register.areas,
      clock,
      onChanged: async (communeId) => {
        wordsChanged();
        await onChanged(communeId);
      },
    }),
    resumable: new ResumableUploads({ ...common, bulletins: bulletinUseCases }),
    ...approval,
    planning,
    ...sourcing,
    ranking: new BroadcastRanking(common),
    relaySources: composeRelaySources(deps),
    lives: composeLive({ ...common, ...scheduling, ...record, planning, writing: bulletinUseCases }),
    makeUps,
    makeUpUpkeep: new MakeUpUpkeep({ ...deps, makeUps, makeUpFacts: stores.makeUps }),
    ...{ cancelling, views, whereabouts, bulletins: bulletinUseCases, templates, book },
    ...composeToday(stores, { ...alarm, ...record, approvals, views, makeUps, clock, ruling }),
    outages: new Outages({ ...common, outages: stores.readiness }),
    events: new EventStream(feed, (event) => eventPlaces.of(event), { maxWatchers: deps.maxWatchers }),
    ...composeIncidents({ ...deps, whereabouts, permissions: approval.permissions }),
    isDatabaseUnavailable: isUnavailable,
  };
}
