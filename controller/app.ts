/** The HTTP application, built from use cases; listens to nothing, so tests can inject requests. */
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { EventStream } from './http/event-stream.ts';
import type { HttpServer } from './http/http-server.ts';
import { type AccessDeps, installAccess } from './http/plugins/access.ts';
import { installAudit } from './http/plugins/audit.ts';
import { installErrors } from './http/plugins/errors.ts';
import { installOpenApi } from './http/plugins/openapi.ts';
import { installPermissions } from './http/plugins/permissions.ts';
import { installRefusals } from './http/plugins/refusals.ts';
import { installTextCheck } from './http/plugins/text.ts';
import { installWebSockets } from './http/plugins/websockets.ts';
import { type AccountPageDeps, accountPageRoutes } from './http/routes/account-pages.ts';
import { type AccountRouteDeps, accountRoutes } from './http/routes/accounts.ts';
import { type ApprovalPageDeps, approvalPageRoutes } from './http/routes/approval-page.ts';
import { type ApprovalRouteDeps, approvalRoutes } from './http/routes/approvals.ts';
import { areaRoutes } from './http/routes/areas.ts';
import { type AuditRouteDeps, auditRoutes } from './http/routes/audit.ts';
import { type BroadcastRouteDeps, broadcastRoutes } from './http/routes/broadcasts.ts';
import { bulletinVersionRoutes, type VersionRouteDeps } from './http/routes/bulletin-versions.ts';
import { type BulletinRouteDeps, bulletinRoutes } from './http/routes/bulletins.ts';
import { type CalendarRouteDeps, calendarRoutes } from './http/routes/calendar.ts';
import { type ClusterHealthRouteDeps, clusterHealthRoutes } from './http/routes/cluster-health.ts';
import { type ClusterSettingsRouteDeps, clusterSettingsRoutes } from './http/routes/cluster-settings.ts';
import { clusterRoutes } from './http/routes/clusters.ts';
import { type CommandRouteDeps, commandRoutes } from './http/routes/commands.ts';
import { type CommuneRulesRouteDeps, communeRulesRoutes } from './http/routes/commune-rules.ts';
import { type CompositionRouteDeps, compositionRoutes } from './http/routes/composition.ts';
import { type ConsoleSiteDeps, consoleSiteRoutes } from './http/routes/console-site.ts';
import { type CoverageHistoryRouteDeps, coverageHistoryRoutes } from './http/routes/coverage-history.ts';
import { type EmergencyRouteDeps, emergencyRoutes } from './http/routes/emergencies.ts';
import { type EnrolmentRouteDeps, enrolmentRoutes } from './http/routes/enrolments.ts';
import { type HardwareRouteDeps, hardwareRoutes } from './http/routes/hardware.ts';
import { type HealthRouteDeps, healthRoutes } from './http/routes/health.ts';
import { importRoutes } from './http/routes/imports.ts';
import { type IncidentRouteDeps, incidentRoutes } from './http/routes/incidents.ts';
import { type LiveRouteDeps, liveRoutes } from './http/routes/live.ts';
import { livePageRoutes } from './http/routes/live-page.ts';
import { type MaintenanceRouteDeps, maintenanceRoutes } from './http/routes/maintenance.ts';
import { type MakeUpRouteDeps, makeUpRoutes } from './http/routes/make-ups.ts';
import { type OnTheSpotRouteDeps, onTheSpotRoutes } from './http/routes/on-the-spot.ts';
import { type OutsideRouteDeps, outsideApprovalRoutes } from './http/routes/outside-approvals.ts';
import { type OwnAccountRouteDeps, ownAccountRoutes } from './http/routes/own-account.ts';
import { type PeopleRouteDeps, peopleRoutes } from './http/routes/people.ts';
import { type ProgrammeLogRouteDeps, programmeLogRoutes } from './http/routes/programme-log.ts';
import { type ProvisioningRouteDeps, provisioningRoutes } from './http/routes/provisioning.ts';
import { type ReadinessRouteDeps, readinessRoutes } from './http/routes/readiness.ts';
import { type ReadingRouteDeps, readingRoutes } from './http/routes/readings.ts';
import { type RecordingRouteDeps, recordingRoutes } from './http/routes/recordings.ts';
import { type RelaySourceRouteDeps, relaySourceRoutes } from './http/routes/relay-sources.ts';
import { type ResumableUploadRouteDeps, resumableUploadRoutes } from './http/routes/resumable-uploads.ts';
import { type RolloutRouteDeps, rolloutRoutes } from './http/routes/rollouts.ts';
import { type ScheduleRouteDeps, scheduleRoutes } from './http/routes/schedules.ts';
import { type SelfTestRouteDeps, selfTestRoutes } from './http/routes/self-tests.ts';
import { type SignInRouteDeps, signInRoutes } from './http/routes/sign-in.ts';
import { type SilenceRouteDeps, silenceRoutes } from './http/routes/silence.ts';
import { type SourceBulletinRouteDeps, sourceBulletinRoutes } from './http/routes/source-bulletins.ts';
import { type SpeechRouteDeps, speechRoutes } from './http/routes/speech.ts';
import { type TellingRouteDeps, tellingRoutes } from './http/routes/telling.ts';
import { type TemplateRouteDeps, templateRoutes } from './http/routes/templates.ts';
import { type WatchingRouteDeps, watchingRoutes } from './http/routes/watching.ts';
import { serializersOnDemand } from './http/serializers.ts';
import type { Whereabouts } from './ports/whereabouts.ts';
import type { Audit } from './services/audit/audit.ts';
import type { Permissions } from './services/people/permissions.ts';
import type { Areas } from './services/register/areas.ts';
import type { Clusters } from './services/register/clusters.ts';
import type { Devices } from './services/register/devices.ts';
import type { Groups } from './services/register/groups.ts';
import type { TableImports } from './services/register/import-tables.ts';

