/**
 * How long to wait before the next attempt to connect. Exponential back-off with full jitter, begun anew after a
 * connection that was stable.
 *
 * When the broker itself goes away, all devices of a commune or a province lose it in the same second, and must not
 * all return in the same second. A device cannot see whether it is alone, but it sees how the connection ended:
 * - the other side closed or reset it, or refuses new ones: perhaps everybody's case. Each attempt then waits a random
 *   part of the spread, until a connection has been stable again.
 * - nothing answered any more, or the network was gone: most likely this device's own case (a mast, a SIM). It is back
 *   within a second of the network. Should it be the broker's host that froze, pings out of step already spread the
 *   moments at which devices notice over a whole keepalive.
 * So a carrier that resets one idle connection costs that device up to the spread. Meanwhile it plays what it has.
 */
import type { Millis } from '@loa-lang/schemas/units';

export interface RedialPolicy {
  /** longest first wait; 1 s, since most drops are short */
  firstMs: Millis;
  /** longest wait of all; 60 s, since a device that is an hour late in noticing a repaired network helps nobody */
  maxMs: Millis;
  /** a connection that lasted this long was a good one; 60 s, two keepalives */
  stableMs: Millis;
}

export const DEFAULT_REDIAL_POLICY: RedialPolicy = { firstMs: 1000, maxMs: 60_000, stableMs: 60_000 };
/** Until settings name it: 200 devices then return at five a second. */
export const DEFAULT_RECONNECT_SPREAD_MS: Millis = 40_000;

/** `remote`: closed, reset or refused by the other side. `local`: silence, no route, no name, given up by us. */
export type LossCause = 'remote' | 'local';

export interface DialHistory {
  /** attempts and short connections since the last stable connection */
  failures: number;
  /** there has been a stable connection since the start */
  hadStable: boolean;
  /** what happened may have happened to all devices at once */
  shared: boolean;
}

export const NO_HISTORY: DialHistory = { failures: 0, hadStable: false, shared: false };

/** A connection that was up for `upMs` is gone. */
export function afterLoss(history: DialHistory, upMs: Millis, cause: LossCause, policy: RedialPolicy): DialHistory {
  if (upMs >= policy.stableMs) return { failures: 0, hadStable: true, shared: cause === 'remote' };
  return { ...history, failures: history.failures + 1 };
}

/** An attempt came to nothing. A refusal after a good connection tells that the broker is down, whoever noticed first. */
export function afterFailedDial(history: DialHistory, cause: LossCause): DialHistory {
  const shared = history.shared || (history.hadStable && cause === 'remote');
  return { ...history, failures: history.failures + 1, shared };
}

/** @param random 0 … 1 */
export function redialDelayMs(history: DialHistory, spreadMs: Millis, policy: RedialPolicy, random: number): Millis {
  const backOffMs = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(history.failures, 30));
  return random * (history.shared ? Math.max(spreadMs, backOffMs) : backOffMs);
}

const REMOTE: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Reads the cause from the error a connection ended with; without one the other side closed it. */
export function causeOf(error: unknown): LossCause {
  if (error === undefined) return 'remote';
  const { code } = error as { code?: unknown };
  // CONNACK 3, "server unavailable"
  return REMOTE.has(code) || code === 3 ? 'remote' : 'local';
}
