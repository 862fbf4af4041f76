/**
 * What was captured and is sent again: commands, plans and emergencies of yesterday, and bare words that somebody left
 * retained (156 sirens, Dallas 2017; OpenMQTTGateway#102; Tasmota#2929; hassio-ihost-addon#5).
 */
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, DAY, HOUR, MINUTE, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';

let bench: AgentBench;
let device: BenchDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
const command = subjects.device('d1', 'command');
const idle = { intervals: { syncBusyMs: 10 * S, syncIdleMs: 15 * MINUTE } };

beforeEach(async () => {
  bench = await AgentBench.open();
  audio = bench.sound(1);
  device = await bench.device('d1', idle);
  await device.boot();
  await bench.run(3 * S);
});
afterEach(() => bench.close());

const restart = (id: string) => {
  const issuedAt = Math.floor(bench.now);
  return { id, name: 'restart', issuedAt, expiresAt: issuedAt + MINUTE };
};
const answers = () => bench.controller.bodies('command-answer').map((a) => `${a.commandId} ${a.outcome}`);
/** Three readings every ten minutes, for two hours. */
const alert = (startAt: number) =>
  broadcast('alert', startAt, parts(audio, 10 * S), {
    class: 'emergency',
    endsAt: startAt + 2 * HOUR,
    joinUntilAt: startAt + HOUR,
    repeat: { everyMs: 10 * MINUTE, until: startAt + 2 * HOUR },
  });

describe('a captured command', () => {
  it('is obeyed once: three copies, a restart in between, and the next day', async () => {
    const bytes = await bench.controller.sendCommand('d1', restart('c1'));
    for (let copy = 0; copy < 3; copy++) bench.controller.publishRaw(command, bytes);
    await bench.run(2 * S);
    expect(device.restarts).toBe(1);
    await device.kill();
    await device.boot();
    await bench.run(2 * S);
    bench.controller.publishRaw(command, bytes);
    await bench.run(2 * S);
    await bench.run(DAY);
    bench.controller.publishRaw(command, bytes);
    await bench.run(2 * S);
    expect(device.restarts).toBe(1);
    expect(answers()).toEqual(['c1 done']);
  });

  it('that never arrived in its time is refused the next day', async () => {
    const bytes = await bench.controller.seal('command', command, restart('c1'), 'command');
    await bench.run(DAY);
    bench.controller.publishRaw(command, bytes);
    await bench.run(2 * S);
    expect([device.restarts, answers()]).toEqual([0, ['c1 expired']]);
  });

  it('is refused by a device that has lost its journal, also before it expires', async () => {
    const bytes = await bench.controller.sendCommand('d1', restart('c1'));
    await bench.run(S);
    expect(device.restarts).toBe(1);
    await device.kill();
    device.loseDisk();
    await device.boot();
    await bench.run(3 * S);
    bench.controller.publishRaw(command, bytes);
    await bench.run(2 * S);
    expect([device.restarts, answers()]).toEqual([1, ['c1 done', 'c1 refused']]);
    await bench.controller.sendCommand('d1', restart('c2'));
    await bench.run(2 * S);
    expect(device.restarts).toBe(2);
  });

  it('is not obeyed by a device that does not know the time', async () => {
    await device.kill();
    bench.controller.answering = false;
    await device.boot();
    await bench.run(S);
    await bench.controller.sendCommand('d1', restart('c1'));
    await bench.run(2 * S);
    expect(device.restarts).toBe(0);
  });
});

describe('a captured acknowledgement', () => {
  it('of a store that is gone, or of reports not yet written, deletes no report', async () => {
    const acks: Uint8Array[] = [];
    const subject = subjects.device('d1', 'ack');
    bench.hub.observe(`loa/v1/${subject}`, ({ payload }) => acks.push(Uint8Array.from(payload)));
    const log = (id: string) => bench.controller.sendCommand('d1', { ...restart(id), name: 'log' });
    for (let n = 0; n < 2; n++) await log(`early-${n}`);
    await bench.run(2 * S);
    expect(acks.length).toBeGreaterThan(0);
    await device.kill();
    device.loseDisk();
    bench.controller.acking = false;
    await device.boot();
    await bench.run(3 * S);
    for (let n = 0; n < 6; n++) await log(`late-${n}`);
    await bench.run(2 * S);
    expect(device.status().pendingReports).toBe(6);
    for (const bytes of acks.slice()) bench.controller.publishRaw(subject, bytes);
    const { storeId = '' } = bench.controller.reports.at(-1) ?? {};
    const tooFar = { storeId, contiguous: 1000, ackedAt: Math.floor(bench.now) };
    bench.controller.publishRaw(subject, await bench.controller.seal('ack', subject, tooFar, 'ack'));
    await bench.run(S);
    expect(device.status().pendingReports).toBe(6);
    bench.controller.acking = true;
    await bench.run(15 * S);
    expect(device.status().pendingReports).toBe(0);
  });
});

