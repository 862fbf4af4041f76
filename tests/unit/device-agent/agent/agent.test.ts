import { setTimeout as sleep } from 'node:timers/promises';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { isFinalReceipt } from '@loa-lang/schemas/states/receipt';
import type { AssetItem, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { beforeEach, describe, expect, it } from 'vitest';
import { newKey, testSettings } from '../../../support/stand-in-controller.ts';
import { type VirtualDevice, VirtualWorld } from '../../../support/virtual-agent.ts';
import { broadcast, latch, plan } from '../../timeline/fixtures.ts';

const S = 1000;
let world: VirtualWorld;
let device: VirtualDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let revision: number;

beforeEach(async () => {
  world = await VirtualWorld.open();
  device = await world.device('d1');
  const { assetId, sizeBytes } = world.controller.addAsset(Buffer.alloc(20_000, 7), 3600 * S);
  audio = { assetId, sizeBytes };
  revision = 0;
  await world.controller.publishKeys();
  await world.controller.publishSettings('d1', testSettings(['h1']));
});

/** Parts of so many seconds each, all with the same audio. */
const parts = (...seconds: number[]): AssetItem[] =>
  seconds.map((s, part) => ({ kind: 'asset', part, durationMs: s * S, language: 'vi', ...audio }));
const at = (inSeconds: number): number => Math.round(world.now()) + inSeconds * S;
const one = (id: string, startAt: number, over: Partial<PlannedBroadcast> = {}): PlannedBroadcast =>
  broadcast(id, { startAt, items: parts(10), endsAt: startAt + 15 * S, joinUntilAt: startAt + 5 * S, ...over });
const publish = (broadcasts: Parameters<typeof plan>[1], silence: Parameters<typeof plan>[2] = []) =>
  world.controller.publishPlan('h1', plan('h1', broadcasts, silence, ++revision));
const receipts = (id?: string) =>
  world.controller
    .receipts(id)
    .map((r) => `${r.broadcastId}#${r.run} ${r.state}${r.reason === undefined ? '' : ` ${r.reason}`}`);
const faults = () => world.controller.bodies('fault').map((f) => `${f.code} ${f.state}`);

describe('playing', () => {
  it('plays at its time and reports ready, started, finished, each once', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start)]);
    await world.run(22 * S);
    expect(device.heardSince(start)).toEqual([[0, 10_000, 0]]);
    expect(receipts()).toEqual(['a#1 ready', 'a#1 started', 'a#1 finished']);
    const [, , last] = world.controller.receipts('a');
    expect(last?.items).toEqual([{ index: 0, part: 0, playedMs: 10_000 }]);
    expect(Math.abs(last?.startErrorMs ?? 99)).toBeLessThan(1);
  });

  it('an emergency interrupts at once; what it interrupted starts again as the next run', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    const scheduled = one('s', start, { endsAt: start + 60 * S });
    await publish([scheduled]);
    await world.runTo(start + 4 * S);
    const now = at(1);
    await publish([scheduled, one('e', now, { class: 'emergency', items: parts(3) })]);
    await world.run(20 * S);
    expect(device.heardSince(start)).toEqual([
      [0, 5000, 0],
      [5000, 8000, 0],
      [8000, 18_000, 0],
    ]);
    expect(receipts('s')).toEqual([
      's#1 ready',
      's#1 started',
      's#2 started',
      's#1 partial interrupted',
      's#2 finished',
    ]);
    expect(receipts('e').at(-1)).toBe('e#1 finished');
  });

  it('an emergency that is cancelled gives way to what it interrupted, at the position of all, in the same run', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    const scheduled = one('s', start, { endsAt: start + 60 * S });
    await publish([scheduled]);
    await world.runTo(start + 2 * S);
    const now = at(1);
    await publish([scheduled, one('e', now, { class: 'emergency', items: parts(5) })]);
    await world.runTo(start + 5 * S);
    await publish([scheduled, { id: 'e', cancelledAt: Math.round(world.now()), reason: 'wrong' }]);
    await world.run(10 * S);
    const heard = device.heardSince(start);
    expect(heard).toHaveLength(3);
    const [from = 0, to, position = 0] = heard[2] ?? [];
    expect(Math.abs(from - position)).toBeLessThanOrEqual(5);
    expect(to).toBe(10_000);
    expect(receipts('e').at(-1)).toBe('e#1 stopped cancelled');
    expect(receipts('s').filter((r) => r.startsWith('s#2'))).toEqual([]);
  });

  it('stopped in mid-play it falls silent at once; later broadcasts play', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    const later = one('b', start + 20 * S);
    await publish([one('a', start), later]);
    await world.runTo(start + 4 * S);
    await publish([{ id: 'a', cancelledAt: Math.round(world.now()), reason: 'stop' }, later]);
    await world.run(30 * S);
    const heard = device.heardSince(start);
    // within a second, of ten; verification takes real time while virtual time runs on
    expect(heard[0]?.[1]).toBeLessThan(5000);
    expect(heard[1]).toEqual([20_000, 30_000, 0]);
    expect(receipts('a').at(-1)).toBe('a#1 stopped cancelled');
  });

  it('a latch silences, and lifting it replays nothing', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start)]);
    await world.runTo(start + 3 * S);
    const held = latch('commune', Math.round(world.now()));
    await publish([one('a', start)], [held]);
    await world.run(2 * S);
    await publish([one('a', start)], [{ ...held, liftedAt: Math.round(world.now()) }]);
    await world.run(12 * S);
    expect(device.heardSince(start)).toHaveLength(1);
    expect(receipts('a').at(-1)).toBe('a#1 stopped silenced');
  });

  it('a muted unit sounds nothing and says so', async () => {
    await world.controller.publishSettings('d1', testSettings(['h1'], { muted: true, revision: 2 }));
    await device.boot();
    await world.run(2 * S);
    await publish([one('a', at(5))]);
    await world.run(25 * S);
    expect(device.heard).toEqual([]);
    expect(receipts('a').at(-1)).toBe('a#1 missed muted');
  });

  it('a disk that hangs silences nothing: an emergency sounds, and a fault says so', async () => {
    await device.boot();
    await world.run(2 * S);
    device.home.writesTakeMs = 3_600_000;
    const start = at(2);
    await publish([one('e', start, { class: 'emergency', joinUntilAt: start })]);
    await world.run(20 * S);
    expect(device.heardSince(start)).toEqual([[0, 10_000, 0]]);
    expect(device.agent?.status().faults).toContain('disk-full');
  });

  it('a disk that cannot be asked for its room costs one figure of the health, not the sound', async () => {
    device.sensors = [{ name: 'disk', everyMs: 60_000, read: () => Promise.reject(new Error('EIO: statfs')) }];
    await device.boot();
    await world.run(2 * S);
    const start = at(15);
    await publish([one('a', start)]);
    await world.run(30 * S);
    const health = device.link?.sent.filter(({ topic }) => topic.endsWith('/health')) ?? [];
    expect(health).toHaveLength(1);
    expect(receipts('a').at(-1)).toBe('a#1 finished');
  });

  it('ended in order, at whatever moment, it leaves nothing behind that would be called later', async () => {
    for (const afterMs of [0, 1, 150, 1000, 1300, 2000]) {
      await device.boot();
      await world.run(2 * S);
      const start = at(1);
      // so that a write is under way when the end comes
      device.home.writesTakeMs = 60;
      await publish([one(`e${start}`, start, { class: 'emergency' })]);
      await world.run(1 + afterMs);
      await device.agent?.stop();
      await sleep(150);
      device.home.writesTakeMs = 0;
      await world.run(200);
      expect([afterMs, world.clock.pending]).toEqual([afterMs, 0]);
      await device.crash();
    }
  });

  it('a full disk raises a fault and silences nothing', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start)]);
    await world.run(2 * S);
    device.home.diskIsFull = true;
    await world.run(15 * S);
    expect(device.heardSince(start)).toEqual([[0, 10_000, 0]]);
    device.home.diskIsFull = false;
    await world.run(15 * S);
    expect(faults()).toContain('disk-full raised');
    expect(receipts('a').at(-1)).toBe('a#1 finished');
  });
});

