/** Every route of the application, in one place: what each asks for, and that it is there. */

import type { Permissions } from '../services/people/permissions.ts';
import type { Areas } from '../services/register/areas.ts';
import type { Clusters } from '../services/register/clusters.ts';
import type { Devices } from '../services/register/devices.ts';
import type { Groups } from '../services/register/groups.ts';
import type { TableImports } from '../services/register/import-tables.ts';
import type { HttpServer } from './http-server.ts';
import { type AccountPageDeps, accountPageRoutes } from './routes/account-pages.ts';
import { type AccountRouteDeps, accountRoutes } from './routes/accounts.ts';
import { type ApprovalPageDeps, approvalPageRoutes } from './routes/approval-page.ts';
import { type ApprovalRouteDeps, approvalRoutes } from './routes/approvals.ts';
import { areaRoutes } from './routes/areas.ts';
import { type AuditRouteDeps, auditRoutes } from './routes/audit.ts';
import { type BroadcastRouteDeps, broadcastRoutes } from './routes/broadcasts.ts';
import { bulletinVersionRoutes, type VersionRouteDeps } from './routes/bulletin-versions.ts';
import { type BulletinRouteDeps, bulletinRoutes } from './routes/bulletins.ts';
import { type CalendarRouteDeps, calendarRoutes } from './routes/calendar.ts';
import { type ClusterHealthRouteDeps, clusterHealthRoutes } from './routes/cluster-health.ts';
import { type ClusterSettingsRouteDeps, clusterSettingsRoutes } from './routes/cluster-settings.ts';
import { clusterRoutes } from './routes/clusters.ts';
import { type CommandRouteDeps, commandRoutes } from './routes/commands.ts';
import { type CommuneRulesRouteDeps, communeRulesRoutes } from './routes/commune-rules.ts';
import { type CompositionRouteDeps, compositionRoutes } from './routes/composition.ts';
import { type ConsoleSiteDeps, consoleSiteRoutes } from './routes/console-site.ts';
import { type CoverageHistoryRouteDeps, coverageHistoryRoutes } from './routes/coverage-history.ts';
import { type EmergencyRouteDeps, emergencyRoutes } from './routes/emergencies.ts';
import { type EnrolmentRouteDeps, enrolmentRoutes } from './routes/enrolments.ts';
import { type HardwareRouteDeps, hardwareRoutes } from './routes/hardware.ts';
import { type HealthRouteDeps, healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { type IncidentRouteDeps, incidentRoutes } from './routes/incidents.ts';
import { type LiveRouteDeps, liveRoutes } from './routes/live.ts';
import { livePageRoutes } from './routes/live-page.ts';
import { type MaintenanceRouteDeps, maintenanceRoutes } from './routes/maintenance.ts';
import { type MakeUpRouteDeps, makeUpRoutes } from './routes/make-ups.ts';
import { type MapRouteDeps, mapRoutes } from './routes/map.ts';
import { type OnTheSpotRouteDeps, onTheSpotRoutes } from './routes/on-the-spot.ts';
import { type OutlookRouteDeps, outlookRoutes } from './routes/outlook.ts';
import { type OutsideRouteDeps, outsideApprovalRoutes } from './routes/outside-approvals.ts';
import { type OwnAccountRouteDeps, ownAccountRoutes } from './routes/own-account.ts';
import { type OwnTemplateRouteDeps, ownTemplateRoutes } from './routes/own-templates.ts';
import { type PeopleRouteDeps, peopleRoutes } from './routes/people.ts';
import { type ProgrammeLogRouteDeps, programmeLogRoutes } from './routes/programme-log.ts';
import { type ProvisioningRouteDeps, provisioningRoutes } from './routes/provisioning.ts';
import { type PublicPageDeps, publicPageRoutes } from './routes/public-pages.ts';
import { type PublicSignRouteDeps, publicSignRoutes } from './routes/public-signs.ts';
import { type ReadinessRouteDeps, readinessRoutes } from './routes/readiness.ts';
import { type ReadingRouteDeps, readingRoutes } from './routes/readings.ts';
import { type RecordingRouteDeps, recordingRoutes } from './routes/recordings.ts';
import { type RelaySourceRouteDeps, relaySourceRoutes } from './routes/relay-sources.ts';
import { type ResumableUploadRouteDeps, resumableUploadRoutes } from './routes/resumable-uploads.ts';
import { type RolloutRouteDeps, rolloutRoutes } from './routes/rollouts.ts';
import { type ScheduleRouteDeps, scheduleRoutes } from './routes/schedules.ts';
import { type SelfTestRouteDeps, selfTestRoutes } from './routes/self-tests.ts';
import { type SignInRouteDeps, signInRoutes } from './routes/sign-in.ts';
import { type SilenceRouteDeps, silenceRoutes } from './routes/silence.ts';
import { type SourceBulletinRouteDeps, sourceBulletinRoutes } from './routes/source-bulletins.ts';
import { type SpeechRouteDeps, speechRoutes } from './routes/speech.ts';
import { type TellingRouteDeps, tellingRoutes } from './routes/telling.ts';
import { type TemplateRouteDeps, templateRoutes } from './routes/templates.ts';
import { type TodayRouteDeps, todayRoutes } from './routes/today.ts';
import { type WatchingRouteDeps, watchingRoutes } from './routes/watching.ts';

/** What the routes ask for. */
export interface RouteDeps
  extends BulletinRouteDeps,
    VersionRouteDeps,
    CompositionRouteDeps,
    OwnTemplateRouteDeps,
    TemplateRouteDeps,
    BroadcastRouteDeps,
    OutlookRouteDeps,
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
    MapRouteDeps,
    AuditRouteDeps,
    ProgrammeLogRouteDeps,
    ProvisioningRouteDeps,
    RolloutRouteDeps,
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
    PublicPageDeps,
    PublicSignRouteDeps,
    TellingRouteDeps,
    TodayRouteDeps,
    ConsoleSiteDeps {
  areas: Areas;
  groups: Groups;
  clusters: Clusters;
  devices: Devices;
  imports: TableImports;
  permissions: Permissions;
}

export async function allRoutes(server: HttpServer, deps: RouteDeps): Promise<void> {
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
  ownTemplateRoutes(server, deps);
  speechRoutes(server, deps);
  await resumableUploadRoutes(server, deps.resumable);
  recordingRoutes(server, deps);
  broadcastRoutes(server, deps);
  outlookRoutes(server, deps);
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
  mapRoutes(server, deps);
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
  publicSignRoutes(server, deps);
  publicPageRoutes(server, deps);
  todayRoutes(server, deps);
  consoleSiteRoutes(server, deps);
}
