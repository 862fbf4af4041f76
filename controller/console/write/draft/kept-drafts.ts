/**
 * Drafts and recordings in this browser's own database: written through to the disk, so that what was written survives a
 * lost connection, a reload and a browser that is killed. Where there is none, as in some private windows, nothing is kept.
 */
import type { Draft } from './draft.ts';

const NAME = 'loa-drafts';
const STORES = ['drafts', 'sounds'] as const;
type StoreName = (typeof STORES)[number];

/** A recording that has not been sent whole yet. */
export interface KeptSound {
  id: string;
  sound: Blob;
  fileName: string;
  /** where the upload goes on */
  uploadUrl?: string;
}

/** Anew for each work: it costs a millisecond, and nothing stays open that another version of the page would wait for. */
function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const name of STORES) asked.result.createObjectStore(name, { keyPath: 'id' });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function work<Result>(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open();
  const transaction = database.transaction(name, mode, { durability: 'strict' });
  const asked = act(transaction.objectStore(name));
  try {
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keepDraft = (draft: Draft): Promise<unknown> => work('drafts', 'readwrite', (store) => store.put(draft));
/** @param by who asks: what others write here stays theirs */
export async function draftOf(id: string, by: string): Promise<Draft | undefined> {
  const draft = await work<Draft | undefined>('drafts', 'readonly', (store) => store.get(id));
  return draft === undefined || isOf(by, draft) ? draft : undefined;
}
export const forgetDraft = (id: string): Promise<unknown> => work('drafts', 'readwrite', (store) => store.delete(id));

const isOf = (by: string, draft: Draft): boolean => draft.by === undefined || draft.by === by;

/** Newest first. @param by who asks: what others write here stays theirs */
export async function allDrafts(by: string | undefined): Promise<Draft[]> {
  const drafts = await work<Draft[]>('drafts', 'readonly', (store) => store.getAll());
  return drafts.filter((draft) => by !== undefined && isOf(by, draft)).sort((a, b) => b.changedAt - a.changedAt);
}

export const keepSound = (sound: KeptSound): Promise<unknown> =>
  work('sounds', 'readwrite', (store) => store.put(sound));
export const soundOf = (id: string): Promise<KeptSound | undefined> =>
  work<KeptSound | undefined>('sounds', 'readonly', (store) => store.get(id));
export const forgetSound = (id: string): Promise<unknown> => work('sounds', 'readwrite', (store) => store.delete(id));