export interface AppDeps
  extends BulletinRouteDeps,
    VersionRouteDeps,
    CompositionRouteDeps,
    TemplateRouteDeps,
    BroadcastRouteDeps,
    ReadinessRouteDeps,
    MakeUpRouteDeps,
    SourceBulletinRouteDeps,
    ApprovalRouteDeps,
    ApprovalPageDeps,
    OutsideRouteDeps,
    PeopleRouteDeps,
    SilenceRouteDeps,
    EmergencyRouteDeps,
    LiveRouteDeps,
    OnTheSpotRouteDeps,
    ReadingRouteDeps,
    SpeechRouteDeps,
    RecordingRouteDeps,
    ResumableUploadRouteDeps,
    WatchingRouteDeps,
    IncidentRouteDeps,
    MaintenanceRouteDeps,
    HealthRouteDeps,
    ScheduleRouteDeps,
    CalendarRouteDeps,
    CoverageHistoryRouteDeps,
    RelaySourceRouteDeps,
    CommuneRulesRouteDeps,
    AuditRouteDeps,
    ProgrammeLogRouteDeps,
    ProvisioningRouteDeps,
    RolloutRouteDeps,
    AccessDeps,
    SignInRouteDeps,
    OwnAccountRouteDeps,
    AccountRouteDeps,
    AccountPageDeps,
    EnrolmentRouteDeps,
    CommandRouteDeps,
    ClusterSettingsRouteDeps,
    ClusterHealthRouteDeps,
    HardwareRouteDeps,
    SelfTestRouteDeps,
    TellingRouteDeps,
    ConsoleSiteDeps {
  areas: Areas;
  groups: Groups;
  clusters: Clusters;
  devices: Devices;
  imports: TableImports;
  events: EventStream;
  /** every act is written down in it */
  audit: Audit;
  permissions: Permissions;
  whereabouts: Whereabouts;
  /** addresses and CIDR ranges of those who are believed when they say for whom they ask */
  trustedProxies: readonly string[];
  isDatabaseUnavailable: (error: unknown) => boolean;
  logger?: FastifyBaseLogger;
}

/** JSON bodies: the longest text of a bulletin in four-byte characters, escaped, and some. */
const MAX_JSON_BYTES = 1024 * 1024;
/** A year, the least that OWASP asks for. Other names below this one are not ours to speak for. */
const HSTS_S = 31_536_000;

/** Head of a request: one packet, from the weakest link within this. */
const HEADERS_MS = 30_000;
/** A connection on which neither side gets a byte across: the stream of events beats every 15 s, no answer takes as long. */
const SILENT_MS = 10 * 60_000;
/** The slowest link on which the largest recording comes in one piece; in pieces it may come from a slower one. */
const SLOWEST_UPLOAD_BYTES_PER_MS = 64;
const OTHER_REQUEST_MS = 5 * 60_000;

