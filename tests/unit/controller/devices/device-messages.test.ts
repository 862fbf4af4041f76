import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncomingMessage } from '@loa-lang/controller/ports/broadcast-transport';
import { DeviceMessages } from '@loa-lang/controller/services/device-traffic/device-messages';
import { KnownDevices } from '@loa-lang/controller/services/device-traffic/device-messages-known';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { wallClock } from '../../../support/fake-clock.ts';
import { FakeDevice } from '../../../support/fake-device.ts';
import { FakeIncidents, FakeRegistry } from '../../../support/fake-registry.ts';
import { openTestKeys } from '../../../support/test-keys.ts';

/** More than are handled at once, and than a province has. */
const MANY = 5_200;

it('takes the presence of every device when the broker hands all of them over at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-presence-'));
  const keys = await openTestKeys(folder);
  let deliver: (message: IncomingMessage) => void = () => undefined;
  const transport = {
    connected: true,
    start: async () => undefined,
    stop: async () => undefined,
    publish: async () => ({ ok: true }) as const,
    onConnection: () => undefined,
    subscribe: (_filter: string, _options: object, listener: typeof deliver) => {
      deliver = listener;
    },
  };
  const registry = new FakeRegistry();
  const devices = new KnownDevices(registry, wallClock);
  const messages = new DeviceMessages({ transport, devices, keys, clock: wallClock, incidents: new FakeIncidents() });
  const seen = new Set<string>();
  messages.on('presence', { shared: false }, async ({ device }) => {
    seen.add(device.deviceId);
  });
  const sender = await FakeDevice.make('d0', keys.deploymentId);
  const burst: IncomingMessage[] = [];
  for (let n = 0; n < MANY; n++) {
    const deviceId = `d${n}`;
    const device = Object.assign(Object.create(sender) as FakeDevice, { deviceId });
    registry.devices.set(deviceId, {
      deviceId,
      publicKey: sender.publicKey,
      clusterId: undefined,
      installationId: undefined,
      planIds: [],
    });
    const payload = await device.seal('presence', 'presence', {
      state: 'online',
      installationId: 'board',
      connection: 1,
      protocol: 1,
      agentVersion: '1',
      capabilities: [],
    });
    burst.push({ topic: topicOf(subjects.device(deviceId, 'presence')), payload, retained: true, receivedAt: 0 });
  }
  for (const message of burst) deliver(message);
  await eventually('all taken', () => seen.size === MANY);
  expect([...messages.counts.values()].map(({ dropped }) => dropped)).toEqual([0]);
  await rm(folder, { recursive: true, force: true });
});
