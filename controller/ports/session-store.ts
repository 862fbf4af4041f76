/** Who has signed in where; the tokens are known by their SHA-256 alone, hexadecimal. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SecondFactor, Session } from '../domain/identity/session.ts';
import type { PersonId } from '../domain/people/person.ts';
import type { Account } from './people-store.ts';

/** A browser that needs no code beside the password. */
export interface RememberedPhone {
  id: string;
  personId: PersonId;
  agent: string;
  createdAt: EpochMillis;
  usedAt: EpochMillis;
  expiresAt: EpochMillis;
}

export interface SessionStore {
  open(session: Session & { tokenHash: string }): Promise<void>;
  /** one that has not been ended, with its person; whether its time is over is for the asker to see */
  find(tokenHash: string): Promise<{ session: Session; account: Account } | undefined>;
  /** which of these are open still: not ended, not over, and asked for something since */
  openOf(ids: readonly string[], now: EpochMillis, seenSince: EpochMillis): Promise<ReadonlySet<string>>;
  seen(id: string, at: EpochMillis): Promise<void>;
  proved(id: string, at: EpochMillis, secondFactor: SecondFactor | undefined): Promise<void>;
  /** not ended; newest first */
  list(personId: PersonId): Promise<Session[]>;
  /** @returns whether there was one */
  end(id: string, personId: PersonId, at: EpochMillis): Promise<boolean>;
  /** @param except stays */
  endAll(personId: PersonId, at: EpochMillis, except?: string): Promise<void>;
  /** forgets what ended or ran out before */
  prune(before: EpochMillis): Promise<void>;

  remember(phone: RememberedPhone & { tokenHash: string }): Promise<void>;
  /** one that still counts */
  findPhone(tokenHash: string, now: EpochMillis): Promise<RememberedPhone | undefined>;
  phoneUsed(id: string, at: EpochMillis): Promise<void>;
  phones(personId: PersonId, now: EpochMillis): Promise<RememberedPhone[]>;
  forgetPhone(id: string, personId: PersonId, at: EpochMillis): Promise<boolean>;
  /** @param except stays */
  forgetPhones(personId: PersonId, at: EpochMillis, except?: string): Promise<void>;
}
