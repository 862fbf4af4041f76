import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEpochFile } from '@loa-lang/controller/adapters/epoch-file';
import { connect, type Database, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { LOCKING, PostgresDocumentLedger } from '@loa-lang/controller/adapters/postgres/document-ledger';
import { Epochs } from '@loa-lang/controller/adapters/postgres/epochs';
import { LockTimeoutError } from '@loa-lang/controller/adapters/postgres/subject-locks';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OwnDatabases, startOwnDatabases, temporaryFolder } from '../../support/database.ts';

const NOW = Date.UTC(2026, 2, 2, 0, 0);

const entry = (subject: string, epoch: number, revision: number) => ({
  subject,
  epoch,
  revision,
  bytes: Uint8Array.of(0, 1, 255, revision % 256),
  contentHash: `h${revision}`,
  issuedAt: NOW + revision,
});

/** One controller: its own connections and its own file. */
class Controller {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly epochs: Epochs;
  readonly ledger: PostgresDocumentLedger;
  constructor(url: string, dataDir: string, deploymentId = 'trien-khai') {
    this.database = connect(url);
    this.pool = openPool(url, LOCKING);
    this.epochs = new Epochs(this.database, openEpochFile(dataDir), deploymentId);
    this.ledger = new PostgresDocumentLedger(this.database, this.pool, this.epochs);
  }
  async close(): Promise<void> {
    await this.pool.end();
    await this.database.$disconnect();
  }
}

