/** Older documents in the place of newer ones, stolen keys that were revoked, and silence: each is told, nothing sounds. */
import { SilentDevicesWatch } from '@loa-lang/controller/services/watch/watch-silent-devices';
import { type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Captured, TO_DEVICES } from '../../support/takeover/hostile-broker.ts';
import { HOUR, MINUTE, S, TakeoverWorld } from '../../support/takeover/takeover-world.ts';

let world: TakeoverWorld;
beforeEach(async () => {
  world = await TakeoverWorld.open();
});
afterEach(() => world.close());

const second = (): number => Math.ceil(world.now / S) * S;
const boot = (deviceId: string): Promise<void> => world.device(deviceId).boot();
const latest = (topic: RegExp): Captured => {
  const message = world.broker.seen(topic).at(-1);
  if (message === undefined) throw new Error(`nothing under ${topic}`);
  return message;
};

/** An emergency in a plan that this key signs. */
async function forgedPlan(signer: SigningIdentity, revision: number): Promise<Uint8Array> {
  const content = await world.source.planContent('xa-a', world.now);
  const broadcasts = [world.emergency('evil', second() + 5 * S)];
  const plan = { ...content, epoch: 1, revision, issuedAt: Math.floor(world.now), broadcasts };
  return sealDocument('plan', subjects.plan('xa-a'), world.keys.deploymentId, plan, signer);
}

describe('downgrade', () => {
  it('of plans, settings, keys and epochs, live and retained, to devices that are on and that return', async () => {
    const old = world.broker.captured.filter(({ topic, retain }) => TO_DEVICES.test(topic) && retain);
    await world.plan('xa-a', [world.broadcast('later', second() + 3 * HOUR)]);
    const settings = world.source.settings.get('d1');
    if (settings !== undefined) world.source.settings.set('d1', { ...settings, muted: true });
    await world.half.publisher.publishSettings(['d1']);
    await world.cabinet.rotate({ revoke: false, above: undefined });
    await world.takeNewKeys();
    await world.ledger.openEpoch(2);
    await world.half.upkeep.reissueAll();
    await world.run(10 * S);
    expect(world.noticed()).toEqual([]);
    for (const { topic, payload } of old) world.broker.inject(topic, payload, true);
    await world.run(S);
    expect(world.noticed()).toEqual(expect.arrayContaining(['device-fault d1/bad-document']));
    // what returns finds the old ones, and none of the new
    world.broker.withholds = ({ topic, retain }) => TO_DEVICES.test(topic) && retain;
    for (const { topic, payload } of old) world.broker.inject(topic, payload, true);
    await world.device('d1').crash();
    await boot('d1');
    await world.run(MINUTE);
    expect(world.device('d1').log.join('\n')).toContain('older');
    for (const device of world.devices.values()) expect(device.heard).toEqual([]);
  });

  it('a stolen key that was revoked while the device was off, its older key document, and a plan signed with it', async () => {
    const stolen = world.keys.signer('plan');
    const oldKeys = latest(/v1\/keys$/);
    await world.device('d1').crash();
    await world.cabinet.rotate({ revoke: true, above: undefined });
    await world.takeNewKeys();
    // the attacker keeps the new keys from it, and lets the time through, as long as its key is the one it knows
    world.broker.withholds = ({ topic }) => topic.endsWith('/keys');
    world.broker.inject(oldKeys.topic, oldKeys.payload, true);
    world.broker.inject(topicOf(subjects.plan('xa-a')), await forgedPlan(stolen, 900), true);
    await boot('d1');
    for (let n = 0; n < 10; n++) {
      world.broker.inject(topicOf(subjects.plan('xa-a')), await forgedPlan(stolen, 901 + n), true);
      await world.run(MINUTE);
    }
    expect(world.device('d1').heard).toEqual([]);
    expect(world.noticed()).toEqual(
      expect.arrayContaining(['retained-poison area/xa-a/plan', 'device-fault d1/bad-document']),
    );
  });

  it('the same with the key for plans alone revoked, so that the device learns the time and that its keys are old', async () => {
    const stolen = world.keys.signer('plan');
    const oldKeys = latest(/v1\/keys$/);
    await world.device('d1').crash();
    // as if only that key had been exchanged: answers are still signed by one that the device knows
    const { signer } = world.keys;
    const sync = signer.call(world.keys, 'sync');
    await world.cabinet.rotate({ revoke: false, above: undefined });
    await world.takeNewKeys();
    const now = world.keys.signer.bind(world.keys);
    world.keys.signer = (use) => (use === 'sync' ? sync : now(use));
    world.broker.withholds = ({ topic }) => topic.endsWith('/keys');
    world.broker.inject(oldKeys.topic, oldKeys.payload, true);
    world.broker.inject(topicOf(subjects.plan('xa-a')), await forgedPlan(stolen, 900), true);
    await boot('d1');
    for (let n = 0; n < 10; n++) {
      world.broker.inject(topicOf(subjects.plan('xa-a')), await forgedPlan(stolen, 901 + n), true);
      await world.run(MINUTE);
    }
    expect(world.device('d1').heard).toEqual([]);
    expect(world.noticed()).toEqual(expect.arrayContaining(['stale-plan d1']));
  });
});

