/**
 * Unsigned, wrongly signed, spliced, oversized and misused documents of every kind that goes from the controller to a
 * device: nothing sounds, nothing changes, and each one is counted. Signed rightly, the same document does change
 * something, so that each of these tests can fail.
 */
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { KeyUse } from '@loa-lang/schemas/wire/keys';
import type { SyncRequest } from '@loa-lang/schemas/wire/sync';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, DAY, HOUR, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';
import { faultCounts, forgeriesOf, sealRaw } from '../../support/agent-bench/forge.ts';
import { KeyCabinet, payloadOf } from '../../support/agent-bench/key-cabinet.ts';
import { DEPLOYMENT, newKey, testSettings } from '../../support/stand-in-controller.ts';
import { testAsset } from '../../support/test-asset.ts';

interface Case<N extends DocumentName = DocumentName> {
  name: N;
  /** prefix of its counts */
  counted: string;
  use: KeyUse | 'root';
  subject: string;
  otherSubject: string;
  payload: () => PayloadOf<N>;
  /** what the genuine one changes */
  changes: () => unknown;
  /** valid at another time only: counts where the time is known */
  minds: boolean;
}

let bench: AgentBench;
let device: BenchDevice;
let cabinet: KeyCabinet;
const withheld = testAsset(5, 20_000, 8192);

/** Everything that a document could change. */
const state = () => {
  const { held, time, muted, behind, audio, playing, volumeDb, nextStartAt } = device.status();
  const onTime = time.now !== undefined && Math.abs(time.now - bench.now) <= 1;
  return {
    held,
    trust: time.trust,
    onTime,
    muted,
    behind,
    audio,
    playing,
    volumeDb,
    nextStartAt,
    restarts: device.restarts,
  };
};

beforeEach(async () => {
  bench = await AgentBench.open();
  cabinet = await KeyCabinet.open(bench.controller);
  device = await bench.device('d1');
  const item = { ...withheld.manifest, kind: 'asset' as const, part: 0, language: 'vi', durationMs: 5 * S };
  const { assetId, sizeBytes } = item;
  // it waits for audio that the controller does not have
  await bench.publish([broadcast('far', bench.at(DAY), parts({ assetId, sizeBytes }, 5 * S))]);
  await device.boot();
  await bench.run(5 * S);
  expect(device.status()).toMatchObject({ time: { trust: 'synced' }, audio: { missing: [assetId] } });
});
afterEach(() => bench.close());

/** A nonce of the device that waits for its answer. */
async function openNonce(): Promise<string> {
  bench.controller.answering = false;
  const asked = () => device.link?.sent.filter(({ topic }) => topic.endsWith('/sync-request')) ?? [];
  const before = asked().length;
  while (asked().length === before) await bench.run(50);
  return payloadOf<SyncRequest>(asked().at(-1)?.payload ?? Buffer.alloc(0)).nonce;
}

const own = (kind: 'settings' | 'command' | 'sync' | 'ack') => subjects.device('d1', kind);
const others = (kind: 'settings' | 'command' | 'sync' | 'ack') => subjects.device('d2', kind);
const restart = () => {
  const issuedAt = Math.floor(bench.now);
  return { id: 'c1', name: 'restart', issuedAt, expiresAt: issuedAt + 60 * S };
};
const evilPlan = () => {
  const emergency = broadcast('evil', bench.at(S), parts(bench.sound(1), 5 * S), {
    class: 'emergency',
    level: 'central',
  });
  return bench.plan([emergency], [], 99);
};