export async function buildApp(deps: AppDeps): Promise<HttpServer> {
  const server: HttpServer = fastify({
    bodyLimit: MAX_JSON_BYTES,
    // who sends a byte now and then holds a connection for so long and no longer; answers may take their time
    requestTimeout: OTHER_REQUEST_MS + Math.ceil(deps.uploadLimitBytes / SLOWEST_UPLOAD_BYTES_PER_MS),
    connectionTimeout: SILENT_MS,
    http: { headersTimeout: HEADERS_MS },
    trustProxy: [...deps.trustedProxies],
    schemaController: { compilersFactory: { buildSerializer: serializersOnDemand } },
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    ...(deps.logger === undefined ? {} : { loggerInstance: deps.logger }),
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(TypeBoxValidatorCompiler);
  // bodies are JSON or forms: plain text is what foreign pages may send without asking first
  server.removeContentTypeParser('text/plain');
  await installWebSockets(server);
  await installHeaders(server, deps.publicUrl);
  installErrors(server, deps.isDatabaseUnavailable);
  installRefusals(server);
  installAccess(server, deps);
  installTextCheck(server);
  installPermissions(server, deps.permissions, deps.whereabouts);
  installAudit(server, deps.audit);
  acceptEmptyJson(server);
  await server.register(multipart, { throwFileSizeLimit: false });
  await installOpenApi(server);
  areaRoutes(server, deps.areas, deps.groups);
  clusterRoutes(server, deps.clusters, deps.devices);
  clusterHealthRoutes(server, deps);
  provisioningRoutes(server, deps);
  enrolmentRoutes(server, deps);
  commandRoutes(server, deps);
  clusterSettingsRoutes(server, deps);
  hardwareRoutes(server, deps);
  selfTestRoutes(server, deps);
  importRoutes(server, deps.imports);
  readingRoutes(server, deps);
  bulletinRoutes(server, deps);
  bulletinVersionRoutes(server, deps);
  compositionRoutes(server, deps);
  templateRoutes(server, deps);
  speechRoutes(server, deps);
  await resumableUploadRoutes(server, deps.resumable);
  recordingRoutes(server, deps);
  broadcastRoutes(server, deps);
  readinessRoutes(server, deps);
  makeUpRoutes(server, deps);
  sourceBulletinRoutes(server, deps);
  approvalRoutes(server, deps);
  outsideApprovalRoutes(server, deps);
  approvalPageRoutes(server, deps);
  peopleRoutes(server, deps);
  signInRoutes(server, deps);
  ownAccountRoutes(server, deps);
  accountRoutes(server, deps);
  accountPageRoutes(server, deps);
  livePageRoutes(server, deps);
  scheduleRoutes(server, deps);
  calendarRoutes(server, deps);
  coverageHistoryRoutes(server, deps);
  relaySourceRoutes(server, deps);
  communeRulesRoutes(server, deps);
  silenceRoutes(server, deps);
  emergencyRoutes(server, deps);
  liveRoutes(server, deps);
  onTheSpotRoutes(server, deps);
  rolloutRoutes(server, deps);
  watchingRoutes(server, deps);
  incidentRoutes(server, deps);
  maintenanceRoutes(server, deps);
  healthRoutes(server, deps);
  auditRoutes(server, deps);
  programmeLogRoutes(server, deps);
  tellingRoutes(server, deps);
  consoleSiteRoutes(server, deps);
  server.addHook('preClose', async () => deps.events.stop());
  return server;
}

/**
 * Answers are data: should a browser take one for a page, nothing in it runs, loads, sends or is framed, and none is kept.
 * Pages and sound say otherwise where they need it. Where people come by https they shall come by nothing else; a network
 * without TLS is not forbidden. Before whatever refuses requests.
 */
async function installHeaders(server: HttpServer, publicUrl: string | undefined): Promise<void> {
  const nothing = ["'none'"];
  const contentSecurityPolicy = {
    useDefaults: false,
    directives: { defaultSrc: nothing, baseUri: nothing, formAction: nothing, frameAncestors: nothing },
  };
  const hsts = publicUrl?.startsWith('https:') === true && { maxAge: HSTS_S, includeSubDomains: false };
  await server.register(helmet, { hsts, contentSecurityPolicy });
  server.addHook('onSend', async (_, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/** Clients that always send the JSON content type may leave the body out where nothing is needed in it. */
function acceptEmptyJson(server: HttpServer): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, null);
    else parseJson(request, body as string, done);
  });
}
