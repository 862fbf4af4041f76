/** The start page as HTTP shows it. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import type { ApprovalRequest } from '../domain/approval/approval-request.ts';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import { refOf } from '../domain/people/person.ts';
import type { ReadinessView } from '../services/readiness/readiness.ts';
import type { Missed } from '../services/today/missed.ts';
import type { Needs } from '../services/today/needs-me.ts';
import type { OnAir } from '../services/today/on-air.ts';
import type { TodayView } from '../services/today/today.ts';
import { outInstant, outOptional } from './instants.ts';

/** As many names as are read; the rest is a number with a page of its own. */
const ILL_NAMED = 3;

export const emptyToday = (now: number): TodayBody => ({
  ...{ at: outInstant(now), hamlets: 0, clusters: 0, onAir: [], coming: [], week: [] },
  needs: {
    ...{ approvals: [], approvalsTotal: 0, confirm: [], emergencies: [], locks: [], missed: [], returned: [] },
    ...{ drafts: [], openIncidents: 0 },
  },
});

export function todayBody(view: TodayView): TodayBody {
  const { commune, hamlets, clusters, week } = view;
  const nameOf = (id: string) => view.areas.get(id)?.name ?? id;
  return {
    at: outInstant(view.at),
    commune: { id: commune.id, name: commune.name },
    ...{ hamlets, clusters, week },
    onAir: view.onAir.map(onAirBody),
    coming: view.coming.filter(({ broadcast }) => broadcast.approval !== 'returned').map(comingBody),
    needs: needsBody(
      view.needs,
      view.missed.map((each) => missedBody(each, nameOf)),
    ),
  };
}

const broadcastOf = ({ id, title, class: kind, level, startAt, audience }: Broadcast) => ({
  ...{ broadcastId: id, title, class: kind, level },
  startAt: outInstant(startAt),
  hamlets: audience.hamlets.map((hamlet) => ({ id: hamlet.id, name: hamlet.name })),
  households: audience.hamlets.reduce((sum, { households }) => sum + households, 0),
  clusters: audience.clusters.length,
});

const onAirBody = ({ broadcast, state, endsAt, nextReadingAt, sounding }: OnAir): TodayBody['onAir'][number] => ({
  ...broadcastOf(broadcast),
  ...{ state, sounding },
  ...outOptional('endsAt', endsAt),
  ...outOptional('nextReadingAt', nextReadingAt),
  ...(broadcast.makeUp !== undefined && { makeUpOf: broadcast.makeUp.of }),
});

function comingBody({ broadcast, readiness }: ReadinessView): TodayBody['coming'][number] {
  const ill = readiness.clusters.filter(({ state, outage }) => state !== 'ready' || outage !== undefined);
  return {
    ...broadcastOf(broadcast),
    ...{ approval: broadcast.approval, ready: readiness.ready, illTotal: ill.length },
    ill: ill.slice(0, ILL_NAMED).map(({ cluster, state, online, outage }) => ({
      ...{ id: cluster.id, code: cluster.code, name: cluster.name, hamlet: cluster.hamletName },
      ...{ state, online, outage: outage !== undefined },
    })),
  };
}

const missedBody = (
  { broadcast, hamletIds, targets, households, durationMs }: Missed,
  nameOf: (id: string) => string,
): TodayBody['needs']['missed'][number] => ({
  ...broadcastOf(broadcast),
  missedHamlets: hamletIds.map((id) => ({ id, name: nameOf(id) })),
  missedAt: targets.map(({ cluster: { id, code, name }, reason }) => ({
    ...{ id, code, name },
    tooQuiet: reason === 'below-floor',
  })),
  ...{ missedClusters: targets.length, missedHouseholds: households, durationMs },
});

const waitingBody = ({ id, subjectKind, subjectId, title, startAt, submittedBy }: ApprovalRequest) => ({
  ...{ id, subjectKind, subjectId, title, submittedBy: refOf(submittedBy) },
  ...outOptional('startAt', startAt),
});

function needsBody(needs: Needs, missed: TodayBody['needs']['missed']): TodayBody['needs'] {
  const { approvalsTotal, overdueComplaints, openIncidents } = needs;
  return {
    ...{ approvalsTotal, missed, openIncidents },
    ...(overdueComplaints !== undefined && { overdueComplaints }),
    approvals: needs.approvals.map(waitingBody),
    confirm: needs.confirm.map(waitingBody),
    drafts: needs.drafts.map(waitingBody),
    returned: needs.returned.map((each) => ({
      ...waitingBody(each),
      reason: each.decision?.reason ?? '',
      returnedBy: each.decision?.by.name ?? '',
    })),
    emergencies: needs.emergencies.map(({ act, title, until, mayJustify }) => ({
      ...{ id: act.id, title, mayJustify, sentBy: refOf(act.sentBy) },
      ...{ sentAt: outInstant(act.sentAt), until: outInstant(until), flagged: act.flaggedAt !== undefined },
    })),
    locks: needs.locks.map(({ since, ...lock }) => ({ ...lock, since: outInstant(since) })),
  };
}
