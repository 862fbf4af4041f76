/** What a device may hear and say at the broker, by message and on both brokers: the rule of the wire document. */
import { CONTROLLER_TO_DEVICE, DEVICE_TO_CONTROLLER, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../support/eventually.ts';
import { TLS_BROKERS } from '../support/tls-brokers/benches.ts';
import { connectAs, connectDevice, type Enrolled, issue, type TlsBench } from '../support/tls-brokers/tls-bench.ts';

const ASSET = 'a'.repeat(64);
/** Within which a message that is not held back has long arrived. */
const QUIET_MS = 400;

describe.each(TLS_BROKERS)('access of a device at the broker: %s', (_name, start) => {
  let bench: TlsBench;
  let device: Enrolled;
  let client: MqttClient;
  let heard: string[] = [];
  let controllerHeard: string[] = [];
  beforeAll(async () => {
    bench = await start();
    device = await issue(bench.authority, 'd1');
    const other = await issue(bench.authority, 'd2');
    await bench.know([
      { device, planIds: ['hamlet-1', 'commune-1', 'group-1'] },
      { device: other, planIds: ['hamlet-2', 'commune-1'] },
    ]);
    client = await connectDevice(bench, device);
    client.on('message', (topic) => heard.push(topic));
    bench.controller.on('message', (topic) => controllerHeard.push(topic));
    await bench.controller.subscribeAsync('loa/v1/#', { qos: 1 });
  });
  afterAll(async () => {
    await client?.endAsync(true);
    await bench?.stop();
  });

  const mine = [
    subjects.keys(),
    ...CONTROLLER_TO_DEVICE.map((kind) => subjects.device('d1', kind)),
    ...['hamlet-1', 'commune-1', 'group-1'].map(subjects.plan),
    subjects.manifest(ASSET),
    subjects.chunk(ASSET, 7),
    subjects.live('b1'),
  ].map(topicOf);
  const foreign = [
    ...[...CONTROLLER_TO_DEVICE, ...DEVICE_TO_CONTROLLER].map((kind) => subjects.device('d2', kind)),
    ...DEVICE_TO_CONTROLLER.map((kind) => subjects.device('d1', kind)),
    ...['hamlet-2', 'commune-2'].map(subjects.plan),
    'probe/x',
  ].map(topicOf);

  it('it hears its own topics, keys, audio, live and the plans it follows, and nothing else, whatever it asks for', async () => {
    const wishes = [...mine, ...foreign, '#', 'loa/v1/#', 'loa/v1/area/+/plan', 'loa/v1/device/+/+', 'loa/v1/+/d2/#'];
    for (const filter of [...wishes, '$SYS/#', '$share/g/loa/v1/device/+/report'])
      await client.subscribeAsync(filter, { qos: 1 }).catch(() => undefined);
    await sleep(QUIET_MS);
    heard = [];
    for (const topic of [...mine, ...foreign]) await bench.controller.publishAsync(topic, 'x', { qos: 1 });
    await eventually('it has heard all that is its own', () => new Set(heard).size >= mine.length);
    await sleep(QUIET_MS);
    expect([...new Set(heard)].sort()).toEqual([...mine].sort());
  });

  it('it is handed no retained message of others either', async () => {
    const kept = topicOf(subjects.plan('hamlet-2'));
    await bench.controller.publishAsync(kept, 'kept', { qos: 1, retain: true });
    heard = [];
    await client.subscribeAsync(kept, { qos: 1 }).catch(() => undefined);
    await sleep(QUIET_MS);
    expect(heard).toEqual([]);
  });

  it('it says what devices say, under its own id alone', async () => {
    const may = DEVICE_TO_CONTROLLER.map((kind) => topicOf(subjects.device('d1', kind)));
    const mayNot = [
      ...[...CONTROLLER_TO_DEVICE, ...DEVICE_TO_CONTROLLER].map((kind) => subjects.device('d2', kind)),
      ...CONTROLLER_TO_DEVICE.map((kind) => subjects.device('d1', kind)),
      ...[
        subjects.keys(),
        subjects.plan('hamlet-1'),
        subjects.manifest(ASSET),
        subjects.chunk(ASSET, 0),
        subjects.live('b'),
      ],
      'device/d1/other',
      'device/d1',
      'probe/x',
    ].map(topicOf);
    // the embedded broker ends a connection that publishes elsewhere, so each attempt gets one of its own
    for (const [index, topic] of [...mayNot, ...may].entries()) {
      controllerHeard = [];
      const speaker = await connectDevice(bench, { ...device, installationId: 'board' });
      void speaker.publishAsync(topic, `said ${index}`, { qos: 1 }).catch(() => undefined);
      if (may.includes(topic)) await eventually(`${topic} arrives`, () => controllerHeard.includes(topic));
      else await sleep(100);
      expect(controllerHeard.includes(topic), topic).toBe(may.includes(topic));
      await speaker.endAsync(true);
    }
  });

  it('its last will is heard under its own id alone', async () => {
    const own = topicOf(subjects.device('d1', 'presence'));
    const mayNot = [
      ...[subjects.keys(), subjects.plan('hamlet-1'), subjects.device('d2', 'presence')],
      ...[subjects.device('d1', 'settings'), subjects.live('b')],
    ].map(topicOf);
    for (const topic of [...mayNot, own]) {
      controllerHeard = [];
      const will = { topic, payload: Buffer.from('last words'), qos: 1, retain: topic === own } as const;
      // a broker may refuse such a will at once
      const dying = await connectAs(bench, device, 'd1.board', { will }).catch(() => undefined);
      dying?.stream.destroy();
      if (topic === own) await eventually('its own will arrives', () => controllerHeard.includes(own));
      else await sleep(200);
      expect(controllerHeard.includes(topic), topic).toBe(topic === own);
    }
  });
});
