/** What the journal knows of runs that sounded, in this life of the agent and in earlier ones. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { JournalEntry, JournaledItem } from '../ports/device-store.ts';
import type { OwnGap } from './own-gaps.ts';
import { type RunName, runKey } from './run-key.ts';

/** Positions of a run that sounds are written this often. */
export const POSITION_INTERVAL_MS: Millis = 2000;
/** A gap longer than this between two entries is time in which nothing sounded. */
const LONGEST_STEP_MS = 2 * POSITION_INTERVAL_MS;
/** What may have sounded after the last entry: one interval and a write that took its time. */
const UNWRITTEN_MS = POSITION_INTERVAL_MS + 1000;

export interface RunHistory extends RunName {
  /** stretches of the run that sounded for certain, in run positions */
  stretches: { fromMs: Millis; toMs: Millis }[];
  lastPositionMs: Millis;
  lastAt: EpochMillis;
  /** what the run was made of; empty when the journal is of an agent that did not write it */
  items: readonly JournaledItem[];
}

export interface JournalView {
  runs: Map<string, RunHistory>;
  closed: Set<string>;
  commands: Set<string>;
  gaps: OwnGap[];
  /** codes of faults that an earlier life left raised */
  faults: readonly string[];
}

/** Reads the journal as it was at boot. */
export function readJournal(entries: readonly JournalEntry[]): JournalView {
  const view: JournalView = { runs: new Map(), closed: new Set(), commands: new Set(), gaps: [], faults: [] };
  // of the same gap the last word counts
  const gaps = new Map<string, OwnGap>();
  for (const entry of entries) {
    if (entry.kind === 'command') view.commands.add(entry.commandId);
    else if (entry.kind === 'closed') view.closed.add(runKey(entry));
    else if (entry.kind === 'faults') view.faults = entry.codes;
    else if (entry.kind === 'position') addPosition(view.runs, entry);
    else if (entry.kind === 'gap') {
      const { streamId, from, to, steadyMs } = entry;
      gaps.set(`${streamId}@${from}`, { streamId, from, to, steadyMs });
    }
  }
  view.gaps = [...gaps.values()];
  return view;
}

function addPosition(runs: JournalView['runs'], entry: JournalEntry & { kind: 'position' }): void {
  const { broadcastId, version, run, positionMs, at, items = [] } = entry;
  const key = runKey(entry);
  const known = runs.get(key);
  if (known === undefined) {
    const stretches = [{ fromMs: positionMs, toMs: positionMs }];
    runs.set(key, { broadcastId, version, run, stretches, lastPositionMs: positionMs, lastAt: at, items });
    return;
  }
  const last = known.stretches.at(-1);
  const step = positionMs - known.lastPositionMs;
  if (last !== undefined && step >= 0 && step <= LONGEST_STEP_MS) last.toMs = positionMs;
  else known.stretches.push({ fromMs: positionMs, toMs: positionMs });
  if (known.items.length === 0) known.items = items;
  known.lastPositionMs = Math.max(known.lastPositionMs, positionMs);
  known.lastAt = Math.max(known.lastAt, at);
}

/**
 * Run position below which nothing may sound again after a restart of the agent at `now`: the journal's last word and
 * what may have followed it, but never more than the time that had passed by then.
 */
export const floorAfterRestart = (history: RunHistory, runStartAt: EpochMillis, now: EpochMillis): Millis =>
  Math.max(0, Math.min(history.lastPositionMs + UNWRITTEN_MS, Math.max(history.lastPositionMs, now - runStartAt)));

/** How much of the run's stretch `[fromMs, toMs)` sounded. */
export const soundedWithin = (history: RunHistory, fromMs: Millis, toMs: Millis): Millis =>
  history.stretches.reduce((sum, s) => sum + Math.max(0, Math.min(s.toMs, toMs) - Math.max(s.fromMs, fromMs)), 0);

/** How much of the run sounded for certain. */
export const soundedMs = (history: RunHistory): Millis => soundedWithin(history, 0, Infinity);

/** Whether the run had begun when the journal last spoke of it; its first entry is written before it begins. */
export const hadBegun = (history: RunHistory | undefined, runStartAt: EpochMillis): boolean =>
  history !== undefined && history.lastAt >= runStartAt;
