/** The start page. */
import { TIME_ZONE } from '../http/instants.ts';
import { Today, type TodayDeps } from '../services/today/today.ts';
import type { Stores } from './stores.ts';

type Made = Omit<
  TodayDeps,
  'broadcasts' | 'approvalStore' | 'complaintStore' | 'incidentReader' | 'reader' | 'timeZone'
>;

export const composeToday = (stores: Stores, made: Made): Today =>
  new Today({
    ...made,
    broadcasts: stores.broadcasts,
    approvalStore: stores.approvals,
    complaintStore: stores.complaints,
    incidentReader: stores.incidents,
    reader: stores.register.reader,
    timeZone: TIME_ZONE,
  });