const define = <N extends DocumentName>(row: Case<N>): Case => row as unknown as Case;
const CASES: Case[] = [
  define({
    name: 'plan',
    counted: 'document',
    use: 'plan',
    subject: subjects.plan('h1'),
    otherSubject: subjects.plan('h2'),
    payload: evilPlan,
    changes: () => device.status().held.plans.h1,
    minds: true,
  }),
  define({
    name: 'settings',
    counted: 'document',
    use: 'settings',
    subject: own('settings'),
    otherSubject: others('settings'),
    payload: () => testSettings(['h9'], { revision: 99, muted: true }),
    changes: () => device.status().muted,
    minds: true,
  }),
  define({
    name: 'command',
    counted: 'command',
    use: 'command',
    subject: own('command'),
    otherSubject: others('command'),
    payload: restart,
    changes: () => device.restarts,
    minds: true,
  }),
  define({
    name: 'ack',
    counted: 'ack',
    use: 'ack',
    subject: own('ack'),
    otherSubject: others('ack'),
    payload: () => {
      const { storeId = '', number = 0 } = bench.controller.reports.at(-1) ?? {};
      return { storeId, contiguous: number, ackedAt: Math.floor(bench.now) };
    },
    changes: () => device.status().pendingReports,
    minds: true,
  }),
  define({
    name: 'manifest',
    counted: 'manifest',
    use: 'manifest',
    subject: subjects.manifest(withheld.manifest.assetId),
    otherSubject: subjects.manifest('f'.repeat(64)),
    payload: () => withheld.manifest,
    changes: () => device.status().audio.usedBytes,
    minds: true,
  }),
  define({
    name: 'sync',
    counted: 'sync',
    use: 'sync',
    subject: own('sync'),
    otherSubject: others('sync'),
    payload: () => {
      const at = bench.now + HOUR;
      return {
        nonce: 'replaced-below-00',
        receivedAt: at,
        answeredAt: at,
        latest: { keys: { epoch: 9, revision: 9 }, plans: {} },
      };
    },
    changes: () => device.status().behind.join(),
    // a device opens the answer that brings it the time before it knows the time
    minds: false,
  }),
];

const ALL_USES: KeyUse[] = ['plan', 'settings', 'command', 'sync', 'ack', 'manifest', 'live'];

describe.each(CASES)('a forged $name', ({ name, counted, use, subject, otherSubject, payload, changes, minds }) => {
  it('changes nothing and is counted; the genuine one is believed', async () => {
    const { controller } = bench;
    const keyUse = use as KeyUse;
    const unfit: { what: string; signer: SigningIdentity }[] = [
      ...ALL_USES.filter((other) => other !== use).map((other) => ({
        what: `key of ${other}`,
        signer: controller.signer(other),
      })),
      { what: 'key of another area', signer: await cabinet.add(keyUse, { scope: 'h9' }) },
    ];
    if (minds) {
      unfit.push({ what: 'expired key', signer: await cabinet.add(keyUse, { notAfter: Math.floor(bench.now) - S }) });
      unfit.push({
        what: 'key of next year',
        signer: await cabinet.add(keyUse, { notBefore: Math.floor(bench.now) + 365 * DAY }),
      });
    }
    await cabinet.publish();
    if (name === 'ack') {
      controller.acking = false;
      await controller.sendCommand('d1', { ...restart(), id: 'c0', name: 'log' });
    }
    await bench.run(3 * S);
    const evil = payload();
    if (name === 'sync') Object.assign(evil, { nonce: await openNonce() });
    const signer = controller.signer(keyUse);
    const forgeries = await forgeriesOf({ name, subject, otherSubject, payload: evil as never, signer, unfit });
    const [before, was] = [state(), changes()];
    const countsBefore = device.status().counts;
    for (const { bytes } of forgeries) {
      controller.publishRaw(subject, bytes);
      controller.publishRaw(subject, bytes, true);
    }
    await bench.run(500);
    expect(state()).toEqual(before);
    if (name === 'ack') expect(changes()).toBeGreaterThanOrEqual(was as number);
    else expect(changes()).toEqual(was);
    const expected = faultCounts(counted, forgeries, 2);
    const seen = device.status().counts;
    for (const [fault, count] of Object.entries(expected)) {
      expect(`${fault} ${(seen[fault] ?? 0) - (countsBefore[fault] ?? 0)}`).toBe(`${fault} ${count}`);
    }
    expect(device.status().faults).toContain('bad-document');

    // without that the test would show nothing
    const latest = payload();
    if (name === 'sync')
      Object.assign(latest, { nonce: (evil as PayloadOf<'sync'>).nonce, receivedAt: bench.now, answeredAt: bench.now });
    const genuine = await controller.seal(name, subject, latest as never, keyUse);
    const now = changes();
    controller.publishRaw(subject, genuine);
    await bench.run(500);
    expect(changes()).not.toEqual(now);
    if (name !== 'plan') expect(device.ears.silent).toBe(true);
  });

  it('met at boot where it lies retained, it changes nothing either', async () => {
    const { controller } = bench;
    const signer = controller.signer(use as KeyUse);
    const forgeries = await forgeriesOf({
      name,
      subject,
      otherSubject,
      payload: payload() as never,
      signer,
      unfit: [],
    });
    await device.kill();
    for (const { bytes } of forgeries) {
      controller.publishRaw(subject, bytes, true);
      await device.boot();
      await bench.run(3 * S);
      const { held, muted, time } = device.status();
      expect({ plan: held.plans.h1?.revision, settings: held.settings?.revision, keys: held.keys?.revision }).toEqual({
        plan: 1,
        settings: 1,
        keys: 1,
      });
      expect([muted, time.trust, device.restarts]).toEqual([false, 'synced', 0]);
      await device.kill();
    }
    expect(device.ears.silent).toBe(true);
  });
});

