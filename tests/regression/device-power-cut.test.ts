/** A power cut at any moment leaves a usable store: what was acknowledged as written is there, numbers never restart. */
import { openFileDeviceStore } from '@loa-lang/device-agent/adapters/files/file-device-store';
import type { DeviceStore, JournalEntry } from '@loa-lang/device-agent/ports/device-store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fault, position } from '../contract/device-store/device-store-contract.ts';
import { FaultDisk } from '../support/fault-disk.ts';

type Action =
  | { do: 'report'; text: string }
  | { do: 'ack'; behind: number }
  | { do: 'journal'; at: number }
  | { do: 'document'; subject: string; byte: number }
  | { do: 'forget'; subject: string }
  | { do: 'born' }
  | { do: 'compact' }
  | { do: 'connect' }
  | { do: 'reopen' };

const subject = fc.constantFrom('keys', 'area/a/plan', 'device/d/settings');
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('report' as const), text: fc.string({ maxLength: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ack' as const), behind: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('journal' as const), at: fc.nat(1000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('document' as const), subject, byte: fc.nat(255) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), subject }) },
  ...(['born', 'compact', 'connect', 'reopen'] as const).map((name) => ({
    weight: 1,
    arbitrary: fc.constant({ do: name }),
  })),
);

/** What was promised before the cut. */
class Promised {
  storeId: string | undefined;
  reports: { number: number; text: string }[] = [];
  acknowledged = 0;
  highestNumber = 0;
  journal: JournalEntry[] = [];
  documents = new Map<string, number>();
  /** a document whose change was under way: either version may be there */
  uncertain: string | undefined;
  connection = 0;
  bornAt: number | undefined;
}

async function perform(actions: readonly Action[], disk: FaultDisk, promised: Promised): Promise<void> {
  const open = (): Promise<DeviceStore> => openFileDeviceStore({ folder: '/device', disk });
  let store = await open();
  promised.storeId = store.storeId;
  for (const step of actions) {
    if (step.do === 'report') {
      // Two at once, so that a group is cut too.
      const texts = [step.text, `${step.text}!`];
      const numbers = await Promise.all(texts.map((text) => store.outbox.append(fault(text), undefined)));
      for (const [index, number] of numbers.entries()) {
        promised.reports.push({ number, text: texts[index] ?? '' });
        promised.highestNumber = Math.max(promised.highestNumber, number);
      }
    } else if (step.do === 'ack') {
      const upTo = Math.max(promised.acknowledged, promised.highestNumber - step.behind);
      promised.acknowledged = upTo;
      await store.outbox.acknowledge(upTo);
    } else if (step.do === 'journal') {
      const entry = position(`b${step.at % 5}`, step.at, step.at);
      await store.journal.append(entry);
      promised.journal.push(entry);
    } else if (step.do === 'document') {
      promised.uncertain = step.subject;
      await store.documents.save(
        step.subject,
        Uint8Array.from({ length: 40 }, () => step.byte),
      );
      promised.documents.set(step.subject, step.byte);
      promised.uncertain = undefined;
    } else if (step.do === 'forget') {
      promised.uncertain = step.subject;
      await store.documents.remove(step.subject);
      promised.documents.delete(step.subject);
      promised.uncertain = undefined;
    } else if (step.do === 'born') {
      await store.setBornAt(4711);
      promised.bornAt = 4711;
    } else if (step.do === 'compact') {
      await store.journal.compact(0);
      promised.journal = [...store.journal.entries];
    } else if (step.do === 'connect') {
      const number = await store.connections.next(undefined);
      // It never rejects, so without power nothing tells that the number was not kept; nobody can use it either.
      if (!disk.isCut) promised.connection = number;
    } else {
      await store.close();
      store = await open();
    }
  }
}

/** The furthest position of each broadcast: what keeps a second from sounding twice. */
const furthest = (entries: readonly JournalEntry[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== 'position') continue;
    found.set(entry.broadcastId, Math.max(found.get(entry.broadcastId) ?? 0, entry.positionMs));
  }
  return found;
};

