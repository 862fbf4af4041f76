/** What sounds in a commune now, and where it is heard by the word of its clusters. */
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import { type Broadcast, soundsUntil } from '../../domain/broadcasts/broadcast.ts';
import { nextReadingAt } from '../../domain/emergency/rules.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BroadcastView, BroadcastViews } from '../broadcasts/view-broadcasts.ts';

export interface OnAirDeps {
  broadcasts: Pick<BroadcastStore, 'underWay'>;
  views: Pick<BroadcastViews, 'of'>;
  clock: Clock;
}

export interface OnAir {
  broadcast: Broadcast;
  state: 'preparing' | 'sounding' | 'between';
  /** `undefined`: somebody speaks, until they end it */
  endsAt: number | undefined;
  nextReadingAt: number | undefined;
  /** clusters that have said that they play it */
  sounding: number;
}

/** More than one or two are rare; a page that told of all in a storm of them would be read by nobody. */
const MOST = 12;

export async function onAir({ broadcasts, views, clock }: OnAirDeps, sight: Sight): Promise<OnAir[]> {
  const now = clock.now();
  const running = (await broadcasts.underWay(now, now))
    .map(({ broadcast }) => broadcast)
    .filter(({ communeId, audience }) =>
      sees(sight, { folders: [communeId], at: audience.hamlets.map((hamlet) => hamlet.id) }),
    )
    .map((broadcast) => asSeen(broadcast, sight));
  return (await views.of(running.slice(-MOST))).map((view) => onAirOf(view, now));
}

function onAirOf({ broadcast, receipts }: BroadcastView, now: number): OnAir {
  const saysSo = [...receipts.values()].filter((runs) => runs.some(({ state }) => state === 'started'));
  const { startAt, startsWhenReady, repeat, class: kind } = broadcast;
  const isPreparing = startsWhenReady && startAt > now;
  const again = isPreparing ? undefined : nextReadingAt(broadcast, now);
  const isBetween = repeat !== undefined && again !== undefined && saysSo.length === 0;
  return {
    broadcast,
    state: isPreparing ? 'preparing' : isBetween ? 'between' : 'sounding',
    endsAt: kind === 'live' ? undefined : soundsUntil(broadcast),
    nextReadingAt: again,
    sounding: saysSo.length,
  };
}
