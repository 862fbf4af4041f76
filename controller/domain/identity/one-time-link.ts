/** Links that work once: to set up the first account, to accept an invitation, to choose a new password. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export type LinkKind = 'set-up' | 'invitation' | 'reset';

const HOUR_MS: Millis = 3600_000;

export const LINK_LASTS_MS: Readonly<Record<LinkKind, Millis>> = {
  /** whoever starts the system sits before it */
  'set-up': 24 * HOUR_MS,
  /** people in the hamlets look at their messages at the weekend */
  invitation: 7 * 24 * HOUR_MS,
  /** asked for by telephone a moment before */
  reset: 24 * HOUR_MS,
};

export interface OneTimeLink {
  id: string;
  kind: LinkKind;
  /** absent: it makes an account */
  personId: string | undefined;
  createdAt: EpochMillis;
  expiresAt: EpochMillis;
  usedAt: EpochMillis | undefined;
  /** a newer one took its place */
  replacedAt: EpochMillis | undefined;
}

export type LinkState = 'open' | 'used' | 'replaced' | 'expired';

export function linkState({ usedAt, replacedAt, expiresAt }: OneTimeLink, now: EpochMillis): LinkState {
  if (usedAt !== undefined) return 'used';
  if (replacedAt !== undefined) return 'replaced';
  return now < expiresAt ? 'open' : 'expired';
}
