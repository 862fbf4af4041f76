/**
 * The decision of the reconcile loop: of all that the timeline says, what this device may let sound, what it must
 * write down first, and when to decide again. Pure.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import { mayJoin } from '@loa-lang/schemas/timeline/joining';
import { segmentsOf } from '@loa-lang/schemas/timeline/timeline';
import type { Run, Segment } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ReceiptReason } from '@loa-lang/schemas/wire/report';
import { runKey, segmentKey } from './run-key.ts';

/** Segments are handed to playout so long before they sound: time to open and decode them. */
export const HAND_AHEAD_MS: Millis = 60_000;
/** The journal says that a run will sound so long before it does: a slow disk must not delay it. */
export const JOURNAL_AHEAD_MS: Millis = 10_000;

export interface PlaybackFacts {
  now: EpochMillis;
  /** of the timeline, ordered */
  runs: readonly Run[];
  muted: boolean;
  /** nothing whose start precedes it sounds: the journal that knew of it is lost */
  bornAt: EpochMillis | undefined;
  /** what is under way may be joined */
  joinReady: boolean;
  /** the first answer of this life named newer documents, which have not come: what is held may have been taken back */
  outdated: boolean;
  /** it was started at this device itself: nobody else knows more of it than the journal here */
  isLocal(run: Run): boolean;
  /** runs known before they started, or joined since */
  known: ReadonlySet<string>;
  /** runs that sounded here before, in this life or an earlier one; what interrupted one may be cancelled */
  soundedBefore(run: Run): boolean;
  closed: ReadonlySet<string>;
  /** runs of which the journal says that they (will) sound */
  journaled: ReadonlySet<string>;
  /** segments whose audio was there in time */
  handed: ReadonlySet<string>;
  has(assetId: AssetId): boolean;
}

export interface PlaybackDecision {
  known: Set<string>;
  handed: Set<string>;
  /** to be written down before they may sound */
  journal: { run: Run; positionMs: Millis }[];
  play: Segment[];
  /** why a run under way does not sound now */
  silentBecause: Map<string, ReceiptReason>;
  /** controller time at which to decide again */
  nextAt: EpochMillis;
}

export function decidePlayback(facts: PlaybackFacts): PlaybackDecision {
  const { now, closed } = facts;
  const decision: PlaybackDecision = {
    known: new Set(),
    handed: new Set(),
    journal: [],
    play: [],
    silentBecause: new Map(),
    nextAt: now + HAND_AHEAD_MS / 2,
  };
  for (const run of facts.runs) {
    if (run.startAt > now + HAND_AHEAD_MS) {
      decision.nextAt = Math.min(decision.nextAt, run.startAt - HAND_AHEAD_MS);
      break;
    }
    const key = runKey(run);
    if (run.endAt <= now || closed.has(key)) continue;
    decision.nextAt = Math.min(decision.nextAt, run.endAt);
    const refusal = admit(facts, run, key);
    if (refusal !== undefined) {
      if (refusal !== 'wait') decision.silentBecause.set(key, refusal);
      continue;
    }
    decision.known.add(key);
    decideRun(facts, run, key, decision);
  }
  return decision;
}

/** Whether the run may sound here at all. */
function admit(facts: PlaybackFacts, run: Run, key: string): ReceiptReason | 'wait' | undefined {
  const { now, bornAt, joinReady, outdated, known, soundedBefore, muted } = facts;
  if (muted) return run.startAt <= now ? 'muted' : 'wait';
  if (facts.isLocal(run)) return undefined;
  if (bornAt !== undefined && run.startAt < bornAt) return 'journal-lost';
  if (outdated && !known.has(key)) return run.startAt <= now ? 'stale-plan' : 'wait';
  if (run.startAt > now || known.has(key)) return undefined;
  if (!mayJoin(run, now, soundedBefore(run))) return 'late';
  return joinReady ? undefined : 'wait';
}

function decideRun(facts: PlaybackFacts, run: Run, key: string, decision: PlaybackDecision): void {
  const { now, handed, has, soundedBefore, journaled } = facts;
  const segments = segmentsOf(run).filter((segment) => segment.endAt > now);
  let playable = 0;
  for (const segment of segments) {
    const { assetId, streamId } = segment;
    if (assetId === undefined && streamId === undefined) continue;
    const name = segmentKey(segment);
    if (assetId !== undefined && !has(assetId)) {
      if (segment.startAt <= now) decision.silentBecause.set(key, 'no-audio');
      else decision.nextAt = Math.min(decision.nextAt, segment.startAt);
      continue;
    }
    // audio that came too late is joined like a run
    const inTime =
      streamId !== undefined || segment.startAt > now || handed.has(name) || mayJoin(run, now, soundedBefore(run));
    if (!inTime) continue;
    decision.handed.add(name);
    playable++;
    if (journaled.has(key)) decision.play.push(segment);
  }
  if (journaled.has(key) || playable === 0) return;
  if (run.startAt <= now + JOURNAL_AHEAD_MS) {
    decision.journal.push({ run, positionMs: Math.max(0, now - run.startAt) });
  } else {
    decision.nextAt = Math.min(decision.nextAt, run.startAt - JOURNAL_AHEAD_MS);
  }
}
