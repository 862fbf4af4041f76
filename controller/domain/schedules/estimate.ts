/** How long an occurrence will last, before all of it is there: for conflicts and limits, which are told when it is saved. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../broadcasts/broadcast.ts';
import type { Contender } from './conflicts.ts';
import { type Content, contentOf, type ProgrammeSources } from './programme.ts';
import type { Schedule } from './schedule.ts';
import type { Slot } from './slots.ts';

const MINUTE_MS = 60_000;
/** A bulletin whose audio is still being made. */
const UNKNOWN_PART_MS: Millis = MINUTE_MS;
/** A playlist without a limit that nothing fills yet. */
const UNKNOWN_PLAYLIST_MS: Millis = 10 * MINUTE_MS;

export interface Estimate {
  content: Content;
  /** one for each part of the programme that is expected to sound, in order */
  partsMs: Millis[];
  totalMs: Millis;
}

/** @param sources in which everything is approved */
export function estimate(slot: Slot, sources: ProgrammeSources): Estimate {
  const windowMs = slot.endsAt - slot.startAt;
  const content = contentOf(slot.programme, sources, slot.startAt, windowMs);
  const known = new Map<number, Millis>();
  for (const { part, durationMs } of content.parts) known.set(part, (known.get(part) ?? 0) + durationMs);
  let leftMs = windowMs - [...known.values()].reduce((sum, each) => sum + each, 0);
  const partsMs = slot.programme.flatMap((part, index): Millis[] => {
    const sure = known.get(index);
    if (sure !== undefined) return [sure];
    const guess = Math.min(leftMs, guessOf(part, content, index));
    leftMs -= guess;
    return guess > 0 ? [guess] : [];
  });
  return { content, partsMs, totalMs: partsMs.reduce((sum, each) => sum + each, 0) };
}

function guessOf(part: ProgrammePart, { skipped }: Content, index: number): Millis {
  if (part.kind === 'playlist') return (part.maxMinutes ?? UNKNOWN_PLAYLIST_MS / MINUTE_MS) * MINUTE_MS;
  return skipped.some((each) => each.part === index && each.reason === 'no-audio') ? UNKNOWN_PART_MS : 0;
}

/** The longest that the fixed parts of a programme can be; they must fit the window. */
export const fixedMs = (programme: readonly ProgrammePart[], { content }: Pick<Estimate, 'content'>): Millis =>
  content.parts
    .filter(({ part }) => programme[part]?.kind !== 'playlist')
    .reduce((sum, { durationMs }) => sum + durationMs, 0);

/** An occurrence as the timeline sees it. Which one is planned first follows from the schedule's id. */
export function contenderOf(
  schedule: Pick<Schedule, 'id' | 'name' | 'class' | 'level' | 'rank'>,
  slot: Slot,
  { partsMs, totalMs }: Estimate,
  clusterIds: ReadonlySet<ClusterId>,
): Contender {
  const { startAt, endsAt, recurrenceId } = slot;
  const items = partsMs.map(
    (durationMs, part): PlanItem => ({ kind: 'stream', part, durationMs, streamId: 'preview' }),
  );
  const { class: kind, level, rank } = schedule;
  return {
    owner: { id: schedule.id, title: schedule.name },
    clusterIds,
    planned: {
      ...{ id: `${schedule.id}_${recurrenceId}`, class: kind, level, startAt, endsAt, joinUntilAt: endsAt, items },
      ...{ latestStartAt: Math.max(startAt, endsAt - totalMs), onInterrupted: 'restart' },
      ...(rank !== undefined && { rank }),
    },
  };
}

export const contenderOfBroadcast = (broadcast: Broadcast): Contender => {
  const {
    id,
    title,
    class: kind,
    level,
    startAt,
    latestStartAt,
    joinUntilAt,
    endsAt,
    items,
    onInterrupted,
  } = broadcast;
  const { rank, repeat } = broadcast;
  return {
    owner: { id, title },
    clusterIds: new Set(broadcast.audience.clusters.map((cluster) => cluster.id)),
    planned: {
      ...{ id, class: kind, level, startAt, latestStartAt, joinUntilAt, endsAt, items, onInterrupted },
      ...(rank !== undefined && { rank }),
      ...(repeat !== undefined && { repeat }),
    },
  };
};

/** First start that comes while the one before may still sound. */
export const overlapIn = (slots: readonly Slot[]): EpochMillis | undefined =>
  slots.find((slot, index) => index > 0 && slot.startAt < (slots[index - 1]?.endsAt ?? 0))?.startAt;
