/** The repositories over one database. */
import type { Database } from '../adapters/postgres/database.ts';
import { ApiTokenRepository } from '../adapters/repositories/api-token-repository.ts';
import { ApprovalRepository } from '../adapters/repositories/approval-repository.ts';
import { AreaRepository } from '../adapters/repositories/area-repository.ts';
import { AuditRepository } from '../adapters/repositories/audit-repository.ts';
import { BroadcastRepository } from '../adapters/repositories/broadcast-repository.ts';
import { BulletinRepository } from '../adapters/repositories/bulletin-repository.ts';
import { ClusterRepository } from '../adapters/repositories/cluster-repository.ts';
import { CommuneRulesRepository, DayOffRepository } from '../adapters/repositories/commune-rules-repository.ts';
import { ComplaintRepository } from '../adapters/repositories/complaint-repository.ts';
import { ContentRepository } from '../adapters/repositories/content-repository.ts';
import { CoverageRepository } from '../adapters/repositories/coverage-repository.ts';
import { DelegationRepository } from '../adapters/repositories/delegation-repository.ts';
import { DeviceRepository } from '../adapters/repositories/device-repository.ts';
import { DictionaryRepository } from '../adapters/repositories/dictionary-repository.ts';
import { DocumentSourceRepository } from '../adapters/repositories/document-source.ts';
import { EmergencyRepository } from '../adapters/repositories/emergency-repository.ts';
import { EnrolmentRepository } from '../adapters/repositories/enrolment-repository.ts';
import { GroupRepository } from '../adapters/repositories/group-repository.ts';
import { ClusterWatchRepository } from '../adapters/repositories/health/cluster-watch-repository.ts';
import { HealthRepository } from '../adapters/repositories/health/health-repository.ts';
import { IncidentRepository } from '../adapters/repositories/incident-repository.ts';
import { LinkRepository } from '../adapters/repositories/link-repository.ts';
import { LiveRepository } from '../adapters/repositories/live-repository.ts';
import { LocalActRepository } from '../adapters/repositories/local-act-repository.ts';
import { MaintenanceRepository } from '../adapters/repositories/maintenance-repository.ts';
import { MakeUpRepository } from '../adapters/repositories/make-up-repository.ts';
import { MapRepository } from '../adapters/repositories/map-repository.ts';
import { OccurrenceRepository } from '../adapters/repositories/occurrence-repository.ts';
import { PeopleRepository } from '../adapters/repositories/people-repository.ts';
import { ProgrammeBulletinRepository } from '../adapters/repositories/programme-bulletin-repository.ts';
import { ProgrammeLogRepository } from '../adapters/repositories/programme-log-repository.ts';
import { ReadinessRepository } from '../adapters/repositories/readiness-repository.ts';
import { RecordingRepository } from '../adapters/repositories/recording-repository.ts';
import { RelaySourceRepository } from '../adapters/repositories/relay-source-repository.ts';
import { ScheduleRepository } from '../adapters/repositories/schedule-repository.ts';
import { SecondFactorRepository } from '../adapters/repositories/second-factor-repository.ts';
import { SessionRepository } from '../adapters/repositories/session-repository.ts';
import { SignInRepository } from '../adapters/repositories/sign-in-repository.ts';
import { SignRepository } from '../adapters/repositories/sign-repository.ts';
import { SilenceRepository } from '../adapters/repositories/silence-repository.ts';
import { SourceRepository } from '../adapters/repositories/source-repository.ts';
import { SpotRepository } from '../adapters/repositories/spot-repository.ts';
import { StationTextRepository } from '../adapters/repositories/station-text-repository.ts';
import { StreamBroadcastRepository } from '../adapters/repositories/stream-broadcast-repository.ts';
import { StreamGapRepository } from '../adapters/repositories/stream-gap-repository.ts';
import { SubjectNameRepository } from '../adapters/repositories/subject-name-repository.ts';
import { TemplateRepository } from '../adapters/repositories/template-repository.ts';
import { TerritoryRepository } from '../adapters/repositories/territory-repository.ts';
import { WhereaboutsRepository } from '../adapters/repositories/whereabouts-repository.ts';
import type { ApiTokenStore } from '../ports/api-token-store.ts';
import type { ApprovalStore } from '../ports/approval-store.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { AudioHoldings, BroadcastOrder, BroadcastStore } from '../ports/broadcast-store.ts';
import type { BulletinStore } from '../ports/bulletin-store.ts';
import type { ClusterWatchReader } from '../ports/cluster-watch-reader.ts';
import type { ComplaintStore } from '../ports/complaint-store.ts';
import type { ContentReader } from '../ports/content-reader.ts';
import type { CoverageFacts } from '../ports/coverage-facts.ts';
import type { DataUse } from '../ports/data-use.ts';
import type { DelegationStore } from '../ports/delegation-store.ts';
import type { DictionaryStore } from '../ports/dictionary-store.ts';
import type { DocumentSource } from '../ports/document-ledger.ts';
import type { EmergencyStore } from '../ports/emergency-store.ts';
import type { EnrolmentStore } from '../ports/enrolment-store.ts';
import type { HealthReader } from '../ports/health-reader.ts';
import type { IncidentActs, IncidentReader, OpenIncidents } from '../ports/incident-reader.ts';
import type { LinkStore } from '../ports/link-store.ts';
import type { LiveStore } from '../ports/live-store.ts';
import type { MaintenanceStore } from '../ports/maintenance-store.ts';
import type { MakeUpStore } from '../ports/make-up-store.ts';
import type { MapStore } from '../ports/map-store.ts';
import type { PeopleStore } from '../ports/people-store.ts';
import type { SignStore } from '../ports/pole-signs.ts';
import type { ProgrammeLogStore } from '../ports/programme-log.ts';
import type { OutageStore, ReadinessStore } from '../ports/readiness-store.ts';
import type { RecordingStore } from '../ports/recording-store.ts';
import type { Register } from '../ports/register.ts';
import type { RelaySourceStore } from '../ports/relay-source-store.ts';
import type {
  CommuneRulesStore,
  DayOffStore,
  OccurrenceStore,
  ProgrammeBulletins,
  ScheduleStore,
} from '../ports/schedule-store.ts';
import type { SecondFactorStore } from '../ports/second-factor-store.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { SilenceStore } from '../ports/silence-store.ts';
import type { SourceStore } from '../ports/source-store.ts';
import type { LocalActStore, SpotCredentialStore } from '../ports/spot-store.ts';
import type { StationTextStore } from '../ports/station-texts.ts';
import type { StreamBroadcasts } from '../ports/stream-broadcasts.ts';
import type { StreamGaps } from '../ports/stream-gaps.ts';
import type { SubjectNames } from '../ports/subject-names.ts';
import type { TemplateStore } from '../ports/template-store.ts';
import type { Whereabouts } from '../ports/whereabouts.ts';