describe('a stop that is kept from a device that was off', () => {
  it('is missed while it is known to be kept back: the emergency does not begin again', async () => {
    const startAt = second() + 20 * S;
    const emergency = world.emergency('e', startAt);
    await world.plan('xa-a', [emergency]);
    await world.run(MINUTE);
    expect(world.heard('d1', startAt)).toEqual(['e@0']);
    await world.device('d1').crash();
    world.broker.withholds = ({ topic }) => topic.endsWith('/xa-a/plan');
    await world.plan('xa-a', [emergency, { id: 'e', cancelledAt: Math.floor(world.now), reason: 'xong' } as never]);
    await boot('d1');
    await world.run(40 * MINUTE);
    expect(world.heard('d1', startAt)).toEqual(['e@0']);
    expect(world.noticed()).toEqual(expect.arrayContaining(['stale-plan d1']));
    // and when it comes through all is well again
    world.broker.withholds = () => false;
    await world.run(MINUTE);
    expect(world.incidents.open.has('stale-plan d1')).toBe(false);
  });
});

describe('withholding', () => {
  it('a plan: the device says that its own is old', async () => {
    world.broker.withholds = ({ topic }) => topic.endsWith('/xa-a/plan');
    await world.plan('xa-a', [world.broadcast('a', second() + HOUR)]);
    // an idle device asks every 15 minutes
    await world.run(20 * MINUTE);
    expect(world.noticed()).toEqual(expect.arrayContaining(['stale-plan d1', 'stale-plan d2']));
  });

  it.each([
    ['questions', /\/sync-request$/],
    ['everything that devices say', /device\/[^/]+\/(sync-request|presence|report|health|want|evidence)$/],
    ['everything of one device', /device\/d1\//],
  ])(
    '%s: the controller says that it hears nothing of the device, whatever the retained presence says',
    async (_what, topic) => {
      const { incidents, registry } = world;
      const clock = { now: () => Math.floor(world.now), preciseNow: () => world.now, monotonicNow: () => world.now };
      const seenAt = new Map<string, number>();
      const recordSync = registry.recordSync.bind(registry);
      registry.recordSync = async (deviceId, storeId) => {
        seenAt.set(deviceId, world.now);
        await recordSync(deviceId, storeId);
      };
      const silent = {
        silentSince: async (instant: number) =>
          [...registry.devices.keys()]
            .filter((deviceId) => (seenAt.get(deviceId) ?? 0) < instant)
            .map((deviceId) => ({ deviceId, lastSyncAt: seenAt.get(deviceId) })),
      };
      const openIncidents = { openOf: async () => [] } as never;
      const watch = new SilentDevicesWatch({
        ...{ silent, incidents, openIncidents, clock, hearing: { upSince: 0 } },
        onProblem: () => undefined,
      });
      watch.start();
      await world.run(40 * MINUTE);
      expect(world.noticed()).toEqual([]);
      world.broker.withholds = (message) => topic.test(message.topic);
      // the attacker plays what devices have said before, again and again
      const recorded = world.broker.seen(/device\/d1\/(sync-request|health|presence)$/);
      for (let round = 0; round < 12; round++) {
        for (const message of recorded.slice(-20)) world.broker.inject(message.topic, message.payload);
        await world.run(5 * MINUTE);
      }
      expect(world.noticed()).toContain('device-silent d1');
      world.broker.withholds = () => false;
      await world.run(40 * MINUTE);
      expect(world.incidents.open.has('device-silent d1')).toBe(false);
      await watch.stop();
    },
  );

  it('answers: the devices say that nobody tells them what is the latest', async () => {
    world.broker.withholds = ({ topic }) => topic.endsWith('/sync');
    await world.run(90 * MINUTE);
    expect(world.noticed()).toEqual(expect.arrayContaining(['stale-plan d1', 'stale-plan d2', 'stale-plan d3']));
    world.broker.withholds = () => false;
    await world.run(40 * MINUTE);
    expect(world.incidents.open.size).toBe(0);
  });

  it('reports: what was heard counts for nothing until they come, and then once', async () => {
    world.broker.withholds = ({ topic }) => topic.endsWith('/report');
    const startAt = second() + 20 * S;
    await world.plan('xa-a', [world.broadcast('a', startAt)]);
    await world.run(3 * MINUTE);
    expect(world.heard('d1', startAt)).toEqual(['a@0']);
    const finished = () =>
      world.bodies('d1').filter((body) => body.kind === 'receipt' && body.state === 'finished').length;
    expect(finished()).toBe(0);
    world.broker.withholds = () => false;
    await world.run(MINUTE);
    expect(finished()).toBe(1);
  });
});

it('a key of one commune tells the controller nothing of the province: it neither locks it nor makes it count', async () => {
  const own = await world.ownKey('plan', 'xa-a');
  const { deploymentId } = world.keys;
  const subject = subjects.plan('tinh');
  const content = await world.source.planContent('tinh', world.now);
  const latch = { id: 'evil', areaId: 'tinh', level: 'province' as const, since: Math.floor(world.now), reason: 'x' };
  const before = await world.ledger.epoch();
  for (const at of [
    { epoch: 1, revision: 2 ** 21 },
    { epoch: 7, revision: 1 },
  ]) {
    const plan = { ...content, ...at, issuedAt: Math.floor(world.now), silence: [latch] };
    world.broker.inject(topicOf(subject), await sealDocument('plan', subject, deploymentId, plan, own), true);
    await world.run(10 * S);
  }
  const startAt = second() + 10 * S;
  await world.plan('tinh', [world.broadcast('a', startAt)]);
  await world.run(MINUTE);
  for (const deviceId of world.devices.keys()) expect(world.heard(deviceId, startAt)).toEqual(['a@0']);
  expect(await world.ledger.epoch()).toBe(before);
  expect(world.incidents.of('retained-poison')).toContain(subject);
});

it('a key of one commune signs for that commune and for nobody else', async () => {
  const { deploymentId } = world.keys;
  const own = await world.ownKey('plan', 'xa-a');
  // the controller would put its own plans above these
  world.broker.withholds = ({ topic }) => topic.endsWith('/plan');
  for (const [areaId, broadcastId] of [
    ['thon-a1', 'own-hamlet'],
    ['xa-a', 'own-commune'],
    ['xa-b', 'other-commune'],
    ['thon-b1', 'other-hamlet'],
    ['tinh', 'province'],
  ] as const) {
    const content = await world.source.planContent(areaId, world.now);
    const broadcasts = [world.broadcast(broadcastId, second() + 10 * S)];
    const plan = { ...content, epoch: 1, revision: 50, issuedAt: Math.floor(world.now), broadcasts };
    const subject = subjects.plan(areaId);
    world.broker.inject(topicOf(subject), await sealDocument('plan', subject, deploymentId, plan, own));
    await world.run(MINUTE);
  }
  const heardBy = (deviceId: string) => world.device(deviceId).heard.map(({ broadcastId }) => broadcastId);
  expect(heardBy('d1')).toEqual(['own-hamlet', 'own-commune']);
  expect(heardBy('d2')).toEqual(['own-commune']);
  expect(heardBy('d3')).toEqual([]);
  expect(world.noticed()).toEqual(expect.arrayContaining(['device-fault d3/bad-document']));
});
