/** Power cuts zeroed the database of 5–10 % of field boards, and then nothing started. Ours sets it aside and is up. */
import { openFileDeviceStore } from '@loa-lang/device-agent/adapters/files/file-device-store';
import { describe, expect, it } from 'vitest';
import { fault, position } from '../contract/device-store/device-store-contract.ts';
import { FaultDisk } from '../support/fault-disk.ts';

async function filledDisk(): Promise<{ files: Map<string, Buffer>; storeId: string }> {
  const disk = new FaultDisk();
  const store = await openFileDeviceStore({ folder: '/device', disk });
  await store.setBornAt(1000);
  await store.documents.save('keys', new Uint8Array(300).fill(7));
  await store.documents.save('area/a/plan', new Uint8Array(300).fill(8));
  for (let n = 0; n < 10; n += 1) {
    await store.journal.append(position('b', n * 1000, n));
    await store.outbox.append(fault(`report ${n}`), n);
  }
  await store.connections.next(1_764_000_000_000);
  await store.close();
  return { files: disk.files(), storeId: store.storeId };
}

const DAMAGES: [string, (bytes: Buffer) => Buffer][] = [
  ['all zeros', (bytes) => Buffer.alloc(bytes.length)],
  ['zeros from the middle on', (bytes) => Buffer.concat([bytes.subarray(0, bytes.length >> 1), Buffer.alloc(4096)])],
  ['a tail of zeros', (bytes) => Buffer.concat([bytes, Buffer.alloc(64)])],
  ['a tail of garbage', (bytes) => Buffer.concat([bytes, Buffer.from('no frame, but longer than a header')])],
  [
    'one flipped bit in the middle',
    (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 4 : byte))),
  ],
  ['a flipped bit in the first length', (bytes) => Buffer.from(bytes.map((byte, at) => (at === 2 ? byte ^ 1 : byte)))],
  ['emptied', () => Buffer.alloc(0)],
];

describe('a zeroed store', () => {
  for (const [damage, change] of DAMAGES) {
    for (const name of ['journal.log', 'outbox.log', 'identity']) {
      it(`${name} with ${damage}: set aside, a new store, still up`, async () => {
        const { files, storeId } = await filledDisk();
        files.set(`/device/${name}`, change(files.get(`/device/${name}`) ?? Buffer.alloc(0)));
        const disk = new FaultDisk(files);
        const store = await openFileDeviceStore({ folder: '/device', disk });
        expect(store.isNew).toBe(true);
        expect(store.storeId).not.toBe(storeId);
        expect(store.bornAt()).toBeUndefined();
        expect(store.quarantined).toEqual([`${name}.quarantined-1`]);
        expect([...disk.files().keys()]).toContain(`/device/${name}.quarantined-1`);
        expect((await store.documents.load()).size).toBe(2);
        const pending = store.outbox.pending();
        expect(pending.map((entry) => entry.number)).toEqual(pending.map((_, index) => index + 1));
        if (name !== 'outbox.log') expect(pending.length).toBe(10);
        if (name !== 'journal.log') expect(store.journal.entries.length).toBe(10);
        expect(await store.outbox.append(fault('up again'), undefined)).toBe(pending.length);
        expect(await store.connections.next(undefined)).toBe(1_764_000_001);
        await store.close();
        const again = await openFileDeviceStore({ folder: '/device', disk });
        expect(again.storeId).toBe(store.storeId);
        expect(again.isNew).toBe(false);
        expect(again.quarantined).toEqual([]);
      });
    }
    it(`one document with ${damage}: only that one is gone`, async () => {
      const { files, storeId } = await filledDisk();
      const path = '/device/documents/area%2Fa%2Fplan.doc';
      files.set(path, change(files.get(path) ?? Buffer.alloc(0)));
      const store = await openFileDeviceStore({ folder: '/device', disk: new FaultDisk(files) });
      expect(store.storeId).toBe(storeId);
      expect([...(await store.documents.load()).keys()]).toEqual(['keys']);
      expect(store.quarantined).toEqual(['area%2Fa%2Fplan.doc.quarantined-1']);
      await store.documents.save('area/a/plan', new Uint8Array([1]));
      expect((await store.documents.load()).size).toBe(2);
    });
    it(`the connection counter with ${damage}: provisional until time is known`, async () => {
      const { files, storeId } = await filledDisk();
      files.set('/device/connections', change(files.get('/device/connections') ?? Buffer.alloc(0)));
      const store = await openFileDeviceStore({ folder: '/device', disk: new FaultDisk(files) });
      expect(store.storeId).toBe(storeId);
      expect(store.quarantined).toEqual(['connections.quarantined-1']);
      expect(store.connections.provisional).toBe(true);
      expect(await store.connections.next(1_764_000_060_000)).toBeGreaterThan(1_764_000_000);
      expect(store.connections.provisional).toBe(false);
    });
  }

  for (const name of ['journal.log', 'outbox.log', 'identity']) {
    it(`${name} missing: a new store`, async () => {
      const { files, storeId } = await filledDisk();
      files.delete(`/device/${name}`);
      const store = await openFileDeviceStore({ folder: '/device', disk: new FaultDisk(files) });
      expect(store.isNew).toBe(true);
      expect(store.storeId).not.toBe(storeId);
    });
  }

  it('a journal of another store beside this outbox: a new store', async () => {
    const [mine, other] = [await filledDisk(), await filledDisk()];
    mine.files.set('/device/journal.log', other.files.get('/device/journal.log') ?? Buffer.alloc(0));
    const store = await openFileDeviceStore({ folder: '/device', disk: new FaultDisk(mine.files) });
    expect(store.isNew).toBe(true);
    expect([mine.storeId, other.storeId]).not.toContain(store.storeId);
  });
});
