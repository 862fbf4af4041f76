/** The attacker owns the broker and no key: what he makes up, and what he moves to where it does not belong. */
import { privateKeyFrom, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { KEY_USES, type KeyUse } from '@loa-lang/schemas/wire/keys';
import { parseTopic, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { strangerAs } from '../../support/agent-bench/forge.ts';
import { newKey } from '../../support/stand-in-controller.ts';
import { FROM_DEVICES, TO_DEVICES } from '../../support/takeover/hostile-broker.ts';
import { MINUTE, PLACES, S, TakeoverWorld } from '../../support/takeover/takeover-world.ts';

let world: TakeoverWorld;
beforeEach(async () => {
  world = await TakeoverWorld.open();
});
afterEach(() => world.close());

const allSilent = (): void => {
  for (const [deviceId, device] of world.devices) expect([deviceId, device.heard]).toEqual([deviceId, []]);
};
const faultOf = (deviceId: string): string => `device-fault ${deviceId}/bad-document`;

describe('made up', () => {
  it('an emergency for everybody, signed with keys of his own: nothing sounds, and every loudspeaker tells', async () => {
    const { deploymentId } = world.keys;
    const emergency = world.emergency('evil', world.now + 2 * S);
    for (const areaId of new Set(Object.values(PLACES).flat())) {
      const content = await world.source.planContent(areaId, world.now);
      const plan = { ...content, epoch: 1, revision: 99, issuedAt: world.now, broadcasts: [emergency] };
      const signer = await strangerAs(world.keys.signer('plan').kid);
      const subject = subjects.plan(areaId);
      world.broker.inject(topicOf(subject), await sealDocument('plan', subject, deploymentId, plan, signer), true);
    }
    await world.run(3 * MINUTE);
    allSilent();
    expect(world.noticed()).toEqual(expect.arrayContaining([faultOf('d1'), faultOf('d2'), faultOf('d3')]));
    expect(world.incidents.of('retained-poison').sort()).toEqual(
      [...new Set(Object.values(PLACES).flat())].map((id) => subjects.plan(id)).sort(),
    );
  });

  it('a key document with a root of his own, and everything under it', async () => {
    const { deploymentId } = world.keys;
    const { x, d } = await newKey();
    const mine = { kid: 'mine', privateKey: await privateKeyFrom({ x, d }) };
    const key = (use: KeyUse) => ({ kid: `mine-${use}`, use, x, scope: '*', notBefore: 0, notAfter: 9e14 });
    const document = {
      ...world.keys.ring.document,
      revision: 99,
      root: { kid: 'mine', x },
      keys: KEY_USES.map(key),
    };
    const bytes = await sealDocument('keys', subjects.keys(), deploymentId, document, mine);
    world.broker.inject(topicOf(subjects.keys()), bytes, true);
    await world.run(MINUTE);
    expect(world.noticed()).toEqual(expect.arrayContaining([faultOf('d1'), `retained-poison ${subjects.keys()}`]));
    // and the genuine one stands where his was
    for (const device of world.devices.values()) await device.crash();
    for (const device of world.devices.values()) await device.boot();
    await world.run(30 * S);
    const startAt = Math.ceil(world.now / S) * S + 20 * S;
    await world.plan('tinh', [world.broadcast('a', startAt)]);
    await world.run(MINUTE);
    for (const deviceId of world.devices.keys()) expect(world.heard(deviceId, startAt)).toEqual(['a@0']);
  });

  it('time: a sync answer of his own moves no clock', async () => {
    const { deploymentId } = world.keys;
    const stranger = await strangerAs(world.keys.signer('sync').kid);
    world.broker.withholds = ({ topic }) => topic.endsWith('/sync');
    const startAt = Math.ceil(world.now / S) * S + 30 * S;
    await world.plan('tinh', [world.broadcast('a', startAt)]);
    for (let n = 0; n < 20; n++) {
      await world.run(S);
      const asked = world.broker.seen(/d1\/sync-request$/).at(-1);
      const { nonce } = JSON.parse(
        Buffer.from(
          Buffer.from(asked?.payload ?? [])
            .toString()
            .split('.')[1] ?? '',
          'base64url',
        ).toString(),
      );
      const at = world.now + 3_600_000;
      const answer = { nonce, receivedAt: at, answeredAt: at, latest: { keys: { epoch: 1, revision: 1 }, plans: {} } };
      const subject = subjects.device('d1', 'sync');
      world.broker.inject(topicOf(subject), await sealDocument('sync', subject, deploymentId, answer, stranger));
    }
    world.broker.withholds = () => false;
    await world.run(MINUTE);
    expect(world.heard('d1', startAt)).toEqual(['a@0']);
    expect(world.noticed()).toEqual(expect.arrayContaining([faultOf('d1')]));
  });

  it('coverage: reports, presence and health in the name of a device are refused and told', async () => {
    const { deploymentId } = world.keys;
    const stranger = await strangerAs('d1');
    const before = world.reports.rows.size;
    const receipt = {
      kind: 'receipt' as const,
      ...{ broadcastId: 'a', version: 1, run: 1, state: 'finished' as const, items: [], startErrorMs: 0 },
    };
    const report = {
      ...{ storeId: 'card-1-1', installationId: 'board-d1', lowestHeld: 1 },
      reports: [{ number: 50, at: world.now, body: receipt }],
    };
    const subject = subjects.device('d1', 'report');
    world.broker.inject(
      topicOf(subject),
      await sealDocument('report', subject, deploymentId, report as never, stranger),
    );
    await world.run(S);
    expect(world.reports.rows.size).toBe(before);
    expect(world.noticed()).toEqual(['forged-message d1']);
  });
});

describe('names that nobody has', () => {
  it('make neither a row each nor memory each, and what is forged in a real name is told all the same', async () => {
    world.noticed();
    for (let n = 0; n < 400; n++) {
      world.broker.inject(topicOf(subjects.device(`nobody-${n}`, 'presence')), Buffer.from('x'));
      world.broker.inject(topicOf(subjects.device(`nobody-${n}`, 'command')), Buffer.from('x'), true);
      world.broker.inject(topicOf(subjects.plan(`nowhere-${n}`)), Buffer.from('x'), true);
      if (n % 20 === 0) await world.run(S);
    }
    await world.run(MINUTE);
    const kinds = world.noticed().map((incident) => incident.split(' ')[0]);
    expect(new Set(kinds)).toEqual(new Set(['forged-message', 'retained-poison']));
    expect(kinds.length).toBeLessThan(100);
    world.broker.inject(topicOf(subjects.device('d1', 'presence')), Buffer.from('x'));
    world.broker.inject(topicOf(subjects.plan('xa-a')), Buffer.from('x'), true);
    await world.run(S);
    expect(world.noticed()).toEqual(expect.arrayContaining(['forged-message d1', 'retained-poison area/xa-a/plan']));
  });
});

describe('moved to where it does not belong', () => {
  it('every genuine message on every other topic: nothing sounds, nothing changes, and it is told', async () => {
    const startAt = Math.ceil(world.now / S) * S + 20 * S;
    // xa-a has an emergency, xa-b has none: it must not get one
    await world.plan('xa-a', [world.emergency('a', startAt)]);
    await world.half.commands.send('d1', 'restart');
    await world.run(MINUTE);
    expect(world.heard('d1', startAt)).toEqual(['a@0']);
    const genuine = world.broker.captured.filter(({ topic }) => TO_DEVICES.test(topic));
    const topics = [...new Set(genuine.map(({ topic }) => topic))];
    const rows = world.reports.rows.size;
    let moved = 0;
    for (const { topic, payload } of genuine) {
      for (const other of topics) {
        if (other === topic) continue;
        world.broker.inject(other, payload, parseTopic(other)?.kind === 'plan');
        moved++;
      }
      await world.run(20);
    }
    await world.run(2 * MINUTE);
    expect(moved).toBeGreaterThan(1000);
    expect(world.device('d3').heard).toEqual([]);
    for (const deviceId of ['d1', 'd2']) expect(world.heard(deviceId, startAt)).toEqual(['a@0']);
    const seen = world.noticed();
    expect(seen).toEqual(expect.arrayContaining([faultOf('d1'), faultOf('d2'), faultOf('d3')]));
    expect(seen.some((incident) => incident.startsWith('retained-poison'))).toBe(true);
    expect(world.reports.rows.size).toBeGreaterThanOrEqual(rows);
  });

  it('what one device says, in the name of another', async () => {
    await world.run(MINUTE);
    const [rows, presence] = [world.reports.rows.size, world.registry.presences.get('d2')];
    for (const { topic, payload } of world.broker.captured.filter((each) => FROM_DEVICES.test(each.topic))) {
      if (!topic.includes('/d1/')) continue;
      world.broker.inject(topic.replace('/d1/', '/d2/'), payload);
    }
    await world.run(S);
    expect(world.reports.rows.size).toBe(rows);
    expect(world.registry.presences.get('d2')).toEqual(presence);
    expect(world.noticed()).toEqual(['forged-message d2']);
  });
});
