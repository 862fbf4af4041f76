/** Keys change, devices follow by themselves: those that were on, those that were off, and those from an old image. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MINUTE, S, TakeoverWorld } from '../support/takeover/takeover-world.ts';
import { openTestKeys } from '../support/test-keys.ts';

let world: TakeoverWorld;
beforeEach(async () => {
  world = await TakeoverWorld.open();
});
afterEach(() => world.close());

const everybodyHears = async (id: string, deviceIds: string[]): Promise<void> => {
  const startAt = Math.ceil(world.now / S) * S + MINUTE;
  await world.plan('tinh', [world.broadcast(id, startAt)]);
  await world.run(2 * MINUTE);
  for (const deviceId of deviceIds) expect([deviceId, world.heard(deviceId, startAt)]).toEqual([deviceId, [`${id}@0`]]);
};

it('the bench: a broadcast is heard by all three, and nothing is wrong', async () => {
  await everybodyHears('a', ['d1', 'd2', 'd3']);
  expect(world.noticed()).toEqual([]);
  expect(world.problems).toEqual([]);
});

it('new signing keys: what sounds goes on, what comes is heard, nobody is touched and nothing is wrong', async () => {
  const startAt = Math.ceil(world.now / S) * S + 10 * S;
  await world.plan('xa-a', [world.broadcast('a', startAt)]);
  await world.run(15 * S);
  const before = world.keys.signer('plan').kid;
  await world.cabinet.rotate({ revoke: false, above: undefined });
  await world.takeNewKeys();
  expect(world.keys.signer('plan').kid).not.toBe(before);
  await world.run(30 * S);
  for (const deviceId of ['d1', 'd2']) {
    const [whole] = world.device(deviceId).heard;
    expect(Math.round(((whole?.toAt ?? 0) - (whole?.fromAt ?? 0)) / S)).toBe(20);
    expect(world.device(deviceId).heard).toHaveLength(1);
  }
  await everybodyHears('b', ['d1', 'd2', 'd3']);
  expect(world.noticed()).toEqual([]);
});

it('five rotations and three new roots while a device is off: it follows when it returns, as does one from an old image', async () => {
  const [first, oldImage] = [world.keys.root, world.device('d2').home];
  await world.device('d1').crash();
  const image = oldImage.image();
  for (let n = 0; n < 5; n++) {
    await world.cabinet.rotate({ revoke: n === 3, above: undefined });
    if (n % 2 === 0) await world.cabinet.rotateRoot(undefined);
    await world.takeNewKeys();
    await world.run(10 * MINUTE);
  }
  expect(world.keys.root.kid).not.toBe(first.kid);
  expect(world.keys.ring.document.rotations).toHaveLength(3);
  // devices are configured with the root of their first day
  await world.device('d2').crash();
  world.device('d2').home.restore(image);
  for (const deviceId of ['d1', 'd2']) await world.device(deviceId).boot();
  await world.run(30 * S);
  await everybodyHears('z', ['d1', 'd2', 'd3']);
  // a device that is new today
  const fresh = world.newDevice('d3');
  await world.device('d3').crash();
  world.devices.set('d3', fresh);
  await fresh.boot();
  await world.run(30 * S);
  await everybodyHears('y', ['d1', 'd2', 'd3']);
  expect(world.noticed()).toEqual([]);
  expect(world.problems).toEqual([]);
});

it('keys that fell into other hands sign nothing any more, on devices that were on and on those that were off', async () => {
  const stolen = world.keys.signer('plan');
  await world.device('d1').crash();
  await world.cabinet.rotate({ revoke: true, above: undefined });
  await world.takeNewKeys();
  expect(world.keys.ring.document.keys.map(({ kid }) => kid)).not.toContain(stolen.kid);
  await world.device('d1').boot();
  await everybodyHears('a', ['d1', 'd2', 'd3']);
  expect(world.noticed()).toEqual([]);
});

/** The controller is stopped, its key file is changed, and it starts again. */
async function restartedWith(change: () => Promise<void>): Promise<void> {
  await world.half.stop();
  await change();
  world.keys = await openTestKeys(world.folder);
  await world.start();
  await world.run(30 * S);
}

it('a new root made while the controller was down: what the broker still holds of the old one is no poison', async () => {
  await restartedWith(() => world.cabinet.rotateRoot(undefined));
  await everybodyHears('a', ['d1', 'd2', 'd3']);
  expect(world.noticed()).toEqual([]);
});

it('a key file from an older backup: it is told, revoked keys do not return, and signing above it mends all', async () => {
  const path = join(world.folder, 'keys', 'deployment.json');
  const backup = await readFile(path, 'utf8');
  await world.cabinet.rotate({ revoke: true, above: undefined });
  await world.takeNewKeys();
  await world.run(MINUTE);
  expect(world.noticed()).toEqual([]);
  const { epoch, revision } = world.keys.signed;
  await restartedWith(async () => {
    await writeFile(path, backup);
    // the database is as old as the file
    await world.ledger.forget(subjects.keys());
  });
  // an idle device asks every 15 minutes, and gets an answer that its keys do not open
  await world.run(20 * MINUTE);
  expect(world.noticed()).toContain('keys-behind keys');
  await world.cabinet.rotate({ revoke: false, above: { epoch, revision } });
  await world.takeNewKeys();
  await world.run(20 * MINUTE);
  await everybodyHears('b', ['d1', 'd2', 'd3']);
  expect(world.incidents.open.has('keys-behind keys')).toBe(false);
});
