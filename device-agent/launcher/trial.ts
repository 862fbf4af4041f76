/** How a version is tried: once, and rolled back once. Pure. */
import type { LauncherState, Proposal } from './files.ts';

/** It runs well, or it does not; the third crash says so. */
const MAX_CRASHES = 3;
/** A machine that loses its power during a trial starts it again; one that goes down by it must not do so for ever. */
const MAX_STARTS = 10;
/** Of these none is tried again; older ones are out of every rollout. */
const MAX_BAD = 200;

/** Begins the trial of what an agent has laid ready, unless it runs already, was rolled back before, or another one is on. */
export function begun(state: LauncherState, next: Proposal | undefined): LauncherState {
  if (next === undefined || state.trial !== undefined) return state;
  if (state.bad.includes(next.artefactId) || state.current?.artefactId === next.artefactId) return state;
  return { ...state, trial: { of: next, starts: 0, crashes: 0 } };
}

/** A start is counted before it is made. */
export function started(state: LauncherState): LauncherState {
  const { trial } = state;
  if (trial === undefined) return state;
  if (trial.starts >= MAX_STARTS) return rolledBack(state, `not well after ${trial.starts} starts`);
  return { ...state, trial: { ...trial, starts: trial.starts + 1 } };
}

export function crashed(state: LauncherState, how: string): LauncherState {
  const { trial } = state;
  if (trial === undefined) return state;
  const crashes = trial.crashes + 1;
  if (crashes >= MAX_CRASHES) return rolledBack(state, `${how}, ${crashes} times`);
  return { ...state, trial: { ...trial, crashes } };
}

export function proved(state: LauncherState): LauncherState {
  const { trial, current, previous: _previous, ...rest } = state;
  if (trial === undefined) return state;
  const { commandId: _commandId, ...of } = trial.of;
  return {
    ...rest,
    current: of,
    ...(current !== undefined && { previous: current }),
    outcome: { ...trial.of, result: 'healthy' },
  };
}

export function rolledBack(state: LauncherState, reason: string): LauncherState {
  const { trial, ...rest } = state;
  if (trial === undefined) return state;
  return {
    ...rest,
    bad: [...state.bad, trial.of.artefactId].slice(-MAX_BAD),
    outcome: { ...trial.of, result: 'rolled-back', reason },
  };
}
