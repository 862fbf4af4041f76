/** How many things wait for somebody. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { groupsOf } from './missed-groups.ts';

/** Faults and complaints count as one thing each: they are lists with pages of their own. */
export const countOf = (needs: TodayBody['needs']): number =>
  needs.approvalsTotal +
  [needs.confirm, needs.emergencies, needs.locks, groupsOf(needs.missed), needs.returned, needs.drafts].reduce(
    (sum, list) => sum + list.length,
    0,
  ) +
  [needs.overdueComplaints ?? 0, needs.openIncidents].filter((each) => each > 0).length;
