/** A bench for links over a real broker, behind a proxy that hurts. */
import { MqttLink, type MqttLinkOptions } from '@loa-lang/device-agent/adapters/mqtt/mqtt-link';
import { connectAsync } from 'mqtt';
import { FaultProxy } from '../../support/proxy.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type LinkBench, textOf } from './link-contract.ts';

export interface MqttBench extends LinkBench {
  proxy: FaultProxy;
  makeLink(options: Partial<MqttLinkOptions> & { clientId: string }): MqttLink;
}

export async function mqttBench(broker: { port: number; stop(): Promise<void> }): Promise<MqttBench> {
  const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
  await proxy.start();
  const observer = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { clientId: 'observer', protocolVersion: 4 });
  const seen: { topic: string; text: string }[] = [];
  observer.on('message', (topic, payload) => seen.push({ topic, text: textOf(payload) }));
  await observer.subscribeAsync('up/#', { qos: 1 });
  let unblock: () => void = () => undefined;
  return {
    seen,
    proxy,
    makeLink: (options) =>
      new MqttLink({ url: proxy.url, redial: { firstMs: 5, maxMs: 40, stableMs: 60_000 }, ...options }, systemClock),
    async publish(topic, payload, options) {
      await observer.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: options?.retain ?? false });
    },
    cut: () => proxy.cut(),
    block() {
      const dropping = setInterval(() => proxy.dropFor(50), 20);
      proxy.dropFor(50);
      unblock = () => clearInterval(dropping);
    },
    unblock: () => unblock(),
    async close() {
      unblock();
      await observer.endAsync(true);
      await proxy.stop();
      await broker.stop();
    },
  };
}
