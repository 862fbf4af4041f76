/**
 * The device's store on a folder:
 *
 *     identity        store id, bornAt                         replaced as a whole
 *     journal.log     store id, then entries                   appended
 *     outbox.log      store id, then reports and acks          appended
 *     connections     last connection number                   replaced as a whole
 *     documents/*.doc one signed document each                 replaced as a whole
 *
 * Journal and outbox carry the store's id: one without the other, or from another life of the disk, makes a new store
 * with a new id, because numbers must never restart within one. What can still be read is carried over into it.
 */
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { DeviceStore } from '../../ports/device-store.ts';
import { AppendLog, type LogContent, readLog } from './append-log.ts';
import { TEMPORARY_SUFFIX, writeFramedFile } from './atomic-file.ts';
import type { Disk, Written } from './disk.ts';
import { FileConnectionCounter } from './file-connection-counter.ts';
import { FileDocuments } from './file-documents.ts';
import { FileJournal, journalRecords, parseJournal, type ReadJournal } from './file-journal.ts';
import { FileOutbox, outboxRecords, parseOutbox, type ReadOutbox } from './file-outbox.ts';
import { NodeDisk } from './node-disk.ts';
import { setAside } from './quarantine.ts';
import { readIdentity, type StoreIdentity, writeIdentity } from './store-identity.ts';

export interface FileDeviceStoreOptions {
  folder: string;
  disk?: Disk;
  /** makes the id of a new store; random by default */
  newStoreId?: () => StoreId;
}

export interface FileDeviceStore extends DeviceStore {
  /** written to the disk since the store was opened, everything the same `disk` wrote included */
  written(): Readonly<Written>;
}

const randomStoreId = (): StoreId => randomBytes(16).toString('base64url');

interface Found {
  identity: StoreIdentity;
  isNew: boolean;
  journal: ReadJournal;
  journalLog: LogContent;
  outbox: ReadOutbox;
  outboxLog: LogContent;
}

/** Opens the store or makes one. Rejects with `DiskError` when the disk is full or broken. */
export async function openFileDeviceStore(options: FileDeviceStoreOptions): Promise<FileDeviceStore> {
  const { disk = new NodeDisk(), newStoreId = randomStoreId } = options;
  const folder = resolve(options.folder);
  const paths = {
    identity: join(folder, 'identity'),
    journal: join(folder, 'journal.log'),
    outbox: join(folder, 'outbox.log'),
    connections: join(folder, 'connections'),
    documents: join(folder, 'documents'),
  };
  await disk.makeFolder(paths.documents);
  await disk.syncFolder(folder);
  await disk.syncFolder(dirname(folder));
  for (const { name } of await disk.list(folder)) {
    if (name.endsWith(TEMPORARY_SUFFIX)) await disk.remove(join(folder, name));
  }
  const quarantined: string[] = [];
  const aside = async (path: string): Promise<void> => {
    const name = await setAside(disk, path);
    if (name) quarantined.push(name);
  };

  const found = (await readExisting(disk, paths)) ?? (await readRemains(disk, paths, newStoreId(), aside));
  const { storeId } = found.identity;
  if (found.isNew) await makeStore(disk, paths, found);

  const journalLog = new AppendLog(
    disk,
    paths.journal,
    found.isNew ? await readLog(disk, paths.journal) : found.journalLog,
  );
  const outboxLog = found.isNew ? await readLog(disk, paths.outbox) : found.outboxLog;
  const journal = new FileJournal(journalLog, storeId, found.journal.entries);
  const outbox = new FileOutbox(disk, paths.outbox, outboxLog, found.outbox, storeId);
  const documents = new FileDocuments(disk, paths.documents);
  const connections = new FileConnectionCounter(disk, paths.connections);
  await journalLog.start();
  await outbox.start();
  quarantined.push(...(await documents.start()), ...(await connections.start()));

  let { bornAt } = found.identity;
  return {
    storeId,
    isNew: found.isNew,
    quarantined,
    bornAt: () => bornAt,
    async setBornAt(at: EpochMillis) {
      if (bornAt !== undefined) return;
      // true at once: what it forbids must not sound because the disk is slow or full
      bornAt = at;
      await writeIdentity(disk, paths.identity, { storeId, bornAt: at });
    },
    documents,
    journal,
    outbox,
    connections,
    written: () => disk.written,
    async close() {
      await Promise.all([journalLog.close(), outbox.close(), documents.close(), connections.close()]);
    },
  };
}

type Paths = Record<'identity' | 'journal' | 'outbox', string>;

/** The store that is there, when all of it is there and belongs together. */
async function readExisting(disk: Disk, paths: Paths): Promise<Found | undefined> {
  const identity = await readIdentity(disk, paths.identity);
  if (identity === undefined || identity === 'damaged') return undefined;
  const journalLog = await readLog(disk, paths.journal);
  const outboxLog = await readLog(disk, paths.outbox);
  if (journalLog.end === 'damaged' || outboxLog.end === 'damaged') return undefined;
  const journal = parseJournal(journalLog.records);
  const outbox = parseOutbox(outboxLog.records);
  if (journal.storeId !== identity.storeId || outbox.storeId !== identity.storeId) return undefined;
  return { identity, isNew: false, journal, journalLog, outbox, outboxLog };
}

/** What can be used of a broken store for a new one. Its unreadable files are set aside. */
async function readRemains(
  disk: Disk,
  paths: Paths,
  storeId: StoreId,
  aside: (path: string) => Promise<void>,
): Promise<Found> {
  const journalLog = await readLog(disk, paths.journal);
  const outboxLog = await readLog(disk, paths.outbox);
  const journal = parseJournal(journalLog.records);
  const outbox = parseOutbox(outboxLog.records);
  if ((await readIdentity(disk, paths.identity)) === 'damaged') await aside(paths.identity);
  if (isBroken(journalLog, journal)) await aside(paths.journal);
  if (isBroken(outboxLog, outbox)) await aside(paths.outbox);
  // Reports get numbers of the new store; the controller may see one twice, which is better than never.
  const entries = outbox.entries.map((entry, index) => ({ ...entry, number: index + 1 }));
  const renumbered: ReadOutbox = { storeId, entries, next: entries.length + 1 };
  return { identity: { storeId }, isNew: true, journal, journalLog, outbox: renumbered, outboxLog };
}

const isBroken = (log: LogContent, read: { storeId: StoreId | undefined }): boolean =>
  log.end === 'damaged' || (log.end !== 'missing' && read.storeId === undefined);

/** The identity comes last: a cut before it leaves logs that no identity claims, and the next start begins again. */
async function makeStore(disk: Disk, paths: Paths, { identity, journal, outbox }: Found): Promise<void> {
  const encode = (record: unknown): Uint8Array => Buffer.from(JSON.stringify(record), 'utf8');
  const { storeId } = identity;
  await writeFramedFile(disk, paths.journal, journalRecords(storeId, journal.entries).map(encode));
  await writeFramedFile(disk, paths.outbox, outboxRecords(storeId, outbox.next, outbox.entries).map(encode));
  await writeIdentity(disk, paths.identity, identity);
}