describe('away and back', () => {
  it('a device that wakes in between joins where the others are, until joinUntilAt', async () => {
    await device.boot();
    await world.run(2 * S);
    await device.crash();
    const start = at(5);
    await publish([one('a', start), one('b', start + 20 * S, { joinUntilAt: start + 21 * S })]);
    await world.runTo(start + 4 * S);
    await device.boot();
    await world.run(7 * S);
    const [[from = 0, to, position = 0] = []] = device.heardSince(start);
    expect(from).toBeGreaterThan(4000);
    expect(Math.abs(from - position)).toBeLessThanOrEqual(5);
    expect(to).toBe(10_000);
    await device.crash();
    await world.runTo(start + 25 * S);
    device.heard.length = 0;
    await device.boot();
    await world.run(15 * S);
    expect(device.heard).toEqual([]);
    expect(receipts('b').at(-1)).toBe('b#1 missed late');
  });

  it('after a power cut in mid-play it comes back at the common position and accounts for both stretches', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start, { items: parts(30), endsAt: start + 31 * S, joinUntilAt: start + 5 * S })]);
    await world.runTo(start + 10 * S);
    await device.crash();
    await world.run(8 * S);
    await device.boot();
    await world.run(20 * S);
    const heard = device.heardSince(start);
    expect(heard).toHaveLength(2);
    const [from = 0, to, position = 0] = heard[1] ?? [];
    expect(from).toBeGreaterThanOrEqual(18_000);
    expect(Math.abs(from - position)).toBeLessThanOrEqual(5);
    expect(to).toBe(30_000);
    const finals = world.controller.receipts('a').filter((r) => isFinalReceipt(r.state));
    expect(finals).toHaveLength(1);
    expect(finals[0]).toMatchObject({ state: 'partial', reason: 'power-lost', run: 1 });
    const played = finals[0]?.items[0]?.playedMs ?? 0;
    expect(played).toBeGreaterThan(18_000);
    expect(played).toBeLessThan(22_500);
  });

  it('what was brought forward before it began is accounted for once, also by a later life', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(4);
    await publish([one('a', start)]);
    await world.run(S);
    const sooner = at(1);
    await publish([{ ...one('a', sooner), version: 2 }]);
    await world.runTo(sooner + 20 * S);
    expect(device.heardSince(sooner)).toEqual([[0, 10_000, 0]]);
    await device.crash();
    await device.boot();
    await world.run(2 * S);
    // stopped when it was over: nothing is left to be said of it
    await publish([{ id: 'a', cancelledAt: at(0), reason: 'thử' }]);
    await world.run(5 * S);
    const finals = world.controller.receipts('a').filter((r) => isFinalReceipt(r.state));
    expect(finals.map(({ version, state }) => `v${version} ${state}`)).toEqual(['v2 finished']);
  });

  it('what it played while it was cut off is not called missed because it was changed meanwhile', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start)]);
    await world.run(2 * S);
    device.link?.block(true);
    await world.run(2 * S);
    await publish([{ ...one('a', start, { items: parts(4, 4) }), version: 2 }]);
    await world.run(30 * S);
    device.link?.block(false);
    await world.run(60 * S);
    expect(device.heardSince(start)).toEqual([[0, 10_000, 0]]);
    const finals = world.controller.receipts('a').filter((r) => isFinalReceipt(r.state));
    expect(finals.map(({ version, state }) => `v${version} ${state}`)).toEqual(['v1 finished']);
  });

  it('accounts for all stretches when the power goes again and again', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start, { items: parts(60), endsAt: start + 61 * S, joinUntilAt: start + 5 * S })]);
    await world.runTo(start + 20 * S);
    await device.crash();
    await world.run(2 * S);
    await device.boot();
    await world.runTo(start + 40 * S);
    await device.crash();
    await world.run(2 * S);
    await device.boot();
    await world.run(25 * S);
    const sounded = device.heardSince(start).reduce((sum, [from, to]) => sum + to - from, 0);
    const [final] = world.controller.receipts('a').filter((r) => isFinalReceipt(r.state));
    const played = final?.items[0]?.playedMs ?? 0;
    // each cut may cost what was not written down yet
    expect(sounded - played).toBeLessThan(2 * 2500);
    expect(played).toBeLessThanOrEqual(sounded);
  });

  it('accounts for what it played although no plan tells any more what that was made of', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start, { items: parts(10, 20), endsAt: start + 31 * S })]);
    await world.runTo(start + 20 * S);
    await device.crash();
    await publish([]);
    await world.run(61 * 60 * S, 60 * S);
    await device.boot();
    await world.run(70 * S);
    const [final] = world.controller.receipts('a').filter((r) => isFinalReceipt(r.state));
    expect(final).toMatchObject({ state: 'partial', reason: 'power-lost', run: 1 });
    expect(final?.items.map(({ index, part }) => [index, part])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(final?.items[0]?.playedMs).toBe(10_000);
    // a cut may cost what was not written down yet
    expect(final?.items[1]?.playedMs).toBeGreaterThan(10_000 - 2500);
    expect(final?.items[1]?.playedMs).toBeLessThanOrEqual(10_000);
  });

  it('what was missed without power is said so afterwards, once, and the next one plays', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(30);
    await publish([one('a', start), one('b', start + 60 * S)]);
    await world.run(5 * S);
    await device.crash();
    await world.runTo(start + 40 * S);
    await device.boot();
    await world.run(45 * S);
    await device.crash();
    await device.boot();
    await world.run(30 * S);
    expect(receipts('a').filter((r) => !r.endsWith('ready'))).toEqual(['a#1 missed power-lost']);
    expect(receipts('b').filter((r) => r.endsWith('finished'))).toHaveLength(1);
    expect(device.heardSince(start + 60 * S)).toEqual([[0, 10_000, 0]]);
  });

  it('without controller time nothing sounds, and afterwards it says why', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(10);
    await publish([one('a', start)]);
    await world.run(2 * S);
    await device.crash();
    world.controller.answering = false;
    await device.boot();
    await world.runTo(start + 20 * S);
    expect(device.heard).toEqual([]);
    world.controller.answering = true;
    await world.run(30 * S);
    expect(receipts('a').at(-1)).toBe('a#1 missed no-time');
  });

  it('a new store plays nothing that started before it', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(5);
    await publish([one('a', start, { items: parts(30), endsAt: start + 31 * S, joinUntilAt: start + 30 * S })]);
    await world.runTo(start + 5 * S);
    await device.crash();
    device.home.lose();
    await device.boot();
    await world.run(30 * S);
    expect(device.heardSince(start)).toHaveLength(1);
    expect(receipts('a').at(-1)).toBe('a#1 missed journal-lost');
  });

  it('offline with a plan and time it plays on, and reports when it is back', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(10);
    await publish([one('a', start)]);
    await world.run(3 * S);
    world.hub.isReachable = false;
    await world.run(25 * S);
    expect(device.heardSince(start)).toEqual([[0, 10_000, 0]]);
    world.hub.isReachable = true;
    await world.run(5 * S);
    expect(receipts('a').at(-1)).toBe('a#1 finished');
  });
});

