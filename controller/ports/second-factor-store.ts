/** Passkeys and recovery codes. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonId } from '../domain/people/person.ts';

export interface PasskeyRecord {
  /** credential id, base64url */
  id: string;
  personId: PersonId;
  /** COSE_Key */
  publicKey: Uint8Array;
  /** signatures made, where the authenticator counts; 0 where not */
  counter: number;
  transports: string[];
  label: string;
  createdAt: EpochMillis;
  usedAt: EpochMillis | undefined;
}

export interface SecondFactorStore {
  passkeys(personId: PersonId): Promise<PasskeyRecord[]>;
  findPasskey(id: string): Promise<PasskeyRecord | undefined>;
  /** @returns false when the authenticator is known already */
  addPasskey(passkey: PasskeyRecord): Promise<boolean>;
  /** @returns false when another use has counted further meanwhile: a copy of the authenticator */
  passkeyUsed(id: string, from: number, counter: number, at: EpochMillis): Promise<boolean>;
  removePasskey(id: string, personId: PersonId): Promise<boolean>;

  /** in place of all earlier ones */
  setRecoveryCodes(personId: PersonId, hashes: readonly string[]): Promise<void>;
  recoveryCodesLeft(personId: PersonId): Promise<number>;
  /** @returns false when it is none, or was used */
  useRecoveryCode(personId: PersonId, hash: string, at: EpochMillis): Promise<boolean>;
  /** everything: for a reset */
  removeAll(personId: PersonId): Promise<void>;
}
