/** Bent messages by the thousand, to whole agents and to the controller's own services. */
import type { SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { KEY_USES } from '@loa-lang/schemas/wire/keys';
import fc from 'fast-check';
import { MINUTE, PLACES, S, TakeoverWorld } from '../takeover/takeover-world.ts';
import { bend, bendings } from './mutate.ts';

/** Queues of devices and controllers hold more than these; what overflows would not be looked at. */
const BATCH = 40;

export interface FuzzOutcome {
  cases: number;
  /** of devices and controller: what they did not expect */
  unexpected: string[];
  /** what sounded that nobody had planned */
  sounded: string[];
  /** devices that heard a genuine broadcast afterwards */
  alive: string[];
}

/** @param signed mutations are signed with genuine keys: they reach what lies behind the signature */
export async function fuzz(cases: number, seed: number, signed: boolean): Promise<FuzzOutcome> {
  const world = await TakeoverWorld.open();
  try {
    const startAt = Math.ceil(world.now / S) * S + 30 * S;
    await world.plan('xa-a', [world.broadcast('before', startAt)]);
    await world.half.commands.send('d1', 'test');
    await world.run(10 * MINUTE);
    const bender = {
      messages: [...world.broker.captured],
      signerOf: signed ? await signersOf(world) : () => undefined,
    };
    const heardBefore = new Map([...world.devices].map(([id, device]) => [id, device.heard.length]));
    world.problems.length = 0;
    let done = 0;
    const batch = fc.asyncProperty(fc.array(bendings, { minLength: BATCH, maxLength: BATCH }), async (bends) => {
      for (const each of bends) {
        const { topic, payload, retain } = await bend(bender, each);
        world.broker.inject(topic, payload, retain);
      }
      done += bends.length;
      await world.run(400);
      world.broker.captured.length = 0;
    });
    await fc.assert(batch, { numRuns: Math.ceil(cases / BATCH), seed, endOnFailure: true });
    await world.run(MINUTE);
    const sounded = [...world.devices].flatMap(([id, device]) =>
      device.heard.slice(heardBefore.get(id)).map(({ broadcastId }) => `${id} ${broadcastId}`),
    );
    const alive = signed ? [] : await hearing(world);
    const logs = [...world.devices.values()].flatMap((device) => device.log);
    const unexpected = [...world.problems, ...logs.filter((line) => line.includes('unexpected'))];
    return { cases: done, unexpected: [...new Set(unexpected)], sounded, alive };
  } finally {
    await world.close();
  }
}

async function signersOf(world: TakeoverWorld): Promise<(kid: string) => SigningIdentity | undefined> {
  const signers = new Map<string, SigningIdentity>();
  for (const use of KEY_USES) {
    const signer = world.keys.signer(use);
    signers.set(signer.kid, signer);
  }
  for (const [kid, key] of world.deviceKeys) signers.set(kid, { kid, privateKey: await privateKeyFrom(key) });
  return (kid) => signers.get(kid);
}

async function hearing(world: TakeoverWorld): Promise<string[]> {
  const startAt = Math.ceil(world.now / S) * S + MINUTE;
  await world.plan('tinh', [world.broadcast('after', startAt)]);
  await world.run(2 * MINUTE);
  return Object.keys(PLACES).filter((deviceId) => world.heard(deviceId, startAt).join() === 'after@0');
}