describe('documents nobody may be fooled with', () => {
  it('unsigned, foreign, spliced and older plans change nothing and raise one fault', async () => {
    await device.boot();
    await world.run(2 * S);
    const good = await publish([]);
    await world.run(S);
    const evil = plan('h1', [one('evil', at(3))], [], 99);
    const { controller } = world;
    const subject = subjects.plan('h1');
    const stranger = { kid: 'k-plan', privateKey: await privateKeyFrom(await newKey()) };
    const wrongUse = controller.signer('settings');
    controller.publishRaw(subject, Buffer.from(JSON.stringify(evil)));
    controller.publishRaw(subject, await controller.seal('plan', subject, evil, 'plan', { signer: stranger }), true);
    controller.publishRaw(subject, await controller.seal('plan', subject, evil, 'plan', { signer: wrongUse }));
    controller.publishRaw(subject, await controller.seal('plan', subject, evil, 'plan', { deploymentId: 'other' }));
    const elsewhere = { ...evil, areaId: 'h2' };
    controller.publishRaw(subject, await controller.seal('plan', subjects.plan('h2'), elsewhere, 'plan'));
    controller.publishRaw(subject, await controller.seal('plan', subject, elsewhere, 'plan'));
    controller.publishRaw(subject, await controller.seal('plan', subject, { ...evil, revision: 0 }, 'plan'));
    controller.publishRaw(subject, good);
    await world.run(15 * S);
    expect(device.heard).toEqual([]);
    expect(faults().filter((f) => f === 'bad-document raised')).toHaveLength(1);
    expect(device.agent?.status().counts).toMatchObject({
      'document:malformed': 1,
      'document:bad-signature': 1,
      'document:unknown-key': 1,
      'document:wrong-deployment': 1,
      'document:wrong-subject': 2,
      'document:older': 1,
    });
  });

  it('an older plan is refused also after the device has moved away and back', async () => {
    await device.boot();
    await world.run(2 * S);
    const old = await publish([one('old', at(200))]);
    await publish([]);
    await world.run(S);
    await world.controller.publishSettings('d1', testSettings(['h2'], { revision: 2 }));
    await world.run(S);
    await world.controller.publishSettings('d1', testSettings(['h1'], { revision: 3 }));
    await world.run(S);
    world.controller.publishRaw(subjects.plan('h1'), old);
    await world.run(S);
    expect(device.agent?.status().held.plans.h1).toEqual({ epoch: 1, revision: 2 });
    expect(device.agent?.status().counts['document:older']).toBe(1);
  });

  it('settings that come before the keys count once the keys are there', async () => {
    world = await VirtualWorld.open();
    device = await world.device('d1');
    await world.controller.publishSettings('d1', testSettings(['h1']));
    await device.boot();
    await world.run(S);
    await world.controller.publishKeys();
    await world.run(2 * S);
    expect(device.agent?.status().held.settings).toEqual({ epoch: 1, revision: 1 });
    expect(device.agent?.status().time.trust).toBe('synced');
  });

  it('forged time is ignored', async () => {
    world.controller.answering = false;
    await device.boot();
    await world.run(S);
    const subject = subjects.device('d1', 'sync');
    const requests = () => device.link?.sent.filter(({ topic }) => topic.endsWith('sync-request')) ?? [];
    expect(requests().length).toBeGreaterThan(0);
    const body =
      Buffer.from(requests().at(-1)?.payload ?? [])
        .toString()
        .split('.')[1] ?? '';
    const { nonce } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { nonce: string };
    const answer = { nonce, receivedAt: 1, answeredAt: 2, latest: world.controller.latest };
    const stranger = { kid: 'k-sync', privateKey: await privateKeyFrom(await newKey()) };
    world.controller.publishRaw(
      subject,
      await world.controller.seal('sync', subject, answer, 'sync', { signer: stranger }),
    );
    const unasked = { ...answer, nonce: 'a-nonce-nobody-asked-for' };
    world.controller.publishRaw(subject, await world.controller.seal('sync', subject, unasked, 'sync'));
    await world.run(S);
    expect(device.agent?.status().time.trust).toBe('none');
    expect(device.agent?.status().counts).toMatchObject({ 'sync:bad-signature': 1, 'sync:stale': 1 });
  });
});