describe('a captured emergency', () => {
  it('sent again after it was stopped, and the next day, does not sound', async () => {
    const bytes = await bench.publish([alert(bench.at(2 * S))]);
    await bench.run(5 * S);
    expect(device.ears.stretches).toHaveLength(1);
    await bench.publish([{ id: 'alert', cancelledAt: Math.floor(bench.now), reason: 'all clear' }]);
    await bench.run(MINUTE);
    device.ears.forget();
    const again = async () => {
      bench.controller.publishRaw(subjects.plan('h1'), bytes, true);
      await bench.run(15 * MINUTE);
    };
    await again();
    await device.kill();
    await device.boot();
    await again();
    await bench.run(DAY);
    await again();
    expect(device.ears.silent).toBe(true);
  });

  it('met the next day by a freshly booted, freshly provisioned device does not sound', async () => {
    const startAt = bench.at(2 * S);
    const bytes = await bench.publish([alert(startAt)]);
    await bench.run(3 * S);
    await device.kill();
    device.ears.forget();
    await bench.run(DAY);
    device.loseDisk();
    bench.controller.publishRaw(subjects.plan('h1'), bytes, true);
    await device.boot();
    await bench.run(30 * MINUTE);
    expect(device.status().held.plans.h1).toBeDefined();
    expect(device.ears.silent).toBe(true);
  });
});

describe('a bare "play" that somebody left retained', () => {
  const topics = [
    ...['command', 'play', 'settings', 'sync', 'ack', 'live'].map((leaf) => `loa/v1/device/d1/${leaf}`),
    ...['plan', 'play', 'command'].map((leaf) => `loa/v1/area/h1/${leaf}`),
    'loa/v1/keys',
    'loa/v1/live/b1',
    'loa/v1/play',
    `loa/v1/audio/${'a'.repeat(64)}/manifest`,
    `loa/v1/audio/${'a'.repeat(64)}/chunk/0`,
    'cmnd/d1/play',
  ];
  const words = ['play', 'ON', '1', '{"play":true}', '{"broadcastId":"b1","startAt":0}'];

  it.each(words)('%s on any topic: nothing sounds, and it is told', async (word) => {
    await device.kill();
    const startAt = bench.at(DAY);
    await bench.publish([broadcast('b1', startAt, parts(audio, 10 * S))]);
    for (const topic of topics)
      bench.hub.publish(topic, Buffer.from(word), { retain: topic.includes('h1/plan') === false });
    for (let boot = 0; boot < 3; boot++) {
      await device.boot();
      // whoever holds the broker delivers what nobody asked for, too
      for (const topic of topics) bench.hub.publish(topic, Buffer.from(word));
      await bench.run(20 * S);
      expect(device.ears.silent).toBe(true);
      expect(device.status().faults).toContain('bad-document');
      await device.kill();
    }
    expect(device.restarts).toBe(0);
    await device.boot();
    await bench.runTo(startAt + 5 * S);
    expect(device.ears.since(startAt)).toEqual([[1, 0, 5000, 0]]);
  });

  it('a genuine command, made retained by somebody, is refused at every boot', async () => {
    const bytes = await bench.controller.seal('command', command, restart('c1'), 'command');
    await device.kill();
    bench.controller.publishRaw(command, bytes, true);
    for (let boot = 0; boot < 3; boot++) {
      await device.boot();
      await bench.run(3 * S);
      expect(device.status().faults).toContain('bad-document');
      await device.kill();
    }
    expect([device.restarts, answers()]).toEqual([0, []]);
  });
});

describe('20 reconnects and three of everything', () => {
  it('MQTT.js#909, #545: one action for each, whatever arrives again and again', async () => {
    const { controller, hub } = bench;
    const all: [string, Uint8Array][] = [];
    const audioTopics: [string, Uint8Array][] = [];
    hub.observe('loa/v1/audio/#', ({ topic, payload }) => audioTopics.push([topic, payload]));
    const startAt = bench.at(20 * S);
    const plan = await bench.publish([broadcast('b1', startAt, parts(audio, 10 * S))]);
    all.push(['loa/v1/area/h1/plan', plan]);
    all.push([`loa/v1/${command}`, await controller.sendCommand('d1', { ...restart('c1'), name: 'log' })]);
    const keys = await controller.publishKeys();
    all.push(['loa/v1/keys', keys]);
    await bench.run(3 * S);
    const again = () => {
      for (const [topic, payload] of [...all, ...audioTopics.slice(0, 10)]) {
        for (let copy = 0; copy < 3; copy++) hub.publish(topic, payload);
      }
    };
    for (let n = 0; n < 20; n++) {
      again();
      await bench.run(500);
      hub.cut();
      await bench.run(500);
    }
    await bench.runTo(startAt + 5 * S);
    again();
    await bench.runTo(startAt + 20 * S);
    expect(device.ears.since(startAt)).toEqual([[1, 0, 10_000, 0]]);
    expect(bench.receipts()).toEqual(['b1#1 ready', 'b1#1 started', 'b1#1 finished']);
    expect(answers()).toEqual(['c1 done']);
    expect(controller.bodies('asset')).toHaveLength(1);
    expect(controller.wants).toHaveLength(1);
  });
});
