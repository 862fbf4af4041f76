/** Readiness as HTTP shows it. */
import type { Notice } from '@loa-lang/schemas/errors/body';
import { type ErrorCode, type ErrorParameters, errorText, type Words } from '@loa-lang/schemas/errors/codes';
import type { OutageBody, ReadinessBody } from '@loa-lang/schemas/http/readiness';
import type { NamedOutage } from '../services/readiness/outages.ts';
import type { ReadinessView } from '../services/readiness/readiness.ts';
import type { RelayReadiness } from '../services/readiness/relay-readiness.ts';
import { outInstant, outOptional } from './instants.ts';
import { faultWords } from './present-relay-source.ts';

export const outageBody = ({ fromAt, untilAt, ...rest }: NamedOutage): OutageBody => ({
  ...rest,
  from: outInstant(fromAt),
  until: outInstant(untilAt),
});

export function readinessCounts({ broadcast, readiness }: ReadinessView) {
  const total = readiness.clusters.length;
  const { ready, expected } = readiness;
  return {
    broadcastId: broadcast.id,
    title: broadcast.title,
    startAt: outInstant(broadcast.startAt),
    ready,
    expected,
    clustersTotal: total,
    summary: { vi: `${ready}/${total} cụm sẵn sàng`, en: `${ready} of ${total} clusters ready` },
  };
}

const notice = (code: ErrorCode, parameters: ErrorParameters = {}): Notice => ({
  code,
  message: errorText(code, parameters),
});

function relayWarnings({ title, minutes, state, source, fault }: RelayReadiness): Notice[] {
  if (state === 'no-source') return [notice('relay-silent', { title, minutes })];
  if (state === 'off') return [notice('relay-source-disabled', { title, name: source?.name ?? '' })];
  if (state !== 'failing') return [];
  return [notice('relay-source-failing', { title, name: source?.name ?? '', why: faultWords(fault) })];
}

export function readinessBody(view: ReadinessView): ReadinessBody {
  const { readiness, relays } = view;
  const dark = readiness.clusters.filter((each) => each.outage !== undefined);
  const { earlierStartAt } = readiness;
  const parameters = {
    hamlets: [...new Set(dark.map((each) => each.cluster.hamletName))].join(', '),
    clusters: dark.length,
    start: earlierStartAt === undefined ? '' : clockWords(outInstant(earlierStartAt)),
  };
  return {
    ...readinessCounts(view),
    ...outOptional('earlierStartAt', earlierStartAt),
    warnings: [
      ...(dark.length === 0
        ? []
        : [notice(earlierStartAt === undefined ? 'outage-over-broadcast' : 'outage-start-earlier', parameters)]),
      ...relays.flatMap(relayWarnings),
    ],
    relays: relays.map(({ title, minutes, state, source }) => ({
      ...{ title, minutes, state },
      ...(source !== undefined && { sourceId: source.id, name: source.name }),
    })),
    clusters: readiness.clusters.map(({ cluster, outage, lastSeenAt, ...rest }) => ({
      id: cluster.id,
      code: cluster.code,
      name: cluster.name,
      hamlet: cluster.hamletName,
      ...rest,
      ...outOptional('lastSeenAt', lastSeenAt),
      ...(outage !== undefined && {
        outage: { from: outInstant(outage.fromAt), until: outInstant(outage.untilAt), reason: outage.reason },
      }),
    })),
  };
}

/** `2026-12-05T16:15:00+07:00` as people write it. */
function clockWords(instant: string): Words {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(instant) ?? [];
  return { vi: `${time} ngày ${day}/${month}/${year}`, en: `${time} on ${year}-${month}-${day}` };
}
