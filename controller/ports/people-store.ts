/** Accounts of people. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Contacts } from '../domain/identity/contact.ts';
import type { Person, PersonId } from '../domain/people/person.ts';
import type { Written } from './register.ts';

export interface Account extends Person, Contacts {
  /** argon2id, PHC string */
  passwordHash: string | undefined;
  totp: Totp | undefined;
  createdAt: EpochMillis;
  changedAt: EpochMillis;
}

export interface Totp {
  /** sealed */
  secret: string;
  /** of the last code that was accepted */
  lastStep: number | undefined;
}

export type AccountFields = Pick<Account, 'name' | 'roles' | 'areaIds' | 'deputyId' | 'phone' | 'email' | 'active'>;

export interface PeopleStore {
  /** those who have left included */
  all(): Promise<Account[]>;
  /** differs after every change of anybody */
  stamp(): Promise<string>;
  find(id: PersonId): Promise<Account | undefined>;
  /** by the telephone number or the address */
  findByContact(contact: Contacts): Promise<Account | undefined>;
  create(account: Account): Promise<Written>;
  change(id: PersonId, fields: Partial<AccountFields>, at: EpochMillis): Promise<Written>;
  setPassword(id: PersonId, passwordHash: string | undefined, at: EpochMillis): Promise<void>;
  setTotp(id: PersonId, totp: Totp | undefined, at: EpochMillis): Promise<void>;
  /** @returns false when a code of this step, or a later one, was accepted before */
  takeTotpStep(id: PersonId, step: number): Promise<boolean>;
}
