/** What the poles make of the broadcasts: which sounded where, and what each pole says of it afterwards. */
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Pole } from './pole.ts';
import type { Seeded } from './seeded.ts';

export type Outcome = 'reached' | 'partial' | 'missed';

/** A stretch without power, as the pole remembers it. */
export interface Dark {
  from: number;
  until: number;
}

/** Stretches in which an area is locked. */
export interface Hush extends Dark {
  hamletId: string;
}

export interface PlayedBy {
  pole: Pole;
  dark: readonly Dark[];
  hushed: readonly Hush[];
}

/** The level below which nothing counts as played, dBFS RMS. */
const FLOOR_DBFS = -50;

export function polesOf(broadcast: BroadcastBody, poles: readonly Pole[]): Pole[] {
  const { areaIds, clusterIds } = broadcast.targets;
  const whole = areaIds.includes(broadcast.communeId);
  return poles.filter(({ parts }) => whole || areaIds.includes(parts.hamletId) || clusterIds.includes(parts.clusterId));
}

/** When its content ends; of one that comes again, when its first reading does. */
export const endOf = ({ startAt, durationMs }: BroadcastBody): number => Date.parse(startAt) + durationMs;

/** @returns what the pole says, `undefined` while it could not say or play anything, and what that is */
export function receiptOf(
  broadcast: BroadcastBody,
  { pole, dark, hushed }: PlayedBy,
  random: Seeded,
  run = 1,
  startsAt = Date.parse(broadcast.startAt),
): { receipt: Receipt; outcome: Outcome } {
  const { id: broadcastId, version, items, durationMs } = broadcast;
  const ends = startsAt + durationMs;
  const head = { kind: 'receipt', broadcastId, version } as const;
  const missed = (reason: 'late' | 'silenced'): { receipt: Receipt; outcome: Outcome } => ({
    receipt: { ...head, run: 0, state: 'missed', reason, items: [] },
    outcome: 'missed',
  });
  if (hushed.some(({ hamletId, from, until }) => hamletId === pole.parts.hamletId && from < ends && startsAt < until))
    return missed('silenced');
  const cut = dark.find(({ from, until }) => from < ends && startsAt < until);
  const startErrorMs = Math.round(random.between(-400, 900)) / 100;
  const level = Math.round((pole.levelDbfs + random.between(-0.8, 0.8)) * 10) / 10;
  if (cut !== undefined && cut.from <= startsAt) return missed('late');
  const soundedMs = cut === undefined ? durationMs : cut.from - startsAt;
  const sounded = playedItems(items, soundedMs);
  const receipt: Receipt = {
    ...head,
    run,
    state: cut === undefined ? 'finished' : 'partial',
    ...(cut === undefined ? {} : { reason: 'power-lost' as const }),
    startedAt: startsAt + startErrorMs,
    endedAt: startsAt + soundedMs,
    items: sounded,
    ...{ startErrorMs, startErrorBasis: 'measured' as const, startUncertaintyMs: 1.5, outputLevelDbfs: level },
  };
  // something sounded, and nobody could hear it
  if (level < FLOOR_DBFS) return { receipt, outcome: 'partial' };
  return { receipt, outcome: soundedMs >= 0.95 * durationMs ? 'reached' : 'partial' };
}

function playedItems(items: BroadcastBody['items'], soundedMs: number): Receipt['items'] {
  let before = 0;
  return items.flatMap(({ part, durationMs }, index) => {
    const playedMs = Math.max(0, Math.min(durationMs, Math.round(soundedMs - before)));
    before += durationMs;
    return playedMs === 0 ? [] : [{ index, part, playedMs }];
  });
}
