/** Passkeys and recovery codes in PostgreSQL. */
import type { Passkey } from '../../generated/prisma/client.ts';
import type { PasskeyRecord, SecondFactorStore } from '../../ports/second-factor-store.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { toDate, toInstant } from './row-values.ts';

const passkeyOf = ({ publicKey, counter, createdAt, usedAt, ...row }: Passkey): PasskeyRecord => ({
  ...row,
  publicKey,
  counter: Number(counter),
  createdAt: createdAt.getTime(),
  usedAt: toInstant(usedAt),
});

export class SecondFactorRepository implements SecondFactorStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async passkeys(personId: string): Promise<PasskeyRecord[]> {
    const rows = await this.#database.passkey.findMany({ where: { personId }, orderBy: { createdAt: 'asc' } });
    return rows.map(passkeyOf);
  }

  async findPasskey(id: string): Promise<PasskeyRecord | undefined> {
    const row = await this.#database.passkey.findUnique({ where: { id } });
    return row === null ? undefined : passkeyOf(row);
  }

  async addPasskey({ publicKey, counter, createdAt, usedAt: _, ...rest }: PasskeyRecord): Promise<boolean> {
    const data = {
      ...rest,
      publicKey: new Uint8Array(publicKey),
      counter: BigInt(counter),
      createdAt: toDate(createdAt),
    };
    return (await written(() => this.#database.passkey.create({ data }))) === 'written';
  }

  async passkeyUsed(id: string, from: number, counter: number, at: number): Promise<boolean> {
    const data = { counter: BigInt(counter), usedAt: toDate(at) };
    return (await this.#database.passkey.updateMany({ where: { id, counter: BigInt(from) }, data })).count === 1;
  }

  async removePasskey(id: string, personId: string): Promise<boolean> {
    return (await this.#database.passkey.deleteMany({ where: { id, personId } })).count === 1;
  }

  async setRecoveryCodes(personId: string, hashes: readonly string[]): Promise<void> {
    await this.#database.$transaction([
      this.#database.recoveryCode.deleteMany({ where: { personId } }),
      this.#database.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ personId, codeHash })) }),
    ]);
  }

  recoveryCodesLeft(personId: string): Promise<number> {
    return this.#database.recoveryCode.count({ where: { personId, usedAt: null } });
  }

  async useRecoveryCode(personId: string, codeHash: string, at: number): Promise<boolean> {
    const where = { personId, codeHash, usedAt: null };
    return (await this.#database.recoveryCode.updateMany({ where, data: { usedAt: toDate(at) } })).count === 1;
  }

  async removeAll(personId: string): Promise<void> {
    const where = { personId };
    await this.#database.$transaction([
      this.#database.recoveryCode.deleteMany({ where }),
      this.#database.passkey.deleteMany({ where }),
    ]);
  }
}
