/** Lives as HTTP and the WebSocket show them. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { LiveBegun as LiveBegunBody, LiveStateMessage } from '@loa-lang/schemas/http/live';
import { isAssetItem } from '@loa-lang/schemas/wire/plan';
import type { OpenLive } from '../ports/live-store.ts';
import type { LiveBegun } from '../services/live/begin-live.ts';
import type { LiveStatus } from '../services/live/live-status.ts';
import { outInstant } from './instants.ts';

export const LIVE_PATH = `${API_ROOT}/live`;

const householdsOf = ({ broadcast }: Pick<OpenLive, 'broadcast'>): number =>
  broadcast.audience.hamlets.reduce((total, { households }) => total + households, 0);

const waitingFor = (waitsFor: LiveStatus['waitsFor']) =>
  waitsFor === undefined ? {} : { waitsFor: { title: waitsFor.title, until: outInstant(waitsFor.until) } };

export const begunBody = (begun: LiveBegun): LiveBegunBody => ({
  liveId: begun.live.id,
  state: begun.look.waitsFor === undefined ? 'ready' : 'waiting',
  startAt: outInstant(begun.look.onAirAt),
  ...waitingFor(begun.look.waitsFor),
  endsAt: outInstant(begun.look.until),
  delayMs: begun.live.delayMs,
  clusters: begun.clusterIds.length,
  households: householdsOf(begun),
  chime: begun.broadcast.items.some(isAssetItem),
  audioUrl: `${LIVE_PATH}/${begun.live.id}/audio`,
});

export const liveBody = ({ live, broadcast, clusterIds }: OpenLive) => ({
  liveId: live.id,
  communeId: broadcast.communeId,
  title: broadcast.title,
  level: broadcast.level,
  speaker: live.speaker,
  openedAt: outInstant(live.openedAt),
  startAt: outInstant(broadcast.startAt + live.chimeMs),
  endsAt: outInstant(broadcast.startAt + live.chimeMs + live.maxMs),
  clusters: clusterIds.length,
  recorded: live.record,
});

export const stateMessage = ({ startAt, endsAt, waitsFor, ...status }: LiveStatus): LiveStateMessage => ({
  type: 'state',
  ...status,
  startAt: outInstant(startAt),
  endsAt: outInstant(endsAt),
  ...waitingFor(waitsFor),
});
