/** The start page, readiness for what comes, and how an emergency gets through. */
import type { BroadcastViews } from '../services/broadcasts/view-broadcasts.ts';
import type { Emergencies } from '../services/emergency/emergencies.ts';
import { EmergencyProgressing } from '../services/emergency/emergency-progress.ts';
import { BroadcastReadiness, type ReadinessDeps } from '../services/readiness/readiness.ts';
import { Today, type TodayDeps } from '../services/today/today.ts';
import type { Stores } from './stores.ts';

type Made = Pick<TodayDeps, 'approvals' | 'makeUps' | 'settled' | 'clock'> &
  Pick<ReadinessDeps, 'ruling'> & { views: BroadcastViews; emergencies: Emergencies };

export function composeToday(stores: Stores, made: Made) {
  const { register, broadcasts, relaySources } = stores;
  const { reader } = register;
  const facts = { readinessFacts: stores.readiness, outages: stores.readiness };
  const readiness = new BroadcastReadiness({ ...made, ...facts, register, broadcasts, relaySources });
  return {
    readiness,
    today: new Today({
      ...{ ...made, readiness, broadcasts },
      approvalStore: stores.approvals,
      complaintStore: stores.complaints,
      incidentReader: stores.incidents,
      silenceStore: stores.silence,
      ...{ reader, areaStore: register.areas, coverageFacts: stores.coverageFacts },
    }),
    progressing: new EmergencyProgressing({ ...made, reader, people: stores.people }),
  };
}