export interface Stores {
  register: Register;
  bulletins: BulletinStore;
  stationTexts: StationTextStore;
  ownTemplates: TemplateStore;
  dictionary: DictionaryStore;
  broadcasts: BroadcastStore & BroadcastOrder & AudioHoldings;
  documents: DocumentSource;
  contents: ContentReader;
  complaints: ComplaintStore;
  approvals: ApprovalStore;
  delegations: DelegationStore;
  incidents: IncidentReader & IncidentActs & OpenIncidents;
  maintenance: MaintenanceStore;
  recordings: RecordingStore;
  readiness: ReadinessStore & OutageStore;
  makeUps: MakeUpStore;
  sources: SourceStore;
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  programmeBulletins: ProgrammeBulletins;
  communeRules: CommuneRulesStore;
  daysOff: DayOffStore;
  silence: SilenceStore;
  emergencies: EmergencyStore;
  spotCredentials: SpotCredentialStore;
  localActs: LocalActStore;
  people: PeopleStore;
  sessions: SessionStore;
  signIns: SignInStore;
  secondFactors: SecondFactorStore;
  links: LinkStore;
  apiTokens: ApiTokenStore;
  whereabouts: Whereabouts;
  subjectNames: SubjectNames;
  enrolments: EnrolmentStore;
  audit: AuditLog;
  programmeLog: ProgrammeLogStore;
  coverageFacts: CoverageFacts;
  streamGaps: StreamGaps;
  streamBroadcasts: StreamBroadcasts;
  relaySources: RelaySourceStore;
  lives: LiveStore;
  maps: MapStore;
  health: HealthReader & DataUse;
  signs: SignStore;
  clusterWatchReader: ClusterWatchReader;
}

export function storesOn(database: Database): Stores {
  const reader = new TerritoryRepository(database);
  const broadcasts = new BroadcastRepository(database);
  const streamGaps = new StreamGapRepository(database);
  return {
    register: {
      areas: new AreaRepository(database),
      groups: new GroupRepository(database),
      clusters: new ClusterRepository(database),
      devices: new DeviceRepository(database),
      reader,
    },
    bulletins: new BulletinRepository(database),
    stationTexts: new StationTextRepository(database),
    ownTemplates: new TemplateRepository(database),
    dictionary: new DictionaryRepository(database),
    broadcasts,
    documents: new DocumentSourceRepository(database, broadcasts, reader, streamGaps),
    contents: new ContentRepository(database),
    complaints: new ComplaintRepository(database),
    approvals: new ApprovalRepository(database),
    delegations: new DelegationRepository(database),
    incidents: new IncidentRepository(database),
    maintenance: new MaintenanceRepository(database),
    recordings: new RecordingRepository(database),
    readiness: new ReadinessRepository(database),
    makeUps: new MakeUpRepository(database),
    sources: new SourceRepository(database),
    schedules: new ScheduleRepository(database),
    occurrences: new OccurrenceRepository(database),
    programmeBulletins: new ProgrammeBulletinRepository(database),
    communeRules: new CommuneRulesRepository(database),
    daysOff: new DayOffRepository(database),
    silence: new SilenceRepository(database),
    maps: new MapRepository(database),
    emergencies: new EmergencyRepository(database),
    spotCredentials: new SpotRepository(database),
    localActs: new LocalActRepository(database),
    people: new PeopleRepository(database),
    sessions: new SessionRepository(database),
    signIns: new SignInRepository(database),
    secondFactors: new SecondFactorRepository(database),
    links: new LinkRepository(database),
    apiTokens: new ApiTokenRepository(database),
    whereabouts: new WhereaboutsRepository(database),
    subjectNames: new SubjectNameRepository(database),
    enrolments: new EnrolmentRepository(database),
    audit: new AuditRepository(database),
    programmeLog: new ProgrammeLogRepository(database),
    coverageFacts: new CoverageRepository(database),
    streamGaps,
    streamBroadcasts: new StreamBroadcastRepository(database),
    relaySources: new RelaySourceRepository(database),
    lives: new LiveRepository(database),
    health: new HealthRepository(database),
    signs: new SignRepository(database),
    clusterWatchReader: new ClusterWatchRepository(database),
  };
}
