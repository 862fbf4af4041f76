/** What was once genuine, again: the same hour, the next day, to devices that know it and to devices that know nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Captured, FROM_DEVICES, TO_DEVICES } from '../../support/takeover/hostile-broker.ts';
import { DAY, HOUR, MINUTE, S, TakeoverWorld } from '../../support/takeover/takeover-world.ts';

let world: TakeoverWorld;
beforeEach(async () => {
  world = await TakeoverWorld.open();
});
afterEach(() => world.close());

const second = (): number => Math.ceil(world.now / S) * S;

/** An emergency that was stopped after its first reading, as the broker saw it. */
async function capturedEmergency(): Promise<{ startAt: number; day: Captured[] }> {
  const startAt = second() + 20 * S;
  const emergency = world.emergency('e', startAt);
  await world.plan('xa-a', [emergency]);
  await world.run(MINUTE);
  expect(world.heard('d1', startAt)).toEqual(['e@0']);
  await world.plan('xa-a', [
    emergency,
    { id: 'e', cancelledAt: Math.floor(world.now), reason: 'xong' } as unknown as typeof emergency,
  ]);
  await world.run(MINUTE);
  return { startAt, day: [...world.broker.captured] };
}

const replay = async (messages: Captured[], retain = true): Promise<void> => {
  for (const [n, { topic, payload }] of messages.entries()) {
    world.broker.inject(topic, payload, retain);
    if (n % 50 === 0) await world.run(50);
  }
};
const toDevices = (messages: Captured[]): Captured[] => messages.filter(({ topic }) => TO_DEVICES.test(topic));

/** Boots the device anew; `card` says what is left on its disk. */
async function reboot(deviceId: string, card: 'kept' | 'new'): Promise<void> {
  const old = world.device(deviceId);
  await old.crash();
  if (card === 'new') {
    const fresh = world.newDevice(deviceId);
    fresh.heard.push(...old.heard);
    world.devices.set(deviceId, fresh);
  }
  await world.device(deviceId).boot();
}

describe.each([
  ['ten minutes later', 10 * MINUTE],
  ['the next day', DAY],
])('an emergency that was stopped, replayed %s', (_when, laterMs) => {
  it('is silent at devices that are on, and is told', async () => {
    const { startAt, day } = await capturedEmergency();
    await world.run(laterMs);
    world.noticed();
    await replay(toDevices(day));
    await world.run(3 * MINUTE);
    for (const deviceId of ['d1', 'd2']) expect(world.heard(deviceId, startAt)).toEqual(['e@0']);
    expect(world.noticed()).toEqual(expect.arrayContaining(['device-fault d1/bad-document']));
  });

  it.each(['kept', 'new'] as const)(
    'is silent at devices that are just switched on (card: %s), and is told',
    async (card) => {
      const { startAt, day } = await capturedEmergency();
      await world.run(laterMs);
      world.noticed();
      // the controller's own words do not get through any more, but for the time
      world.broker.withholds = ({ topic }) =>
        TO_DEVICES.test(topic) && !topic.endsWith('/sync') && !topic.endsWith('/ack');
      const beforeTheStop = toDevices(day).filter(({ topic }) => !topic.endsWith('/sync'));
      const [last] = beforeTheStop.filter(({ topic }) => topic.endsWith('xa-a/plan')).slice(-1);
      await world.device('d1').crash();
      await replay(beforeTheStop.filter((message) => message !== last));
      await reboot('d1', card);
      await replay(beforeTheStop.filter((message) => message !== last));
      await world.run(30 * MINUTE);
      expect(world.heard('d1', startAt)).toEqual(['e@0']);
      const seen = world.noticed();
      expect(seen.some((incident) => incident === 'stale-plan d1' || incident === 'device-fault d1/bad-document')).toBe(
        true,
      );
    },
  );
});

it('a whole day replayed to a device without the time, and no answer to its questions: it stays silent', async () => {
  const { startAt, day } = await capturedEmergency();
  await world.run(DAY);
  await world.device('d1').crash();
  world.broker.withholds = ({ topic }) => TO_DEVICES.test(topic);
  await reboot('d1', 'new');
  for (let round = 0; round < 3; round++) {
    await replay(toDevices(day));
    await world.run(5 * MINUTE);
  }
  expect(world.heard('d1', startAt)).toEqual(['e@0']);
});

it('commands: once, whatever the broker does with them afterwards', async () => {
  await world.half.commands.send('d1', 'log');
  await world.run(S);
  const answers = () => world.bodies('d1').filter(({ kind }) => kind === 'command-answer').length;
  expect(answers()).toBe(1);
  const [command] = world.broker.seen(/d1\/command$/);
  if (command === undefined) throw new Error('no command was seen');
  for (const card of ['kept', 'kept', 'new'] as const) {
    for (const retain of [false, true]) {
      world.broker.inject(command.topic, command.payload, retain);
      await world.run(5 * S);
    }
    await reboot('d1', card);
    world.broker.inject(command.topic, command.payload);
    await world.run(10 * S);
  }
  await world.run(DAY);
  world.broker.inject(command.topic, command.payload, true);
  await world.run(MINUTE);
  // a device with a new card says that it is older than what it remembers, and does nothing
  const outcomes = world.bodies('d1').flatMap((body) => (body.kind === 'command-answer' ? [body.outcome] : []));
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(world.noticed()).toEqual(expect.arrayContaining(['device-fault d1/bad-document']));
  // brokers tell who is subscribed already nothing of retention; who comes anew sees it, and the controller clears it
  await world.half.stop();
  await world.start();
  await world.run(S);
  expect(world.incidents.of('retained-poison')).toContain('device/d1/command');
});

it('reports of a past day count once, and a dead device does not look alive', async () => {
  const startAt = second() + 20 * S;
  await world.plan('xa-a', [world.broadcast('a', startAt)]);
  await world.run(2 * MINUTE);
  const [rows, day] = [
    new Map(world.reports.rows),
    world.broker.captured.filter(({ topic }) => FROM_DEVICES.test(topic)),
  ];
  await world.device('d1').crash();
  world.registry.syncs.delete('d1');
  await world.run(2 * HOUR);
  await world.half.stop();
  await world.start();
  for (let round = 0; round < 3; round++) {
    await replay(day.filter(({ topic }) => topic.includes('/d1/')));
    await world.run(MINUTE);
  }
  expect(world.reports.rows).toEqual(rows);
  expect(world.registry.syncs.has('d1')).toBe(false);
});

it('everything twice, and in another order: what is heard is the same', async () => {
  const startAt = second() + 30 * S;
  world.broker.held = [];
  await world.plan('xa-a', [world.broadcast('a', startAt)]);
  await world.plan('tinh', [world.broadcast('b', startAt + 30 * S)]);
  await world.plan('xa-a', [world.broadcast('c', startAt)]);
  await world.run(2 * S);
  world.broker.release((messages) => [...messages].reverse().flatMap((message) => [message, message]));
  await world.run(3 * MINUTE);
  expect(world.heard('d1', startAt)).toEqual(['c@0', 'b@30']);
  expect(world.heard('d3', startAt)).toEqual(['b@30']);
});
