/** Keys of other systems; known by their SHA-256 alone, hexadecimal. */
import type { Action } from '@loa-lang/schemas/states/people';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonId, Reach } from '../domain/people/person.ts';
import type { Account } from './people-store.ts';

export interface ApiTokenRecord {
  id: string;
  name: string;
  /** whose rights it passes on, as far as they reach at the moment of use */
  personId: PersonId;
  scope: readonly Action[];
  areaIds: Reach;
  createdAt: EpochMillis;
  expiresAt: EpochMillis;
  /** to the minute */
  usedAt: EpochMillis | undefined;
}

export interface ApiTokenStore {
  add(token: ApiTokenRecord & { tokenHash: string }): Promise<void>;
  /** one that was not withdrawn; whether its time is over is for the asker to see */
  find(tokenHash: string): Promise<{ token: ApiTokenRecord; account: Account } | undefined>;
  used(id: string, at: EpochMillis): Promise<void>;
  /** not withdrawn; newest first */
  list(personId: PersonId): Promise<ApiTokenRecord[]>;
  withdraw(id: string, personId: PersonId, at: EpochMillis): Promise<boolean>;
  withdrawAll(personId: PersonId, at: EpochMillis): Promise<void>;
}
