/** What the controller says of a live, as the page reads it. */

export type EndReason = 'ended' | 'abnormal' | 'maximum' | 'stopped' | 'silenced';
/** Why this page ended it, or why it was ended from here; beside what the controller says. */
export type Why = 'hidden' | 'pagehide' | 'microphone-lost' | 'network' | 'taken-over' | 'not-signed-in' | 'gone';
/** What the page can tell the controller of. */
export type Bye = Extract<Why, 'hidden' | 'pagehide' | 'microphone-lost'>;

/** Of `POST /live`. */
export interface Accepted {
  liveId: string;
  state: 'waiting' | 'ready';
  startAt: string;
  waitsFor?: { title: string; until: string };
  endsAt: string;
  clusters: number;
  households: number;
  delayMs: number;
  /** false, too, where the commune's chime is still being made */
  chime: boolean;
  audioUrl: string;
}

export interface Told {
  type: 'state';
  state: 'waiting' | 'starting' | 'on-air' | 'ended';
  startAt: string;
  endsAt: string;
  heard: number;
  of: number;
  households: number;
  delayMs: number;
  waitsFor?: { title: string; until: string };
  reason?: EndReason;
  bulletinId?: string;
}

const STATES = ['waiting', 'starting', 'on-air', 'ended'];

/** `undefined` for what this page does not know: a newer controller may say more. */
export function readTold(text: string): Told | undefined {
  try {
    const told: unknown = JSON.parse(text);
    const { type, state } = (told ?? {}) as { type?: unknown; state?: string };
    return type === 'state' && STATES.includes(state ?? '') ? (told as Told) : undefined;
  } catch {
    return undefined;
  }
}
