/** A connection that breaks while shared subscriptions are tried says nothing about the broker. */
import { connect, createServer } from 'node:net';
import { MqttTransport } from '@loa-lang/controller/adapters/mqtt/mqtt-transport';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { wallClock } from '../../support/fake-clock.ts';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';

describe.skipIf(mosquittoPath() === undefined)('shared subscriptions', () => {
  it('are tried again on the next connection', async () => {
    const broker = await Mosquitto.start();
    let cuts = 0;
    const proxy = createServer((client) => {
      const server = connect(broker.port, '127.0.0.1');
      client.on('error', () => undefined).on('close', () => server.destroy());
      server.on('error', () => undefined).on('close', () => client.destroy());
      client.on('data', (bytes) => {
        if (cuts === 0 && bytes.includes('$share')) {
          cuts++;
          client.destroy();
        } else server.write(bytes);
      });
      server.on('data', (bytes) => client.write(bytes));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const backOff = { firstMs: 10, maxMs: 50 };
    const transport = new MqttTransport({ url: `mqtt://127.0.0.1:${port}`, backOff }, wallClock);
    transport.subscribe('loa/v1/device/+/report', { shared: true }, () => undefined);
    await transport.start();
    await eventually('connected', () => transport.connected);
    expect(cuts).toBe(1);
    expect(transport.sharedSubscriptions).toBe(true);
    await transport.stop();
    proxy.close();
    await broker.stop();
  });
});
