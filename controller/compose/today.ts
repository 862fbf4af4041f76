/** The start page, and how an emergency gets through. */
import { TIME_ZONE } from '../http/instants.ts';
import type { BroadcastViews } from '../services/broadcasts/view-broadcasts.ts';
import type { Emergencies } from '../services/emergency/emergencies.ts';
import { EmergencyProgressing } from '../services/emergency/emergency-progress.ts';
import { Today, type TodayDeps } from '../services/today/today.ts';
import type { Stores } from './stores.ts';

type Made = Omit<
  TodayDeps,
  'broadcasts' | 'approvalStore' | 'complaintStore' | 'incidentReader' | 'reader' | 'timeZone' | 'views' | 'emergencies'
> & { views: BroadcastViews; emergencies: Emergencies };

export function composeToday(stores: Stores, made: Made) {
  const { reader } = stores.register;
  return {
    today: new Today({
      ...made,
      broadcasts: stores.broadcasts,
      approvalStore: stores.approvals,
      complaintStore: stores.complaints,
      incidentReader: stores.incidents,
      ...{ reader, timeZone: TIME_ZONE },
    }),
    progressing: new EmergencyProgressing({ ...made, reader, people: stores.people }),
  };
}
