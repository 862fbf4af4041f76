/** A full disk refuses with a typed error at any write, loses nothing that was promised, and works again with room. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileDeviceStore } from '@loa-lang/device-agent/adapters/files/file-device-store';
import type { DeviceStore } from '@loa-lang/device-agent/ports/device-store';
import { describe, expect, it } from 'vitest';
import { fault, position } from '../contract/device-store/device-store-contract.ts';
import { FaultDisk } from '../support/fault-disk.ts';

const isFull = (error: unknown): boolean => (error as { code?: unknown }).code === 'disk-full';

/** Appends reports and journal entries, some together; returns how many of each were promised. */
async function work(
  store: DeviceStore,
  rounds: number,
): Promise<{ reports: string[]; positions: number[]; refused: number }> {
  const done = { reports: [] as string[], positions: [] as number[], refused: 0 };
  const attempt = async (append: Promise<unknown>, promised: () => void): Promise<void> => {
    try {
      await append;
      promised();
    } catch (error) {
      if (!isFull(error)) throw error;
      done.refused += 1;
    }
  };
  for (let n = 0; n < rounds; n += 1) {
    const text = `report ${n} ${'.'.repeat(n % 40)}`;
    await Promise.all([
      attempt(store.outbox.append(fault(text), n), () => done.reports.push(text)),
      attempt(store.outbox.append(fault(`${text}!`), n), () => done.reports.push(`${text}!`)),
      attempt(store.journal.append(position('b', n, n)), () => done.positions.push(n)),
    ]);
    await attempt(store.documents.save('area/a/plan', new Uint8Array(200).fill(n)), () => undefined);
  }
  return done;
}

async function expectPromised(store: DeviceStore, done: { reports: string[]; positions: number[] }): Promise<void> {
  expect(store.outbox.pending().map((entry) => entry.body)).toEqual(done.reports.map(fault));
  expect(store.outbox.pending().map((entry) => entry.number)).toEqual(done.reports.map((_, index) => index + 1));
  expect(store.journal.entries).toEqual(done.positions.map((n) => position('b', n, n)));
}

describe('full disk on a device', () => {
  it('at each single operation: refused or done, memory and disk agree, and it goes on', async () => {
    const probe = new FaultDisk();
    await work(await openFileDeviceStore({ folder: '/device', disk: probe }), 4);
    const opening = new FaultDisk();
    await (await openFileDeviceStore({ folder: '/device', disk: opening })).close();
    for (let failing = opening.operations; failing < probe.operations; failing += 1) {
      const disk = new FaultDisk();
      disk.judge = (_operation, _path, index) => (index === failing ? 'disk-full' : 'pass');
      const store = await openFileDeviceStore({ folder: '/device', disk });
      const done = await work(store, 4);
      await expectPromised(store, done);
      const again = await openFileDeviceStore({ folder: '/device', disk: new FaultDisk(disk.files()) });
      expect(again.storeId).toBe(store.storeId);
      expect(again.quarantined).toEqual([]);
      await expectPromised(again, done);
    }
  });

  it('for a while: what was promised survives a power cut in the middle of it', async () => {
    const disk = new FaultDisk();
    const store = await openFileDeviceStore({ folder: '/device', disk });
    const before = await work(store, 5);
    disk.capacityBytes = [...disk.files().values()].reduce((sum, bytes) => sum + bytes.length, 0) + 37;
    const during = await work(store, 5);
    expect(during.refused).toBeGreaterThan(10);
    const cut = disk.afterPowerCut(() => 0);
    const again = await openFileDeviceStore({ folder: '/device', disk: cut });
    const promised = {
      reports: [...before.reports, ...during.reports],
      positions: [...before.positions, ...during.positions],
    };
    await expectPromised(again, promised);
    const after = await work(again, 5);
    expect(after.refused).toBe(0);
    await expectPromised(again, {
      reports: [...promised.reports, ...after.reports],
      positions: [...promised.positions, ...after.positions],
    });
  });

  it('for real, on a file system of 256 KiB', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      await rmdir(folder);
      console.warn('\n*** SKIPPED: the real full disk. It needs root and the right to mount a tmpfs.\n');
      context.skip();
      return;
    }
    try {
      const ballast = join(folder, 'ballast');
      const store = await openFileDeviceStore({ folder: join(folder, 'device') });
      await writeFile(ballast, new Uint8Array(160 * 1024));
      const during = await work(store, 400);
      expect(during.refused).toBeGreaterThan(0);
      expect(during.reports.length).toBeGreaterThan(0);
      await expectPromised(store, during);
      await rm(ballast);
      const after = await work(store, 10);
      expect(after.refused).toBe(0);
      await store.close();
      const again = await openFileDeviceStore({ folder: join(folder, 'device') });
      expect(again.storeId).toBe(store.storeId);
      await expectPromised(again, {
        reports: [...during.reports, ...after.reports],
        positions: [...during.positions, ...after.positions],
      });
      await again.close();
    } finally {
      execFileSync('umount', [folder]);
      await rmdir(folder);
    }
  });
});
