import {
  brokerPassword,
  mayPublish,
  maySubscribe,
  ownsClientId,
  passwordAccess,
} from '@loa-lang/controller/embedded/broker-access';
import { FrameGuard } from '@loa-lang/controller/embedded/frame-guard';
import { CONTROLLER_TO_DEVICE, DEVICE_TO_CONTROLLER, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const device = { kind: 'device', deviceId: 'd1' } as const;
const controller = { kind: 'controller' } as const;
const access = passwordAccess('secret', async (_device, planId) => planId === 'mine');

describe('access to the broker', () => {
  it('lets a device publish what devices publish, under its own id, and retain presence alone', () => {
    for (const kind of DEVICE_TO_CONTROLLER) {
      expect(mayPublish(device, topicOf(subjects.device('d1', kind)), false)).toBe(true);
      expect(mayPublish(device, topicOf(subjects.device('d1', kind)), true)).toBe(kind === 'presence');
      expect(mayPublish(device, topicOf(subjects.device('d2', kind)), false)).toBe(false);
    }
    for (const kind of CONTROLLER_TO_DEVICE) {
      expect(mayPublish(device, topicOf(subjects.device('d1', kind)), false)).toBe(false);
    }
    for (const subject of [
      subjects.keys(),
      subjects.plan('mine'),
      subjects.live('b'),
      subjects.manifest('a'.repeat(64)),
    ]) {
      expect(mayPublish(device, topicOf(subject), false)).toBe(false);
      expect(mayPublish(controller, topicOf(subject), true)).toBe(true);
    }
    expect(mayPublish(controller, '$SYS/x', false)).toBe(false);
  });

  it('lets a device read what is meant for it', async () => {
    const may = (filter: string) => maySubscribe(device, filter, access);
    for (const kind of CONTROLLER_TO_DEVICE) {
      expect(await may(topicOf(subjects.device('d1', kind)))).toBe(true);
      expect(await may(topicOf(subjects.device('d2', kind)))).toBe(false);
    }
    expect(await may(topicOf(subjects.plan('mine')))).toBe(true);
    expect(await may(topicOf(subjects.plan('other')))).toBe(false);
    for (const filter of ['keys', 'audio/#', 'live/#', `audio/${'a'.repeat(64)}/#`])
      expect(await may(topicOf(filter))).toBe(true);
    const never = [
      '#',
      '+/+/keys',
      '$SYS/#',
      '$share/g/loa/v1/audio/#',
      topicOf('#'),
      topicOf('+/d1/#'),
      topicOf('device/d1/#'),
    ];
    for (const filter of [
      ...never,
      topicOf('device/+/sync'),
      topicOf('area/+/plan'),
      topicOf(subjects.device('d1', 'report')),
    ]) {
      expect(await may(filter), filter).toBe(false);
    }
    expect(await maySubscribe(controller, topicOf('device/+/report'), access)).toBe(true);
  });

  it('gives each user a password of its own', async () => {
    const login = (clientId: string, username: string, password: string) =>
      access.authenticate(clientId, username, Buffer.from(password));
    expect(await login('d1.board', 'd1', brokerPassword('secret', 'd1'))).toEqual(device);
    expect(await login('d1.board', 'd1', brokerPassword('secret', 'd2'))).toBeUndefined();
    expect(await login('d1.board', 'd1', brokerPassword('other', 'd1'))).toBeUndefined();
    expect(await login('d1.board', 'd1', '')).toBeUndefined();
    expect(await login('x', '$controller', brokerPassword('secret', '$controller'))).toEqual(controller);
    expect(await login('x', '', '')).toBeUndefined();
  });

  it('knows whose client id it is', () => {
    expect(['d1', 'd1.board', 'd1:board'].every((id) => ownsClientId('d1', id))).toBe(true);
    expect(['d10', 'd1-x', 'd1_', 'd', '', 'xd1'].some((id) => ownsClientId('d1', id))).toBe(false);
  });
});

describe('frame guard', () => {
  const limits = { firstPacketBytes: 200, packetBytes: 1000 };
  /** A PUBLISH of topic `t` with QoS 0 (MQTT 3.1.1, 3.3). */
  const publish = (size: number) => {
    const body = Buffer.concat([Buffer.from([0, 1, 0x74]), Buffer.alloc(size)]);
    const length = body.length < 128 ? [body.length] : [(body.length % 128) | 0x80, Math.floor(body.length / 128)];
    return Buffer.concat([Buffer.from([0x30, ...length]), body]);
  };
  const ping = Buffer.from([0xc0, 0]);

  it('lets packets within the limits pass, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900)), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sizes, cuts) => {
        const stream = Buffer.concat([publish(50), ...sizes.flatMap((size) => [publish(size), ping])]);
        const guard = new FrameGuard(limits);
        for (let at = 0, i = 0; at < stream.length; i++) {
          const step = cuts[i % cuts.length] ?? 1;
          expect(guard.accept(stream.subarray(at, at + step))).toBe(true);
          at += step;
        }
      }),
    );
  });

  it('stops a long packet at its header, and a shorter one when it is the first', () => {
    const guard = new FrameGuard(limits);
    expect(guard.accept(publish(150))).toBe(true);
    expect(guard.accept(publish(900))).toBe(true);
    expect(guard.accept(publish(2000).subarray(0, 3))).toBe(false);
    expect(new FrameGuard(limits).accept(publish(300).subarray(0, 3))).toBe(false);
    expect(new FrameGuard(limits).accept(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]))).toBe(false);
  });
});
