/** Silence, stopping and emergencies. */
import type { Stores } from './compose-stores.ts';
import type { Clock } from './ports/clock.ts';
import type { IncidentLog } from './ports/device-registry.ts';
import type { ProgressFeed } from './ports/progress-feed.ts';
import type { Bulletins } from './services/bulletins.ts';
import type { BroadcastCancelling } from './services/cancel-broadcast.ts';
import type { SilenceConfirmations } from './services/confirm-silence.ts';
import type { DocumentDelivery } from './services/deliver-documents.ts';
import type { VersionDrafting } from './services/draft-version.ts';
import { Emergencies } from './services/emergencies.ts';
import { EmergencyContents } from './services/emergency-content.ts';
import { EmergencyDelegations } from './services/emergency-delegations.ts';
import { EmergencyFlags } from './services/emergency-flags.ts';
import { EmergencyLaunch } from './services/emergency-launch.ts';
import type { KeepSilence } from './services/keep-silence.ts';
import { LookAfterAlarms } from './services/look-after-alarms.ts';
import type { BroadcastPlanning } from './services/plan-broadcast.ts';
import { EmergencyPreparing } from './services/prepare-emergencies.ts';
import type { Readings } from './services/readings.ts';
import { SilenceReminders } from './services/remind-silence.ts';
import { liftedBy, Silence } from './services/silence.ts';
import { BroadcastStopping } from './services/stop.ts';
import type { BulletinTemplates } from './services/templates.ts';
import type { BroadcastViews } from './services/view-broadcasts.ts';

export interface AlarmDeps {
  stores: Stores;
  keeper: Pick<KeepSilence, 'carry' | 'record' | 'holds'>;
  confirmations: Pick<SilenceConfirmations, 'of'>;
  incidentLog: IncidentLog;
  clock: Clock;
  newId: () => string;
  feed: ProgressFeed;
  delivery: DocumentDelivery;
  planning: BroadcastPlanning;
  cancelling: BroadcastCancelling;
  views: BroadcastViews;
  writing: Bulletins;
  templates: BulletinTemplates;
  drafting: VersionDrafting;
  readings: Readings;
  isDatabaseUnavailable: (error: unknown) => boolean;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeAlarm(deps: AlarmDeps) {
  const { stores, keeper, clock, incidentLog: incidents } = deps;
  const { register, bulletins, broadcasts, emergencies: store } = stores;
  const common = {
    ...deps,
    register,
    bulletins,
    broadcasts,
    emergencies: store,
    incidents,
    openIncidents: stores.incidents,
  };
  // known at once, so that the plan that is about to be signed says both; written down beside that
  const lift = (latchIds: readonly string[], by: string) =>
    latchIds.flatMap((id) => {
      const latch = keeper.record.find(id);
      if (latch === undefined) return [];
      const lifted = liftedBy(latch, clock.now(), by);
      void keeper.record.hold(lifted);
      // the next reminder would only look at what is open
      void incidents
        .clear('silence-open', id, clock.now())
        .catch((cause) => deps.onProblem('incident not cleared', cause));
      return [lifted];
    });
  const launch = new EmergencyLaunch({
    ...common,
    lift: (ids, act) => lift(ids, act.sentBy.name),
    carry: (latch) => keeper.carry(latch),
  });
  const stopping = new BroadcastStopping(common);
  const preparing = new EmergencyPreparing(common);
  const delegations = new EmergencyDelegations(common);
  const flags = new EmergencyFlags(common);
  const reminders = new SilenceReminders({ ...common, store: stores.silence });
  return {
    silence: new Silence({ ...common, store: stores.silence, isPlan: (id) => keeper.holds(id) }),
    stopping,
    launch,
    preparing,
    delegations,
    flags,
    reminders,
    looking: new LookAfterAlarms({ ...common, flags, reminders }),
    emergencies: new Emergencies({
      ...common,
      ...{ launch, stopping },
      contents: new EmergencyContents({
        ...common,
        preparedFor: (communeId, templateId) => preparing.readyFor(communeId, templateId),
      }),
      mayTrigger: (hamletIds) => delegations.mayTrigger(hamletIds),
    }),
  };
}