describe('document ledger', () => {
  let databases: OwnDatabases;
  let url: string;
  let dataDir: string;
  let otherDataDir: string;
  let controllers: Controller[];

  beforeAll(async () => {
    databases = await startOwnDatabases({ throwaway: true });
  }, 60_000);
  afterAll(() => databases.stop());

  const controller = (at = url, folder = dataDir, deploymentId?: string): Controller => {
    const made = new Controller(at, folder, deploymentId);
    controllers.push(made);
    return made;
  };
  beforeEach(async () => {
    url = await databases.fresh();
    [dataDir, otherDataDir, controllers] = [await temporaryFolder(), await temporaryFolder(), []];
  });
  afterEach(async () => {
    for (const made of controllers) await made.close();
    for (const folder of [dataDir, otherDataDir]) await rm(folder, { recursive: true });
  });

  it('lets two controllers work on a subject one after the other, and on two at once', async () => {
    const [one, two] = [controller(), controller(url, otherDataDir)];
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([one, two, one, two, one].map(({ ledger }) => ledger.underLock('area/xa/plan', work)));
    expect(most).toBe(1);
    // each waits inside for the other: this ends only when both are inside together
    const entered = [resolvers(), resolvers()] as const;
    const meet = (own: 0 | 1) => async () => {
      entered[own].resolve(undefined);
      await entered[own === 0 ? 1 : 0].promise;
    };
    await Promise.all([one.ledger.underLock('a', meet(0)), two.ledger.underLock('b', meet(1))]);
  });

  it('makes revisions without gap or double when two controllers publish at once', async () => {
    const [one, two] = [controller(), controller(url, otherDataDir)];
    const publish = ({ ledger }: Controller) =>
      ledger.underLock('s', async () => {
        const last = await ledger.last('s');
        await ledger.record(entry('s', 1, (last?.revision ?? 0) + 1));
      });
    await one.epochs.reconcile();
    await Promise.all(Array.from({ length: 20 }, (_, at) => publish(at % 2 === 0 ? one : two)));
    expect((await one.ledger.last('s'))?.revision).toBe(20);
  });

  it('does not wait longer than 10 s for a lock', async () => {
    const [one, two] = [controller(), controller(url, otherDataDir)];
    const release = resolvers();
    const inside = resolvers();
    const held = one.ledger.underLock('s', () => {
      inside.resolve(undefined);
      return release.promise;
    });
    await inside.promise;
    await expect(two.ledger.underLock('s', async () => 'never')).rejects.toThrow(LockTimeoutError);
    await expect(one.ledger.underLock('s', async () => 'never')).rejects.toThrow(LockTimeoutError);
    release.resolve(undefined);
    await held;
    expect(await two.ledger.underLock('s', async () => 'now')).toBe('now');
    expect(await one.ledger.underLock('s', async () => 'now')).toBe('now');
  }, 40_000);

  it('passes on what the work throws, and lets go', async () => {
    const { ledger } = controller();
    const failing = ledger.underLock('s', () => Promise.reject(new Error('no broker')));
    await expect(failing).rejects.toThrow('no broker');
    expect(await ledger.underLock('s', async () => 1)).toBe(1);
  });

  it('lets go of the locks of a controller whose connection is lost', async () => {
    const [one, two] = [controller(), controller(url, otherDataDir)];
    const release = resolvers();
    const inside = resolvers();
    const held = one.ledger.underLock('s', () => {
      inside.resolve(undefined);
      return release.promise;
    });
    await inside.promise;
    await databases.query(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted`,
    );
    expect(await two.ledger.underLock('s', async () => 'mine')).toBe('mine');
    release.resolve(undefined);
    await held;
  });

  it('keeps the last document of each subject and never goes back', async () => {
    const { ledger, epochs } = controller();
    await epochs.reconcile();
    await ledger.record(entry('a', 1, 5));
    await ledger.record(entry('b', 1, 1));
    for (const older of [entry('a', 1, 5), entry('a', 1, 4), entry('a', 0, 9)]) {
      await expect(ledger.record(older)).rejects.toThrow(/not higher/);
    }
    await ledger.record(entry('a', 2, 1));
    expect(await ledger.last('a')).toEqual({ ...entry('a', 2, 1), bytes: expect.anything() });
    expect([...((await ledger.last('a'))?.bytes ?? [])]).toEqual([0, 1, 255, 1]);
    expect(await ledger.last('c')).toBeUndefined();
    expect(await ledger.latest(['a', 'c'])).toEqual(new Map([['a', { epoch: 2, revision: 1 }]]));
    expect((await ledger.all()).map((found) => found.subject)).toEqual(['a', 'b']);
  });

  it('starts with epoch 1 and opens only higher ones', async () => {
    const { ledger, epochs } = controller();
    expect(await epochs.reconcile()).toEqual({ kind: 'first-start', epoch: 1 });
    expect(await epochs.reconcile()).toEqual({ kind: 'unchanged', epoch: 1 });
    expect(await ledger.openEpoch(1)).toBe(2);
    expect(await ledger.openEpoch(9)).toBe(9);
    const opened = await Promise.all([ledger.openEpoch(1), ledger.openEpoch(1)]);
    expect(opened.sort()).toEqual([10, 11]);
    expect(await ledger.epoch()).toBe(11);
    expect(JSON.parse(await readFile(join(dataDir, 'highest-epoch.json'), 'utf8')).epoch).toBe(11);
  });

  /** `pg_dump` and restore in one: a copy of the database as it is now. */
  const copy = async (name: string): Promise<string> => {
    const admin = new URL(url);
    const source = admin.pathname.slice(1);
    admin.pathname = '/postgres';
    await databases.query(admin.href, `CREATE DATABASE ${name} TEMPLATE ${source}`);
    admin.pathname = `/${name}`;
    return admin.href;
  };

  it('opens a higher epoch when the database was restored from an older copy', async () => {
    const before = controller();
    await before.epochs.reconcile();
    await before.close();
    controllers = [];
    const older = await copy('older_copy');
    const after = controller();
    await after.ledger.openEpoch(1);
    await after.ledger.openEpoch(1);
    expect(await controller(older).epochs.reconcile()).toEqual({
      kind: 'opened',
      epoch: 4,
      reason: 'database-epoch-older',
    });
  });

  it('notices an older copy even when no epoch was opened since', async () => {
    const { epochs, ledger, database } = controller();
    await epochs.reconcile();
    await ledger.record(entry('a', 1, 1));
    await ledger.record(entry('a', 1, 2));
    await epochs.stop();
    // the same database set back, as a restore into place does
    await database.$executeRaw`UPDATE signed_document SET revision = 1`;
    const finding = await controller().epochs.reconcile();
    expect(finding).toEqual({ kind: 'opened', epoch: 2, reason: 'database-position-older' });
    expect(await controller().epochs.reconcile()).toEqual({ kind: 'unchanged', epoch: 2 });
  });

  it('takes another database with the same deployment for a restored one', async () => {
    await controller().epochs.reconcile();
    for (const made of controllers) await made.close();
    controllers = [];
    const restored = await copy('another_database');
    expect(await controller(restored).epochs.reconcile()).toMatchObject({
      kind: 'opened',
      reason: 'database-replaced',
    });
    const emptied = await databases.fresh();
    expect(await controller(emptied).epochs.reconcile()).toMatchObject({ kind: 'opened', reason: 'database-replaced' });
  });

  it('refuses the database of another deployment and a damaged epoch file', async () => {
    await controller().epochs.reconcile();
    await expect(controller(url, otherDataDir, 'khac').epochs.reconcile()).rejects.toThrow(/trien-khai/);
    await writeFile(join(dataDir, 'highest-epoch.json'), '\0\0\0\0');
    await expect(controller().epochs.reconcile()).rejects.toThrow(/highest-epoch.json is damaged/);
  });
});

const resolvers = () => {
  let resolve: (value: unknown) => void = () => undefined;
  const promise = new Promise((given) => {
    resolve = given;
  });
  return { promise, resolve };
};
