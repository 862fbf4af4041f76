/** Many devices in one process, each with its own connection and key, that tell their health when it is their turn. */
import { type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';
import { signerOf } from '../../support/world/commune.ts';
import { forEachOf } from '../../support/world/for-each-of.ts';
import type { CrowdMessage, CrowdOrder, CrowdPace, CrowdQuestion } from './messages.ts';
import { denseSample } from './sample.ts';

const TICK_MS = 20;

interface Told {
  deviceId: string;
  signer: SigningIdentity;
  client: MqttClient;
}

const say = (message: CrowdMessage): void => {
  process.send?.(message);
};

let deploymentId = '';
let crowd: Told[] = [];
let pace: { perSecond: number; from: number; begun: number; sent: number } | undefined;
let turn = 0;

async function connect(order: CrowdOrder): Promise<void> {
  deploymentId = order.deploymentId;
  crowd = await forEachOf(order.devices, 16, async (made) => {
    const { deviceId, password } = made;
    const client = await mqtt.connectAsync(order.mqttUrl, {
      ...{ clientId: `${deviceId}.board-${deviceId}`, username: deviceId, password },
      ...{ reconnectPeriod: 0, keepalive: 60 },
    });
    client.on('error', (error) => process.stderr.write(`${deviceId}: ${error.message}\n`));
    client.on('close', () => process.stderr.write(`${deviceId} lost its connection\n`));
    return { deviceId, client, signer: await signerOf({ ...made, clusterId: '', hamletId: '' }) };
  });
  say({ type: 'connected' });
}

async function tell({ deviceId, signer, client }: Told): Promise<void> {
  const subject = subjects.device(deviceId, 'health');
  const sealed = await sealDocument('health', subject, deploymentId, denseSample(Date.now()), signer);
  client.publish(topicOf(subject), Buffer.from(sealed), { qos: 0 });
  if (pace !== undefined) pace.sent++;
}

setInterval(() => {
  if (pace === undefined) return;
  const due = Math.floor(((performance.now() - pace.from) / 1000) * pace.perSecond);
  for (; pace.begun < due; pace.begun++) {
    const next = crowd[turn++ % crowd.length];
    if (next !== undefined) void tell(next);
  }
}, TICK_MS);

process.on('message', (message: CrowdOrder | CrowdPace | CrowdQuestion) => {
  if (message.type === 'order') void connect(message);
  else if (message.type === 'pace') {
    pace = { perSecond: message.perSecond, from: performance.now(), begun: 0, sent: 0 };
    say({ type: 'paced' });
  } else say({ type: 'sent', samples: pace?.sent ?? 0 });
});
process.once('disconnect', () => process.exit(1));
say({ type: 'listening' });
