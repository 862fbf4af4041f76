/** Silence, stopping and emergencies. */

import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { BroadcastCancelling } from '../services/broadcasts/cancel-broadcast.ts';
import type { BroadcastPlanning } from '../services/broadcasts/plan-broadcast.ts';
import type { BroadcastViews } from '../services/broadcasts/view-broadcasts.ts';
import type { Bulletins } from '../services/bulletins/bulletins.ts';
import type { VersionDrafting } from '../services/bulletins/draft-version.ts';
import type { TemplateBook } from '../services/bulletins/template-book.ts';
import type { BulletinTemplates } from '../services/bulletins/templates.ts';
import { Emergencies } from '../services/emergency/emergencies.ts';
import { EmergencyContents } from '../services/emergency/emergency-content.ts';
import { EmergencyDelegations } from '../services/emergency/emergency-delegations.ts';
import { EmergencyFlags } from '../services/emergency/emergency-flags.ts';
import { EmergencyLaunch } from '../services/emergency/emergency-launch.ts';
import { EmergencyPreparing } from '../services/emergency/prepare-emergencies.ts';
import { SpotCredentials } from '../services/on-the-spot/spot-credentials.ts';
import type { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import type { Readings } from '../services/reading/readings.ts';
import type { SilenceConfirmations } from '../services/silence/confirm-silence.ts';
import type { KeepSilence } from '../services/silence/keep-silence.ts';
import { LookAfterAlarms } from '../services/silence/look-after-alarms.ts';
import { SilenceReminders } from '../services/silence/remind-silence.ts';
import { liftedBy, Silence } from '../services/silence/silence.ts';
import { BroadcastStopping } from '../services/silence/stop.ts';
import type { Stores } from './stores.ts';

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
  book: TemplateBook;
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
  const spotCredentials = new SpotCredentials({ ...common, spotCredentials: stores.spotCredentials });
  const preparing = new EmergencyPreparing({
    ...common,
    onPrepared: (communeId) => spotCredentials.preparedChanged(communeId),
  });
  const delegations = new EmergencyDelegations(common);
  const flags = new EmergencyFlags(common);
  const reminders = new SilenceReminders({ ...common, store: stores.silence });
  return {
    silence: new Silence({ ...common, store: stores.silence, isPlan: (id) => keeper.holds(id) }),
    stopping,
    launch,
    preparing,
    spotCredentials,
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