describe('a forged key document', () => {
  it('changes nothing: only the root, or one it has vouched for, is believed', async () => {
    const { controller } = bench;
    const subject = subjects.keys();
    const attacker = await newKey();
    const mine = { kid: 'evil', privateKey: await privateKeyFrom(attacker) };
    const evil = { kid: 'evil', use: 'plan' as const, x: attacker.x, scope: '*', notBefore: 0, notAfter: 9e12 };
    const payload = { ...cabinet.document, revision: 99, keys: [evil] };
    const root = controller.signer('root');
    const unfit = [{ what: 'a signing key', signer: controller.signer('plan') }];
    const otherSubject = subjects.plan('h1');
    const forgeries = await forgeriesOf({ name: 'keys', subject, otherSubject, payload, signer: root, unfit });
    const planKey = cabinet.document.keys.find((key) => key.use === 'plan')?.x ?? '';
    const self = [
      await controller.seal('keys', subject, { ...payload, root: { kid: 'evil', x: attacker.x } }, 'root', {
        signer: mine,
      }),
      await controller.seal('keys', subject, { ...payload, root: { kid: 'k-plan', x: planKey } }, 'plan'),
    ];
    const before = state();
    for (const { bytes } of forgeries) controller.publishRaw(subject, bytes, true);
    await bench.run(S);
    expect(state()).toEqual(before);
    const counts = device.status().counts;
    expect(counts).toMatchObject(faultCounts('document', forgeries.filter(isSeenAsIs)));
    const refused = Object.entries(counts).filter(([fault]) => fault.startsWith('document:'));
    expect(refused.reduce((sum, [, count]) => sum + count, 0)).toBe(forgeries.length);
    for (const bytes of self) controller.publishRaw(subject, bytes, true);
    controller.publishRaw(
      subjects.plan('h1'),
      await sealDocument('plan', subjects.plan('h1'), DEPLOYMENT, evilPlan(), mine),
    );
    await bench.run(10 * S);
    expect(state()).toEqual(before);
    expect(device.ears.silent).toBe(true);
    await cabinet.publish();
    await bench.run(S);
    expect(device.status().held.keys).toEqual({ epoch: 1, revision: 2 });
  });

  it('with a forged chain of rotations is refused; the real chain is followed', async () => {
    const { controller } = bench;
    const subject = subjects.keys();
    const attacker = await newKey();
    const mine = { kid: 'root-2', privateKey: await privateKeyFrom(attacker) };
    const to = { kid: 'root-2', x: attacker.x };
    const said = { from: 'root-1', to, rotatedAt: 0 };
    const root = controller.signer('root');
    const typ = { typ: 'loa-keys', sub: subject, kid: 'root-1' };
    const body = new TextEncoder().encode(JSON.stringify(said));
    const rotations: Record<string, string[]> = {
      none: [],
      unsigned: [JSON.stringify(said)],
      'by the attacker': [await cabinet.sealRotation(said, { ...mine, kid: 'root-1' })],
      'by a signing key': [await cabinet.sealRotation(said, controller.signer('plan'))],
      'of another deployment': [await cabinet.sealRotation(said, root, 'other-deployment')],
      'from another root': [await cabinet.sealRotation({ ...said, from: 'root-9' }, root)],
      'of another typ': [Buffer.from(await sealRaw({ header: typ, body, signer: root })).toString()],
    };
    for (const [what, chain] of Object.entries(rotations)) {
      const document = { ...cabinet.document, revision: 99, root: to, rotations: chain };
      controller.publishRaw(subject, await controller.seal('keys', subject, document, 'root', { signer: mine }), true);
      await bench.run(200);
      expect(`${what} ${device.status().held.keys?.revision}`).toBe(`${what} 1`);
    }
    expect(device.status().counts['document:unknown-key']).toBe(7);
    await cabinet.rotateRoot();
    await cabinet.rotateRoot();
    await cabinet.publish();
    await bench.run(S);
    expect(device.status().held.keys).toEqual({ epoch: 1, revision: 2 });
  });

  it('signed by a root that was replaced is refused, also after a restart', async () => {
    const { controller } = bench;
    const before = cabinet.document;
    const { old } = await cabinet.rotateRoot();
    await cabinet.publish();
    await bench.run(S);
    const stolen = { ...before, revision: 99 };
    const bytes = await controller.seal('keys', subjects.keys(), stolen, 'root', { signer: old });
    controller.publishRaw(subjects.keys(), bytes);
    await bench.run(S);
    expect(device.status().held.keys?.revision).toBe(2);
    await device.kill();
    await device.boot();
    await bench.run(S);
    controller.publishRaw(subjects.keys(), bytes);
    await bench.run(S);
    expect(device.status().held.keys?.revision).toBe(2);
    expect(device.status().counts['document:unknown-key']).toBe(1);
  });
});

