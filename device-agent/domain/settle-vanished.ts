/** The receipt of a run of an earlier life of which no plan says anything any more: what the journal knows. Pure. */
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { type RunHistory, soundedWithin } from './run-history.ts';
import { PLAYED_SHARE } from './settle-run.ts';

export function settleVanished(history: RunHistory, cancelled: boolean): Receipt {
  const { broadcastId, version, run } = history;
  const played = history.items.map(({ index, part, offsetMs, durationMs }) => ({
    ...{ index, part, durationMs },
    playedMs: Math.round(soundedWithin(history, offsetMs, offsetMs + durationMs)),
  }));
  const isWhole = played.length > 0 && played.every((item) => item.playedMs >= PLAYED_SHARE * item.durationMs);
  const outcome = isWhole
    ? ({ state: 'finished' } as const)
    : cancelled
      ? ({ state: 'stopped', reason: 'cancelled' } as const)
      : ({ state: 'partial', reason: 'power-lost' } as const);
  const items = played.map(({ index, part, playedMs }) => ({ index, part, playedMs }));
  return { kind: 'receipt', broadcastId, version, run, ...outcome, items };
}
