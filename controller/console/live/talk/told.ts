/** What the controller says of a live, as the page reads it. */
import type { LiveBegun, LiveEndReason, LiveSaid, LiveStateMessage } from '@loa-lang/schemas/http/live';

/** What the page can tell the controller of. */
export type Bye = Extract<LiveSaid, { type: 'bye' }>['why'];
/** Why this page ended it, or why it was ended from here; beside what the controller says. */
export type Why = Bye | 'network' | 'taken-over' | 'not-signed-in' | 'gone';
export type EndReason = LiveEndReason;
/** Of `POST /live`. */
export type Accepted = LiveBegun;
export type Told = LiveStateMessage;

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
