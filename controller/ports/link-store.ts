/** Links that work once; their tokens are known by the SHA-256 alone, hexadecimal. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { OneTimeLink } from '../domain/identity/one-time-link.ts';
import type { Account } from './people-store.ts';

/** What a link is used for: to make an account, or to give one its password. */
export type LinkUse = { account: Account } | { personId: string; passwordHash: string };

export interface LinkStore {
  /** Takes the place of those that wait for the same person, or, without one, of all that make an account. */
  add(link: OneTimeLink & { tokenHash: string }): Promise<void>;
  /** What waits for somebody opens nothing any more. */
  withdraw(personId: string, at: EpochMillis): Promise<void>;
  find(tokenHash: string): Promise<OneTimeLink | undefined>;
  /** All or nothing. `lost`: it was used, replaced or over; `taken`: number or address belong to somebody else. */
  use(tokenHash: string, at: EpochMillis, use: LinkUse): Promise<'used' | 'lost' | 'taken'>;
}
