/** Silence and stops as HTTP shows them. */

import type { Notice } from '@loa-lang/schemas/errors/body';
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { SilenceBody, SilenceDoneBody, StopDoneBody } from '@loa-lang/schemas/http/silence';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { SilenceDone, SilenceView } from '../services/silence/silence.ts';
import type { Stopped } from '../services/silence/stop.ts';
import { outInstant, outOptional } from './instants.ts';

const notice = (code: ErrorCode, parameters: Record<string, string | number> = {}): Notice => ({
  code,
  message: errorText(code, parameters),
});

export function silenceBody({ latch, areaName, stored, clusters }: SilenceView): SilenceBody {
  const { id, areaId, level, since, reason, liftedAt, latchedBy, liftedBy } = latch;
  const rows = clusters.map(({ cluster, confirmedAt }) => ({
    clusterId: cluster.id,
    code: cluster.code,
    name: cluster.name,
    state: stateOf(cluster.deviceId, confirmedAt),
    online: cluster.online,
    ...outOptional('confirmedAt', confirmedAt),
  }));
  return {
    ...{ id, areaId, areaName, level, reason, stored },
    since: outInstant(since),
    ...(latchedBy !== undefined && { latchedBy }),
    ...outOptional('liftedAt', liftedAt),
    ...(liftedBy !== undefined && { liftedBy }),
    state: liftedAt === undefined ? 'open' : 'lifted',
    clusters: rows,
    confirmed: rows.filter((row) => row.state === 'confirmed').length,
    total: rows.filter((row) => row.state !== 'no-device').length,
  };
}

const stateOf = (
  deviceId: string | undefined,
  confirmedAt: number | undefined,
): SilenceBody['clusters'][number]['state'] =>
  deviceId === undefined ? 'no-device' : confirmedAt === undefined ? 'unconfirmed' : 'confirmed';

export function silenceDoneBody({ view, carried, repeated }: SilenceDone): SilenceDoneBody {
  const { planId, sent, reason, stored, durable } = carried;
  const silence = silenceBody(view);
  const notSent = silence.state === 'open' ? 'silence-not-sent' : 'silence-lifted-not-sent';
  const { confirmed, total } = silence;
  return {
    silence,
    repeated,
    plans: [{ planId, sent, ...(reason !== undefined && { reason }) }],
    ...{ stored, durable },
    notices: [
      sent ? notice('silence-sent', { confirmed, total }) : notice(notSent),
      ...(durable ? [] : [notice('silence-not-durable')]),
      ...(stored || !durable ? [] : [notice('silence-not-stored')]),
    ],
  };
}

const WORDS = {
  stopped: { everywhere: 'stopped-on-air', part: 'stopped-on-air-part' },
  cancelled: { everywhere: 'stopped-before', part: 'stopped-before-part' },
  over: { everywhere: 'stopped-over', part: 'stopped-over' },
} as const;

export function stoppedBody({ broadcast, outcome, clusters, elsewhere }: Stopped): StopDoneBody['broadcasts'][number] {
  const { id, title } = broadcast;
  const scope = elsewhere > 0 ? 'part' : 'everywhere';
  const message = errorText(WORDS[outcome][scope], { title, clusters, elsewhere });
  return { broadcastId: id, title, outcome, scope, clusters, elsewhere, message };
}

/** Of a cancelled broadcast: a cancellation stands, so asking twice gives the same answer. */
export function cancellation({ title, startAt, cancelledAt = startAt }: Broadcast) {
  const outcome = cancelledAt > startAt ? ('stopped' as const) : ('cancelled' as const);
  return { outcome, message: errorText(WORDS[outcome].everywhere, { title }) };
}

export const stopNotices = (stopped: readonly Stopped[]): Notice[] =>
  stopped.some(({ outcome }) => outcome !== 'over') ? [] : [notice('stopped-nothing')];
