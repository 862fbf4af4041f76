/** Plain MQTT subscribers in one process: they count bytes and nothing else. */
import mqtt from 'mqtt';
import type { SubscribersMessage, SubscribersOrder } from './messages.ts';

const say = (message: SubscribersMessage): void => {
  process.send?.(message);
};

process.once('message', async ({ mqttUrl, filter, bytes, clients }: SubscribersOrder) => {
  let incomplete = clients.length;
  for (const options of clients) {
    const client = await mqtt.connectAsync(mqttUrl, options);
    let received = 0;
    client.on('message', (_, payload) => {
      received += payload.length;
      if (received !== bytes) return;
      incomplete -= 1;
      if (incomplete === 0) say({ type: 'complete', atMs: Number(process.hrtime.bigint()) / 1e6 });
    });
    await client.subscribeAsync(filter, { qos: 0 });
  }
  say({ type: 'subscribed' });
});
process.once('disconnect', () => process.exit(1));