describe('being behind', () => {
  it('a plan that does not come raises stale-plan, and its coming clears it', async () => {
    await device.boot();
    await world.run(2 * S);
    world.controller.latest.plans.h1 = { epoch: 1, revision: 7 };
    await world.run(20 * S);
    expect(faults()).toContain('stale-plan raised');
    revision = 6;
    await publish([]);
    await world.run(3 * S);
    expect(faults()).toContain('stale-plan cleared');
  });

  it('for long it asks seldom, since a SIM is billed for each question, and the plan that comes still clears it', async () => {
    await device.boot();
    const questions = () => device.link?.sent.filter(({ topic }) => topic.endsWith('sync-request')).length ?? 0;
    world.controller.latest.plans.h1 = { epoch: 1, revision: 7 };
    await world.run(11 * 60 * S);
    const before = questions();
    expect(before).toBeGreaterThan(60);
    await world.run(6 * 60 * S);
    expect(questions() - before).toBeLessThanOrEqual(2);
    revision = 6;
    await publish([]);
    await world.run(3 * S);
    expect(faults()).toContain('stale-plan cleared');
  });
});

describe('reports', () => {
  it('are sent until acknowledged, also over a restart; a forged ack forgets nothing', async () => {
    await device.boot();
    world.controller.acking = false;
    await world.run(2 * S);
    await publish([one('a', at(3))]);
    await world.run(18 * S);
    const held = device.agent?.status().pendingReports ?? 0;
    expect(held).toBeGreaterThan(2);
    const subject = subjects.device('d1', 'ack');
    const { storeId = '' } = world.controller.reports[0] ?? {};
    const ack = { storeId, contiguous: 3, ackedAt: 1 };
    const stranger = { kid: 'k-ack', privateKey: await privateKeyFrom(await newKey()) };
    world.controller.publishRaw(subject, await world.controller.seal('ack', subject, ack, 'ack', { signer: stranger }));
    const other = { ...ack, storeId: 'another-store' };
    world.controller.publishRaw(subject, await world.controller.seal('ack', subject, other, 'ack'));
    const tooFar = { ...ack, contiguous: 1000 };
    world.controller.publishRaw(subject, await world.controller.seal('ack', subject, tooFar, 'ack'));
    await world.run(S);
    expect(device.agent?.status().pendingReports).toBeGreaterThanOrEqual(held);
    await device.crash();
    world.controller.acking = true;
    await device.boot();
    await world.run(15 * S);
    expect(device.agent?.status().pendingReports).toBe(0);
    const numbers = world.controller.reports.map((r) => r.number);
    expect(numbers).toEqual([...new Set(numbers)]);
  });
});

