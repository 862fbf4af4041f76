import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskError, type DiskFile } from '@loa-lang/device-agent/adapters/files/disk';
import { openFileDeviceStore } from '@loa-lang/device-agent/adapters/files/file-device-store';
import { NodeDisk } from '@loa-lang/device-agent/adapters/files/node-disk';
import { afterAll, describe, expect, it } from 'vitest';
import { FaultDisk } from '../../support/fault-disk.ts';
import { deviceStoreContract, fault } from './device-store-contract.ts';

const folders: string[] = [];
const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'device-store-'));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

deviceStoreContract('files on a disk of this machine', async () => {
  const folder = await makeFolder();
  // A full disk needs root to be had for real (below); here only the verdict is injected, over the real file system.
  let full = false;
  class FillableDisk extends NodeDisk {
    override async open(path: string, mode: 'create' | 'existing'): Promise<DiskFile> {
      const file = await super.open(path, mode);
      return {
        read: (position, into) => file.read(position, into),
        truncate: (size) => file.truncate(size),
        sync: () => file.sync(),
        close: () => file.close(),
        async write(bytes, at) {
          if (!full) return await file.write(bytes, at);
          await file.write(bytes.subarray(0, bytes.length >> 1), at);
          throw new DiskError('disk-full', path, undefined);
        },
      };
    }
  }
  return {
    open: () => openFileDeviceStore({ folder, disk: new FillableDisk() }),
    fill(value) {
      full = value;
    },
  };
});

deviceStoreContract('files on a disk that can fail', async () => {
  let disk = new FaultDisk();
  let full = false;
  return {
    async open() {
      disk = new FaultDisk(disk.files());
      disk.judge = (operation) => (full && operation === 'write' ? 'disk-full' : 'pass');
      return await openFileDeviceStore({ folder: '/device', disk });
    },
    fill(value) {
      full = value;
    },
  };
});

describe('files of a device store', () => {
  it('shares one sync among reports that wait together', async () => {
    const store = await openFileDeviceStore({ folder: await makeFolder() });
    const before = store.written();
    const numbers = await Promise.all(Array.from({ length: 500 }, (_, n) => store.outbox.append(fault(`${n}`), n)));
    const after = store.written();
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, n) => n + 1));
    expect(after.syncs - before.syncs).toBeLessThanOrEqual(10);
    expect(after.bytes - before.bytes).toBeLessThan(500 * 160);
    await store.close();
  });

  it('does not write a document that is there already', async () => {
    const store = await openFileDeviceStore({ folder: await makeFolder() });
    await store.documents.save('keys', new Uint8Array(4000));
    const before = store.written();
    for (let n = 0; n < 20; n += 1) await store.documents.save('keys', new Uint8Array(4000));
    expect(store.written()).toEqual(before);
    await store.close();
  });

  it('rewrites the outbox when what is acknowledged has grown, and keeps counting', async () => {
    const folder = await makeFolder();
    const store = await openFileDeviceStore({ folder });
    for (let round = 0; round < 6; round += 1) {
      const appended = Array.from({ length: 400 }, () => store.outbox.append(fault('x'.repeat(50)), 5));
      await store.outbox.acknowledge(((await Promise.all(appended)).at(-1) ?? 0) - 3);
    }
    expect((await readFile(join(folder, 'outbox.log'))).length).toBeLessThan(200 * 1024);
    await store.close();
    const again = await openFileDeviceStore({ folder });
    expect(again.outbox.pending().map((entry) => entry.number)).toEqual([2398, 2399, 2400]);
    expect(await again.outbox.append(fault('next'), 6)).toBe(2401);
    await again.close();
  });

  it('keeps only a few of the files it sets aside', async () => {
    const folder = await makeFolder();
    for (let round = 0; round < 8; round += 1) {
      const store = await openFileDeviceStore({ folder });
      await store.close();
      await writeFile(join(folder, 'journal.log'), 'garbage that is no frame at all');
    }
    const aside = (await readdir(folder)).filter((name) => name.includes('quarantined'));
    expect(aside.sort()).toEqual([1, 2, 3, 4].map((n) => `journal.log.quarantined-${n}`));
  });
});