describe('revisions', () => {
  it('an older one, an older epoch and the same one again change nothing, also after a restart', async () => {
    const { controller } = bench;
    const audio = bench.sound(1);
    const evil = () => [broadcast('evil', bench.at(2 * S), parts(audio, 5 * S), { class: 'emergency' })];
    const keys = (epoch: number, revision: number) => cabinet.next({ epoch, revision });
    const plan = (epoch: number, revision: number) =>
      controller.seal('plan', subjects.plan('h1'), { ...bench.plan(evil(), [], revision), epoch }, 'plan');
    const settings = (epoch: number, revision: number) =>
      controller.seal('settings', own('settings'), testSettings(['h9'], { epoch, revision, muted: true }), 'settings');
    const held = { epoch: 2, revision: 5 };
    controller.publishRaw(subjects.keys(), await keys(2, 5), true);
    await bench.run(100);
    await controller.publishPlan('h1', { ...bench.plan([], [], 5), epoch: 2 });
    await controller.publishSettings('d1', testSettings(['h1'], held));
    await bench.run(S);
    const check = async () => {
      for (const [epoch, revision] of [
        [2, 4],
        [1, 6],
        [1, 999],
        [0, 999],
        [2, 5],
        [2, 5],
      ] as const) {
        controller.publishRaw(subjects.keys(), await keys(epoch, revision), true);
        controller.publishRaw(subjects.plan('h1'), await plan(epoch, revision), true);
        controller.publishRaw(own('settings'), await settings(epoch, revision), true);
      }
      await bench.run(8 * S);
      expect(device.status().held).toEqual({ keys: held, settings: held, plans: { h1: held } });
      expect(device.status().muted).toBe(false);
      expect(device.status().counts['document:older']).toBe(12);
      expect(device.ears.silent).toBe(true);
    };
    await check();
    await device.kill();
    // what lies retained now are the replays
    await device.boot();
    await bench.run(3 * S);
    await check();
    controller.publishRaw(subjects.plan('h1'), await plan(2, 6), true);
    await bench.run(10 * S);
    expect(device.ears.silent).toBe(false);
  });

  it('beyond the last number that leaves room above it are no revisions', async () => {
    const subject = subjects.plan('h1');
    const claim = { ...evilPlan(), revision: 2 ** 48 + 1 };
    bench.controller.publishRaw(subject, await bench.controller.seal('plan', subject, claim, 'plan'));
    await bench.run(10 * S);
    expect(device.status().held.plans.h1?.revision).toBe(1);
    expect(device.ears.silent).toBe(true);
  });
});

