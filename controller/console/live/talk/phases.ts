/** What a live goes through, as a table: what happens in which phase, and what comes of it. */

export const PHASES = [
  'preparing',
  'asking',
  'checking',
  'requesting',
  'connecting',
  'waiting',
  'starting',
  'on-air',
  'lost',
  'ending',
  'ended',
] as const;
export type Phase = (typeof PHASES)[number];

/**
 * `open`, `opened`, `refused`, `closed`: the microphone; `start`, `accepted`, `rejected`: the request; `waiting` to
 * `ended`: told by the controller; `lost`: no connection; `end`: asked for by the speaker; `broken`: this page gives
 * up; `again`: the next one.
 */
export const EVENTS = [
  'open',
  'opened',
  'refused',
  'closed',
  'start',
  'accepted',
  'rejected',
  'waiting',
  'starting',
  'on-air',
  'ended',
  'lost',
  'end',
  'broken',
  'again',
] as const;
export type Happening = (typeof EVENTS)[number];

const TOLD = { waiting: 'waiting', starting: 'starting', 'on-air': 'on-air', ended: 'ended' } as const;
const UNDER_WAY = { ...TOLD, lost: 'lost', end: 'ending', broken: 'ended' } as const;

/** What is not in the table changes nothing. */
const TABLE: Readonly<Record<Phase, Partial<Record<Happening, Phase>>>> = {
  preparing: { open: 'asking' },
  asking: { opened: 'checking', refused: 'preparing' },
  checking: { start: 'requesting', open: 'asking', closed: 'preparing' },
  requesting: { accepted: 'connecting', rejected: 'checking', broken: 'ended' },
  connecting: UNDER_WAY,
  waiting: UNDER_WAY,
  starting: UNDER_WAY,
  'on-air': UNDER_WAY,
  lost: { ...TOLD, end: 'ending', broken: 'ended' },
  ending: { ended: 'ended', lost: 'ended', broken: 'ended' },
  ended: { again: 'preparing' },
};

export const next = (phase: Phase, happening: Happening): Phase => TABLE[phase][happening] ?? phase;

/** There is a live on the controller that this page answers for. */
export const isUnderWay = (phase: Phase): boolean =>
  'broken' in TABLE[phase] && phase !== 'requesting' && phase !== 'ending';

/** Leaving the page now would be heard: from the chime on. */
export const isHeard = (phase: Phase): boolean => ['starting', 'on-air', 'lost'].includes(phase);
