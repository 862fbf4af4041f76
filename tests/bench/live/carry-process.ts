/** Plain MQTT subscribers: they note how old each packet is, and nothing else. */
import mqtt from 'mqtt';
import { monotonicMs } from '../marks/microphone.ts';
import type { CarryMessage, CarryOrder, CarryQuestion } from './carry-messages.ts';

const say = (message: CarryMessage): void => {
  process.send?.(message);
};

let came: { sentAt: number; latencyMs: number }[] = [];

async function subscribe({ mqttUrl, topic, clients }: CarryOrder): Promise<void> {
  for (const options of clients) {
    const client = await mqtt.connectAsync(mqttUrl, { ...options, reconnectPeriod: 0 });
    client.on('message', (_, payload) => {
      const sentAt = payload.readDoubleBE(0);
      came.push({ sentAt, latencyMs: monotonicMs() - sentAt });
    });
    client.on('close', () => process.stderr.write('a subscriber lost its connection\n'));
    await client.subscribeAsync(topic, { qos: 0 });
  }
  say({ type: 'subscribed' });
}

process.on('message', (message: CarryOrder | CarryQuestion) => {
  if (message.type === 'order') void subscribe(message);
  else {
    const { fromMs, toMs } = message;
    const asked = came.filter(({ sentAt }) => sentAt >= fromMs && sentAt < toMs);
    say({ type: 'latencies', latenciesMs: asked.map(({ latencyMs }) => latencyMs) });
    came = [];
  }
});
process.once('disconnect', () => process.exit(1));
say({ type: 'listening' });