it('a key that has ended signs nothing to a device that is just switched on and has yet to learn the time', async () => {
  const { controller } = bench;
  const ended = await cabinet.add('plan', { notAfter: Math.floor(bench.now) - S });
  const endedToo = await cabinet.add('settings', { notAfter: Math.floor(bench.now) - S });
  await cabinet.publish();
  await device.kill();
  const [plan, settings] = [subjects.plan('h1'), own('settings')];
  const sealed = await controller.seal('plan', plan, evilPlan(), 'plan', { signer: ended });
  const muted = testSettings(['h1'], { revision: 99, muted: true });
  controller.publishRaw(plan, sealed, true);
  controller.publishRaw(
    settings,
    await controller.seal('settings', settings, muted, 'settings', { signer: endedToo }),
    true,
  );
  for (let life = 0; life < 2; life++) {
    await device.boot();
    await bench.run(10 * S);
    expect(device.status()).toMatchObject({ muted: false, time: { trust: 'synced' } });
    expect(device.status().held).toMatchObject({ plans: { h1: { revision: 1 } }, settings: { revision: 1 } });
    await device.kill();
  }
  expect(device.ears.silent).toBe(true);
});

it('nothing larger than a document may be is kept in memory until the keys come that are known to be missing', async () => {
  const { controller } = bench;
  controller.latest.keys = { epoch: 1, revision: 9 };
  await device.kill();
  await device.boot();
  await bench.run(5 * S);
  for (let n = 0; n < 5; n++) controller.publishRaw(subjects.plan('h1'), Buffer.alloc(65 * 1024, 'x'));
  await bench.run(S);
  expect(device.status().counts['document:too-large']).toBe(5);
});

describe('the key of an area', () => {
  it('signs for that area and what lies below it, never for what lies above', async () => {
    const { controller } = bench;
    const [hamlet, commune] = [await cabinet.add('plan', { scope: 'h1' }), await cabinet.add('plan', { scope: 'x1' })];
    await cabinet.publish();
    await controller.publishSettings('d1', testSettings(['h1', 'x1', 't1'], { revision: 2 }));
    await bench.run(S);
    const publish = async (areaId: string, revision: number, signer: SigningIdentity) => {
      const subject = subjects.plan(areaId);
      const payload = bench.plan([], [], revision, areaId);
      controller.publishRaw(subject, await controller.seal('plan', subject, payload, 'plan', { signer }));
      await bench.run(100);
      return device.status().held.plans[areaId]?.revision;
    };
    expect(await publish('h1', 2, hamlet)).toBe(2);
    expect(await publish('h1', 3, commune)).toBe(3);
    expect(await publish('x1', 2, commune)).toBe(2);
    expect(await publish('t1', 2, commune)).toBeUndefined();
    // a hamlet's key that counts up the commune's revisions would shut the commune out
    expect(await publish('x1', 2 ** 48, hamlet)).toBe(2);
  });

  it('signs for no group that reaches beyond it, and settings not at all: they say what lies above what', async () => {
    const { controller } = bench;
    const area = await cabinet.add('plan', { scope: 'x1' });
    const group = await cabinet.add('plan', { scope: 'g1' });
    const settingsKey = await cabinet.add('settings', { scope: 'x1' });
    await cabinet.publish();
    await controller.publishSettings('d1', testSettings(['h1', 'x1', 't1'], { revision: 2, groupIds: ['g1'] }));
    await bench.run(S);
    const publish = async (planId: string, revision: number, signer: SigningIdentity) => {
      const subject = subjects.plan(planId);
      const payload = bench.plan([], [], revision, planId);
      controller.publishRaw(subject, await controller.seal('plan', subject, payload, 'plan', { signer }));
      await bench.run(100);
      return device.status().held.plans[planId]?.revision;
    };
    expect(await publish('g1', 2, area)).toBeUndefined();
    expect(await publish('g1', 3, group)).toBe(3);
    const subject = subjects.device('d1', 'settings');
    // the province would lie below the commune
    const payload = testSettings(['t1', 'x1'], { revision: 3 });
    controller.publishRaw(
      subject,
      await controller.seal('settings', subject, payload, 'settings', { signer: settingsKey }),
    );
    await bench.run(100);
    expect(device.status().held.settings?.revision).toBe(2);
    expect(await publish('t1', 2, area)).toBeUndefined();
  });
});

/** A key document is asked for its root before anything else, so what cannot be read falls earlier. */
const isSeenAsIs = ({ fault }: { fault: string }): boolean =>
  ['wrong-type', 'wrong-deployment', 'wrong-subject', 'unknown-key'].includes(fault);
