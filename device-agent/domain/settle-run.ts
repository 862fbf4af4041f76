/** From what was planned and what sounded to the receipt of a run. Pure. */
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { Dbfs, EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Receipt, ReceiptReason, ReceiptState } from '@loa-lang/schemas/wire/report';

/** An item counts as played from this share on; fades and the first decoded samples are not worth a "partial". */
export const PLAYED_SHARE = 0.95;

/** A run that was first heard later than this had not been begun here. */
const JOINED_AFTER_MS = 1000;

/** What is known of one item's sound in this life of the agent. */
export interface ItemSound {
  index: number;
  playedMs: Millis;
  levelDbfs: Dbfs | undefined;
}

export interface RunSound {
  startedAt: EpochMillis | undefined;
  endedAt: EpochMillis | undefined;
  startErrorMs: Millis | undefined;
  startErrorBasis: 'measured' | 'estimated' | undefined;
  startUncertaintyMs: Millis | undefined;
  items: readonly ItemSound[];
}

export interface SettleFacts {
  run: Run;
  /** stopped before its planned end */
  cancelled: boolean;
  sound: RunSound;
  /** what earlier lives of the agent played of each item, by index */
  earlierMs: ReadonlyMap<number, Millis>;
  /** what kept it from sounding, as far as the device noticed */
  noticed: ReceiptReason | undefined;
  outputFloorDbfs: Dbfs;
}

export function settleRun(facts: SettleFacts): Receipt {
  const { run, sound, earlierMs } = facts;
  const items = run.items.map((item) => {
    const now = sound.items.find((s) => s.index === item.index)?.playedMs ?? 0;
    const playedMs = Math.min(item.durationMs, Math.round(now + (earlierMs.get(item.index) ?? 0)));
    return { index: item.index, part: item.part, playedMs, durationMs: item.durationMs };
  });
  const anything = items.some((item) => item.playedMs > 0);
  const everything = items.every((item) => item.playedMs >= PLAYED_SHARE * item.durationMs);
  const level = levelOf(sound.items);
  const { state, reason } = verdict(facts, anything, everything, level);
  const { startedAt, endedAt, startErrorMs, startErrorBasis, startUncertaintyMs } = sound;
  return {
    kind: 'receipt',
    broadcastId: run.broadcastId,
    version: run.version,
    run: run.run,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    items: items.map(({ index, part, playedMs }) => ({ index, part, playedMs })),
    ...(startErrorMs === undefined ? {} : { startErrorMs }),
    ...(startErrorBasis === undefined ? {} : { startErrorBasis }),
    ...(startUncertaintyMs === undefined ? {} : { startUncertaintyMs }),
    ...(level === undefined ? {} : { outputLevelDbfs: level }),
  };
}

function verdict(
  facts: SettleFacts,
  anything: boolean,
  everything: boolean,
  level: Dbfs | undefined,
): { state: ReceiptState; reason?: ReceiptReason } {
  const { run, cancelled, noticed, earlierMs } = facts;
  if (everything) {
    const quiet = level !== undefined && level < facts.outputFloorDbfs;
    return quiet ? { state: 'partial', reason: 'below-floor' } : { state: 'finished' };
  }
  if (cancelled || run.outcome === 'cancelled') return { state: 'stopped', reason: 'cancelled' };
  if (run.outcome === 'silenced') return { state: 'stopped', reason: 'silenced' };
  const unsupported = run.items.filter((item) => item.assetId === undefined && item.streamId === undefined);
  const hasJoined = (facts.sound.startedAt ?? run.startAt) > run.startAt + JOINED_AFTER_MS;
  const withoutCause = run.items.some((item) => item.streamId !== undefined) && !hasJoined ? 'no-stream' : 'late';
  if (!anything) {
    if (unsupported.length === run.items.length) return { state: 'failed', reason: 'unsupported-item' };
    if (noticed === 'sink-failed') return { state: 'failed', reason: 'sink-failed' };
    return { state: 'missed', reason: noticed ?? withoutCause };
  }
  if (run.outcome === 'interrupted') return { state: 'partial', reason: 'interrupted' };
  if (noticed !== undefined) return { state: 'partial', reason: noticed };
  if (earlierMs.size > 0) return { state: 'partial', reason: 'power-lost' };
  return { state: 'partial', reason: unsupported.length > 0 ? 'unsupported-item' : withoutCause };
}

/** Mean power over what sounded. */
function levelOf(items: readonly ItemSound[]): Dbfs | undefined {
  let energy = 0;
  let ms = 0;
  for (const { playedMs, levelDbfs } of items) {
    if (playedMs <= 0 || levelDbfs === undefined) continue;
    energy += playedMs * 10 ** (levelDbfs / 10);
    ms += playedMs;
  }
  return ms === 0 ? undefined : Math.round(100 * Math.min(6, Math.max(-120, 10 * Math.log10(energy / ms)))) / 100;
}
