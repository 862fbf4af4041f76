/** Emergencies as HTTP shows them. */
import { type ErrorCode, type ErrorParameters, errorText, isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { EmergencyBody, EmergencyProgressBody, EmergencySentBody } from '@loa-lang/schemas/http/emergencies';
import type { StopDoneBody } from '@loa-lang/schemas/http/silence';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import { isOverdue, nextReadingAt } from '../domain/emergency/rules.ts';
import { instantWords } from '../domain/text/instant-words.ts';
import { CALLED_OFF, type EmergencyAct, type EmergencyDelegation } from '../ports/emergency-store.ts';
import {
  type EmergencySent,
  type EmergencyStopped,
  type EmergencyView,
  justifyUntil,
} from '../services/emergency/emergencies.ts';
import type { EmergencyProgress } from '../services/emergency/emergency-progress.ts';
import { outInstant, outOptional, TIME_ZONE } from './instants.ts';
import { broadcastBody } from './present-broadcast.ts';
import { stopNotices, stoppedBody } from './present-silence.ts';
import { tuneWarning } from './present-warnings.ts';

function stateOf({ act, broadcast }: EmergencyView, now: EpochMillis): EmergencyBody['state'] {
  if (broadcast === undefined) {
    if (act.fault === CALLED_OFF) return 'stopped';
    return act.fault === undefined && act.order.later ? 'preparing' : 'failed';
  }
  if (broadcast.cancelledAt !== undefined) return 'stopped';
  return now < broadcast.endsAt ? 'active' : 'over';
}

export function emergencyBody(view: EmergencyView, now: EpochMillis): EmergencyBody {
  const { act, broadcast } = view;
  const { id, communeId, bulletinId, drill, order, sentBy, sentAt, fault } = act;
  const title = broadcast?.title ?? order.title ?? '';
  return {
    ...{ id, communeId, bulletinId, title, drill, level: order.level, sentBy },
    ...(act.broadcastId !== undefined && { broadcastId: act.broadcastId }),
    state: stateOf(view, now),
    sentAt: outInstant(sentAt),
    ...(broadcast !== undefined && timesOf(broadcast, now)),
    ...(fault !== undefined && { fault: faultOf(fault) }),
    justification: justificationOf(act, now),
  };
}

const timesOf = (broadcast: Broadcast, now: EpochMillis) => ({
  startAt: outInstant(broadcast.startAt),
  ...outOptional('nextReadingAt', nextReadingAt(broadcast, now)),
  until: outInstant(broadcast.cancelledAt ?? broadcast.endsAt),
  clusters: broadcast.audience.clusters.length,
});

const faultOf = (code: string) => ({ code, message: errorText(isErrorCode(code) ? code : 'internal', {}) });

function justificationOf(act: EmergencyAct, now: EpochMillis): EmergencyBody['justification'] {
  const { drill, fault, flaggedAt, justifiedBy, justifiedAt, reason } = act;
  // what never went on air needs no reason
  const isAnswerable = !drill && fault === undefined;
  return {
    needed: isAnswerable && justifiedAt === undefined,
    until: outInstant(justifyUntil(act)),
    flagged: isAnswerable && isOverdue(act, now),
    ...outOptional('flaggedAt', flaggedAt),
    ...(justifiedBy !== undefined && { justifiedBy }),
    ...outOptional('justifiedAt', justifiedAt),
    ...(reason !== undefined && { reason }),
  };
}

const noticeOf = (code: ErrorCode, parameters: ErrorParameters = {}) => ({
  code,
  message: errorText(code, parameters),
});

export const emergencyStoppedBody = ({ stopped, delivery, calledOff }: EmergencyStopped): StopDoneBody => ({
  broadcasts: stopped.map(stoppedBody),
  delivery,
  notices: calledOff ? [noticeOf(CALLED_OFF)] : stopNotices(stopped),
});

export function sentBody({ act, launched, lifted, repeated }: EmergencySent, now: EpochMillis): EmergencySentBody {
  const broadcast = launched?.broadcast;
  const until = instantWords(justifyUntil(act), TIME_ZONE, now);
  return {
    emergency: emergencyBody({ act, broadcast }, now),
    ...(broadcast !== undefined && { broadcast: broadcastBody({ broadcast, state: 'planned' }) }),
    ...(launched !== undefined && { delivery: launched.delivery }),
    lifted: lifted.map(({ id, areaId, reason }) => ({ silenceId: id, areaId, reason })),
    repeated,
    notices: [
      ...(launched === undefined ? [noticeOf('emergency-preparing')] : []),
      ...(launched?.afterTune ?? []).map(tuneWarning).map(({ code, message }) => ({ code, message })),
      ...(act.drill ? [] : [noticeOf('emergency-unjustified', { until })]),
    ],
  };
}

export const delegationBody = ({ id, hamletId, grantedBy, ...times }: EmergencyDelegation) => ({
  ...{ id, hamletId, grantedBy },
  from: outInstant(times.from),
  until: outInstant(times.until),
  grantedAt: outInstant(times.grantedAt),
  ...outOptional('revokedAt', times.revokedAt),
});

export const progressBody = ({ clusters, hamlets }: EmergencyProgress): EmergencyProgressBody => ({
  confirmed: clusters.filter(({ confirmed }) => confirmed).length,
  clusters: clusters.map(({ cluster: { id, code, name, hamletName }, confirmed }) => ({
    ...{ id, code, name, hamlet: hamletName, confirmed },
  })),
  hamlets: hamlets
    .map(({ hamlet: { id, name, households }, clusters: serving, confirmed, heads }) => ({
      ...{ id, name, households, clusters: serving, confirmed },
      heads: heads.map(({ name: head, phone }) => ({ name: head, ...(phone !== undefined && { phone }) })),
    }))
    .sort((a, b) => a.confirmed / Math.max(1, a.clusters) - b.confirmed / Math.max(1, b.clusters)),
});
