/** What every device store does, whatever it is made of. */
import type { DeviceStore, JournalEntry } from '@loa-lang/device-agent/ports/device-store';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { beforeEach, describe, expect, it } from 'vitest';

export interface StoreHome {
  open(): Promise<DeviceStore>;
  /** Makes every further write fail for lack of room, until called with `false`. */
  fill(full: boolean): void;
}

export const fault = (detail: string): ReportBody => ({ kind: 'fault', code: 'bad-chunk', state: 'raised', detail });
export const position = (broadcastId: string, positionMs: number, at: number): JournalEntry => ({
  kind: 'position',
  broadcastId,
  version: 1,
  run: 1,
  positionMs,
  at,
});

export function deviceStoreContract(name: string, makeHome: () => Promise<StoreHome>): void {
  describe(`device store: ${name}`, () => {
    let home: StoreHome;
    beforeEach(async () => {
      home = await makeHome();
    });
    const reopened = async (store: DeviceStore): Promise<DeviceStore> => {
      await store.close();
      return await home.open();
    };

    it('is new once and then keeps its id and its birth', async () => {
      const first = await home.open();
      expect(first.isNew).toBe(true);
      expect(first.storeId).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(first.bornAt()).toBeUndefined();
      await first.setBornAt(1_764_000_000_000);
      await first.setBornAt(1_999_000_000_000);
      const second = await reopened(first);
      expect(second.isNew).toBe(false);
      expect(second.storeId).toBe(first.storeId);
      expect(second.bornAt()).toBe(1_764_000_000_000);
      expect(second.quarantined).toEqual([]);
      await second.close();
    });

    it('keeps documents byte for byte, the last version of each', async () => {
      const store = await home.open();
      const all = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.documents.save('area/thon-1/plan', new Uint8Array([1, 2, 3]));
      await store.documents.save('area/thon-1/plan', all);
      await store.documents.save('keys', new Uint8Array([9]));
      await store.documents.save('device/d1/settings', new Uint8Array([7]));
      await store.documents.remove('device/d1/settings');
      await store.documents.remove('never/there');
      const again = await reopened(store);
      const held = await again.documents.load();
      expect([...held.keys()].sort()).toEqual(['area/thon-1/plan', 'keys']);
      expect(Buffer.compare(held.get('area/thon-1/plan') ?? new Uint8Array(), all)).toBe(0);
      await again.close();
    });

    it('keeps the journal in the order it was written', async () => {
      const store = await home.open();
      const entries: JournalEntry[] = [
        position('b1', 0, 1000),
        { kind: 'command', commandId: 'c1', expiresAt: 5000 },
        position('b1', 3000, 4000),
        { kind: 'time', at: 4500 },
        { kind: 'closed', broadcastId: 'b1', version: 1, run: 1, at: 6000 },
      ];
      for (const entry of entries) await store.journal.append(entry);
      expect(store.journal.entries).toEqual(entries);
      const again = await reopened(store);
      expect(again.journal.entries).toEqual(entries);
      await again.close();
    });

    it('remembers in this life a birth that the disk refuses to write', async () => {
      const store = await home.open();
      home.fill(true);
      await expect(store.setBornAt(4711)).rejects.toThrow();
      expect(store.bornAt()).toBe(4711);
      home.fill(false);
      await store.close();
    });

    it('compacts to what still matters', async () => {
      const store = await home.open();
      for (const at of [1000, 2000, 3000]) await store.journal.append(position('old', at, at));
      await store.journal.append({ kind: 'command', commandId: 'expired', expiresAt: 9_999 });
      await store.journal.append({ kind: 'command', commandId: 'valid', expiresAt: 10_000 });
      await store.journal.append({ kind: 'time', at: 3000 });
      const sounding = [9000, 10_000, 11_000].map((at) => position('young', at - 9000, at));
      for (const entry of sounding) await store.journal.append(entry);
      await store.journal.append(position('over', 0, 10_000));
      const over: JournalEntry = { kind: 'closed', broadcastId: 'over', version: 1, run: 1, at: 10_000 };
      await store.journal.append(over);
      await store.journal.append({ kind: 'time', at: 11_000 });
      await store.journal.compact(10_000);
      const expected: JournalEntry[] = [
        { kind: 'command', commandId: 'valid', expiresAt: 10_000 },
        ...sounding,
        over,
        { kind: 'time', at: 11_000 },
      ];
      expect(store.journal.entries).toEqual(expected);
      await store.journal.append(position('next', 0, 12_000));
      const again = await reopened(store);
      expect(again.journal.entries).toEqual([...expected, position('next', 0, 12_000)]);
      await again.close();
    });

    it('numbers reports 1, 2, 3 … and goes on after a restart', async () => {
      const store = await home.open();
      expect(store.outbox.lowestHeld()).toBe(1);
      expect(await store.outbox.append(fault('a'), undefined)).toBe(1);
      expect(await Promise.all(['b', 'c'].map((text) => store.outbox.append(fault(text), 77)))).toEqual([2, 3]);
      await store.outbox.acknowledge(1);
      expect(store.outbox.lowestHeld()).toBe(2);
      const again = await reopened(store);
      expect(again.outbox.lowestHeld()).toBe(2);
      expect(again.outbox.pending()).toEqual([
        { number: 2, reportedAt: 77, body: fault('b') },
        { number: 3, reportedAt: 77, body: fault('c') },
      ]);
      await again.outbox.acknowledge(3);
      expect(again.outbox.pending()).toEqual([]);
      expect(again.outbox.lowestHeld()).toBe(4);
      const third = await reopened(again);
      expect(await third.outbox.append(fault('d'), undefined)).toBe(4);
      expect(third.outbox.pending().map((entry) => entry.number)).toEqual([4]);
      await third.close();
    });

    it('grows its connection number over restarts and with the time', async () => {
      const store = await home.open();
      expect(store.connections.provisional).toBe(true);
      const first = await store.connections.next(undefined);
      expect(first).toBeGreaterThanOrEqual(1);
      expect(await store.connections.next(undefined)).toBeGreaterThan(first);
      expect(await store.connections.next(1_764_000_000_000)).toBe(1_764_000_000);
      expect(store.connections.provisional).toBe(false);
      const again = await reopened(store);
      expect(again.connections.provisional).toBe(false);
      expect(await again.connections.next(undefined)).toBe(1_764_000_001);
      expect(await again.connections.next(1_764_000_000_000)).toBe(1_764_000_002);
      await again.close();
    });

    it('refuses with `disk-full`, uses up no number, and works again when there is room', async () => {
      const store = await home.open();
      await store.outbox.append(fault('before'), undefined);
      home.fill(true);
      await expect(store.outbox.append(fault('refused'), undefined)).rejects.toMatchObject({ code: 'disk-full' });
      await expect(store.journal.append(position('b', 0, 1))).rejects.toMatchObject({ code: 'disk-full' });
      await expect(store.documents.save('keys', new Uint8Array([1]))).rejects.toMatchObject({ code: 'disk-full' });
      expect(await store.connections.next(undefined)).toBeGreaterThan(0);
      expect(store.journal.entries).toEqual([]);
      expect(store.outbox.pending().length).toBe(1);
      home.fill(false);
      expect(await store.outbox.append(fault('after'), undefined)).toBe(2);
      await store.journal.append(position('b', 0, 2));
      const again = await reopened(store);
      expect(again.outbox.pending().map((entry) => entry.body)).toEqual([fault('before'), fault('after')]);
      expect(again.journal.entries).toEqual([position('b', 0, 2)]);
      await again.close();
    });
  });
}