describe('commands', () => {
  const command = (id: string, name: string, expiresIn = 60) => ({
    id,
    name,
    issuedAt: Math.round(world.now()),
    expiresAt: Math.round(world.now()) + expiresIn * S,
  });
  const answers = () => world.controller.bodies('command-answer').map((a) => `${a.commandId} ${a.outcome}`);

  it('are answered once each, unknown ones too, and never obeyed again when replayed', async () => {
    await device.boot();
    await world.run(2 * S);
    const recorded = await world.controller.sendCommand('d1', command('c1', 'test'));
    await world.controller.sendCommand('d1', command('c2', 'sing'));
    await world.controller.sendCommand('d1', command('c3', 'log'));
    await world.run(S);
    world.controller.publishRaw(subjects.device('d1', 'command'), recorded);
    await world.run(S);
    await device.crash();
    await device.boot();
    await world.run(2 * S);
    world.controller.publishRaw(subjects.device('d1', 'command'), recorded);
    await world.run(2 * S);
    expect(answers()).toEqual(['c1 done', 'c2 unsupported', 'c3 done']);
  });

  it('a late one is expired, a retained one is refused, restart ends the program', async () => {
    await device.boot();
    await world.run(2 * S);
    const late = await world.controller.seal(
      'command',
      subjects.device('d1', 'command'),
      { ...command('c1', 'restart'), expiresAt: Math.round(world.now()) - 1 },
      'command',
    );
    world.controller.publishRaw(subjects.device('d1', 'command'), late);
    await world.run(S);
    expect(device.restarts).toBe(0);
    await world.controller.sendCommand('d1', command('c2', 'restart'));
    await world.run(S);
    expect(answers()).toEqual(['c1 expired', 'c2 done']);
    expect(device.restarts).toBe(1);
    await device.crash();
    const poison = await world.controller.seal(
      'command',
      subjects.device('d1', 'command'),
      command('c3', 'restart'),
      'command',
    );
    world.controller.publishRaw(subjects.device('d1', 'command'), poison, true);
    await device.boot();
    await world.run(2 * S);
    expect(device.restarts).toBe(1);
    expect(faults()).toContain('bad-document raised');
  });
});

