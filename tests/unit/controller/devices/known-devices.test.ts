import { KnownDevices } from '@loa-lang/controller/services/device-traffic/device-messages-known';
import { LatestRevisions } from '@loa-lang/controller/services/publishing/answer-sync-latest';
import { exportJWK } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { fixtureKey } from '../../../fixtures/wire-cases.ts';
import { HandClock } from '../../../support/fake-clock.ts';
import { FakeLedger } from '../../../support/fake-ledger.ts';
import { FakeRegistry } from '../../../support/fake-registry.ts';

/** Longer than anything is remembered as fresh. */
const LONG_MS = 60_000;

describe('known devices', () => {
  let registry: FakeRegistry;
  let clock: HandClock;
  let devices: KnownDevices;

  beforeEach(() => {
    registry = new FakeRegistry();
    clock = new HandClock();
    devices = new KnownDevices(registry, clock);
    const { x } = fixtureKey('known');
    const row = { deviceId: 'd1', publicKey: x, clusterId: 'c1', installationId: undefined, planIds: ['a'] };
    registry.devices.set('d1', row);
  });

  it('keep serving while the database is away, and follow it when it is back', async () => {
    expect((await devices.find('d1'))?.planIds).toEqual(['a']);
    registry.down = true;
    clock.advance(LONG_MS);
    expect((await devices.find('d1'))?.planIds).toEqual(['a']);
    registry.down = false;
    registry.devices.get('d1')?.planIds.push('b');
    clock.advance(LONG_MS);
    expect((await devices.find('d1'))?.planIds).toEqual(['a', 'b']);
  });

  it('are unknown when unknown, and an unanswered question is an error', async () => {
    expect(await devices.find('d2')).toBeUndefined();
    registry.down = true;
    await expect(devices.find('d3')).rejects.toThrow('database away');
  });

  it('take a new key', async () => {
    const keyOf = async () => exportJWK((await devices.find('d1'))?.key ?? new Uint8Array());
    expect((await keyOf()).x).toBe(fixtureKey('known').x);
    const row = registry.devices.get('d1');
    if (row !== undefined) row.publicKey = fixtureKey('renewed').x;
    devices.forget('d1');
    expect((await keyOf()).x).toBe(fixtureKey('renewed').x);
  });

  it('accept the first installation and no other, also after it was read again', async () => {
    const device = await devices.find('d1');
    if (device === undefined) throw new Error('unknown');
    expect(await devices.accepts(device, 'board-1')).toBe(true);
    expect(await devices.accepts(device, 'board-2')).toBe(false);
    devices.forget('d1');
    const again = await devices.find('d1');
    if (again === undefined) throw new Error('unknown');
    expect(await devices.accepts(again, 'board-2')).toBe(false);
    expect(await devices.accepts(again, 'board-1')).toBe(true);
  });
});

describe('latest revisions', () => {
  const entry = (revision: number) => ({
    subject: 's',
    epoch: 1,
    revision,
    bytes: new Uint8Array(),
    contentHash: '',
    issuedAt: 1,
  });

  it('are asked for together, remembered for a second, and known at once when written here', async () => {
    const ledger = new FakeLedger();
    const clock = new HandClock();
    const latest = new LatestRevisions(ledger, clock);
    await ledger.record(entry(1));
    await Promise.all(Array.from({ length: 50 }, () => latest.of(['s', 'other'])));
    expect(ledger.latestCalls).toBe(1);
    await ledger.record(entry(2));
    expect((await latest.of(['s'])).get('s')).toEqual({ epoch: 1, revision: 1 });
    latest.note('s', { epoch: 1, revision: 2 });
    expect((await latest.of(['s'])).get('s')).toEqual({ epoch: 1, revision: 2 });
    await ledger.record(entry(3));
    clock.advance(1000);
    expect((await latest.of(['s'])).get('s')).toEqual({ epoch: 1, revision: 3 });
    ledger.down = true;
    clock.advance(LONG_MS);
    expect((await latest.of(['s'])).get('s')).toEqual({ epoch: 1, revision: 3 });
    await expect(latest.of(['new'])).rejects.toThrow('database away');
  });

  it('are not remembered for every subject that somebody makes up; those that there are stay', async () => {
    const ledger = new FakeLedger();
    const latest = new LatestRevisions(ledger, new HandClock());
    await ledger.record(entry(1));
    await latest.of(['s']);
    for (let round = 0; round < 12; round++) {
      await latest.of(Array.from({ length: 10_000 }, (_, n) => `nobody-${round}-${n}`));
    }
    expect(latest.size).toBeLessThanOrEqual(40_000);
    ledger.down = true;
    expect((await latest.of(['s'])).get('s')).toEqual({ epoch: 1, revision: 1 });
  });
});
