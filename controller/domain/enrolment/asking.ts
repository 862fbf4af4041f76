/** How often a device that waits for its office asks, and how many strangers are heard. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** Somebody stands beside it: bound within seconds. Later it waits in a cupboard or on a pole, on a paid SIM. */
const ATTENDED_MS: Millis = 15 * 60_000;
const ATTENDED_ASK_S = 5;
const UNATTENDED_ASK_S = 30;
/** Whoever was turned away may be let in after all. */
export const REFUSED_ASK_S = 3600;

/** Who has not asked for so long is no longer shown. */
export const FORGET_MS: Millis = 7 * 24 * 3_600_000;
/** Strangers at most, whoever they are: the endpoint is open to all. */
export const MAX_WAITING = 2000;
/** From one network, waiting at once and new in an hour: a workshop's whole delivery, and no flood. */
export const MAX_PER_NETWORK = 200;
export const NEW_PER_NETWORK_MS: Millis = 3_600_000;
/** Questions a minute from one network: all that may wait there, each every five seconds, and room. */
export const MAX_ASKED_PER_NETWORK = 3000;
export const ASKED_PER_NETWORK_MS: Millis = 60_000;

/** IPv6, the first three groups: what one customer of a provider is given at most. */
const CUSTOMER_GROUPS = 3;

/** From which network somebody asks: an address of IPv4, or all that one holder of IPv6 may call his own. */
export function networkOf(address: string): string {
  const [, embedded] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (embedded !== undefined) return embedded;
  if (!address.includes(':')) return address;
  const [head = ''] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  while (groups.length < CUSTOMER_GROUPS) groups.push('0');
  return groups.slice(0, CUSTOMER_GROUPS).join(':');
}

export const askAgainS = (firstAskedAt: EpochMillis, now: EpochMillis): number =>
  now - firstAskedAt < ATTENDED_MS ? ATTENDED_ASK_S : UNATTENDED_ASK_S;