async function expectUsable(disk: FaultDisk, promised: Promised, sameStore: boolean): Promise<void> {
  const store = await openFileDeviceStore({ folder: '/device', disk });
  if (sameStore && promised.storeId !== undefined) expect(store.storeId).toBe(promised.storeId);
  if (store.storeId === promised.storeId) {
    expect(store.isNew).toBe(false);
    expect(store.quarantined).toEqual([]);
    expect(store.bornAt()).toBe(promised.bornAt ?? store.bornAt());
    const pending = store.outbox.pending();
    for (const { number, text } of promised.reports.filter((report) => report.number > promised.acknowledged)) {
      expect(pending.find((entry) => entry.number === number)?.body).toEqual(fault(text));
    }
    expect(await store.outbox.append(fault('after'), undefined)).toBeGreaterThan(promised.highestNumber);
  } else {
    // Another life: its numbers may start anew, but nothing readable was thrown away.
    if (promised.storeId !== undefined) expect(store.isNew).toBe(true);
    const texts = store.outbox.pending().map((entry) => JSON.stringify(entry.body));
    for (const { text, number } of promised.reports) {
      if (number > promised.acknowledged) expect(texts).toContain(JSON.stringify(fault(text)));
    }
    await store.outbox.append(fault('after'), undefined);
  }
  const numbers = store.outbox.pending().map((entry) => entry.number);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 1) + index));
  const kept = furthest(store.journal.entries);
  for (const [broadcastId, positionMs] of furthest(promised.journal)) {
    expect(kept.get(broadcastId) ?? -1).toBeGreaterThanOrEqual(positionMs);
  }
  const documents = await store.documents.load();
  for (const [name, byte] of promised.documents) {
    if (name !== promised.uncertain) expect(documents.get(name)?.[0]).toBe(byte);
  }
  expect(await store.connections.next(undefined)).toBeGreaterThan(promised.connection);
  await store.journal.append(position('after', 0, 1));
  await store.close();
  const again = await openFileDeviceStore({ folder: '/device', disk });
  expect(again.storeId).toBe(store.storeId);
  expect(again.outbox.pending().at(-1)?.body).toEqual(fault('after'));
  await again.close();
}

const scenario = {
  actions: fc.array(action, { maxLength: 14 }),
  cutAt: fc.nat(90),
  choices: fc.infiniteStream(fc.nat(1e6)),
};

async function cutAndCheck(
  { actions, cutAt, choices }: { actions: Action[]; cutAt: number; choices: Iterator<number> },
  zeroFill: boolean,
): Promise<void> {
  const disk = new FaultDisk();
  disk.judge = (_operation, _path, index) => (index === cutAt ? 'cut' : 'pass');
  const promised = new Promised();
  await perform(actions, disk, promised).catch(() => undefined);
  const choose = (max: number): number => (choices.next().value as number) % (max + 1);
  await expectUsable(disk.afterPowerCut(choose, { zeroFill }), promised, !zeroFill);
}

describe('power cut on a device', () => {
  it('at any operation, with any of the unsynced writes and renames done: the same store goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(scenario), (run) => cutAndCheck(run, false)),
      { numRuns: 1500 },
    );
  });

  it('that leaves zeros where data never came: usable, and nothing readable is thrown away', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(scenario), (run) => cutAndCheck(run, true)),
      { numRuns: 800 },
    );
  });

  it('at every byte of journal and outbox: a beginning of what was written, in the same store', async () => {
    const disk = new FaultDisk();
    const store = await openFileDeviceStore({ folder: '/device', disk });
    const headers = new Map([...disk.files()].map(([path, bytes]) => [path, bytes.length]));
    for (let n = 0; n < 5; n += 1) {
      await store.journal.append(position('b', n * 1000, n));
      await store.outbox.append(fault(`report ${n}`), n);
    }
    const whole = disk.files();
    for (const name of ['/device/journal.log', '/device/outbox.log']) {
      const bytes = whole.get(name) ?? Buffer.alloc(0);
      for (let length = headers.get(name) ?? 0; length <= bytes.length; length += 1) {
        const cut = new FaultDisk(new Map(whole).set(name, bytes.subarray(0, length)));
        const again = await openFileDeviceStore({ folder: '/device', disk: cut });
        expect(again.storeId).toBe(store.storeId);
        expect(again.quarantined).toEqual([]);
        const count = name.includes('journal') ? again.journal.entries.length : again.outbox.pending().length;
        expect(count).toBeLessThanOrEqual(5);
        expect(count === 5).toBe(length === bytes.length);
        await again.outbox.append(fault('goes on'), 9);
        await again.journal.append(position('goes on', 0, 9));
        const third = await openFileDeviceStore({ folder: '/device', disk: cut });
        expect(third.journal.entries.at(-1)).toEqual(position('goes on', 0, 9));
        expect(third.outbox.pending().at(-1)?.body).toEqual(fault('goes on'));
      }
    }
  });
});