describe('audio', () => {
  it('is asked for once, kept, and reported', async () => {
    await device.boot();
    await world.run(2 * S);
    await publish([one('a', at(60))]);
    await world.run(3 * S);
    expect(world.controller.wants).toHaveLength(1);
    expect(world.controller.bodies('asset')).toEqual([{ kind: 'asset', assetId: audio.assetId, state: 'cached' }]);
    await device.crash();
    await device.boot();
    await world.run(5 * S);
    expect(world.controller.wants).toHaveLength(1);
  });

  it('a broken chunk falls by its hash and is asked for again, alone', async () => {
    await device.boot();
    await world.run(2 * S);
    const subject = subjects.chunk(audio.assetId, 1);
    let broken = false;
    world.hub.observe('loa/v1/audio/#', ({ topic }) => {
      if (!topic.endsWith('/chunk/0') || broken) return;
      broken = true;
      world.controller.publishRaw(subject, Buffer.alloc(8192, 1));
    });
    await publish([one('a', at(60))]);
    await world.run(6 * S);
    expect(faults()).toContain('bad-chunk raised');
    expect(device.agent?.status().audio.complete).toBe(1);
  });

  it('what is not there in time is missed for want of audio', async () => {
    await device.boot();
    await world.run(2 * S);
    const missing = { ...audio, assetId: 'f'.repeat(64) };
    await publish([one('a', at(3), { items: [{ ...(parts(5)[0] as AssetItem), ...missing }] })]);
    await world.run(20 * S);
    expect(receipts('a')).toEqual(['a#1 missed no-audio']);
    expect(world.controller.wants.length).toBeGreaterThan(1);
  });
});

describe('a fault that an earlier life has told', () => {
  it('is over ten minutes after a start that does not meet it again, and stands while it does', async () => {
    let isFaulty = true;
    const amplifier = { name: 'amplifier', everyMs: 2000, read: async () => ({ amplifier: { fault: isFaulty } }) };
    device.sensors = [amplifier];
    await device.boot();
    await world.run(5 * S);
    expect(faults()).toEqual(['amplifier-fault raised']);
    await device.crash();
    await device.boot();
    await world.run(11 * 60 * S, 5 * S);
    expect(faults()).not.toContain('amplifier-fault cleared');
    await device.crash();
    isFaulty = false;
    await device.boot();
    await world.run(9 * 60 * S, 5 * S);
    expect(faults()).not.toContain('amplifier-fault cleared');
    await world.run(2 * 60 * S, 5 * S);
    expect(faults().at(-1)).toBe('amplifier-fault cleared');
    await device.crash();
    await device.boot();
    await world.run(12 * 60 * S, 5 * S);
    expect(faults().filter((fault) => fault === 'amplifier-fault cleared')).toHaveLength(1);
  });
});
