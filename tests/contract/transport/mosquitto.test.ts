import { describe, it } from 'vitest';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';
import { type BrokerUnderTest, transportSuite } from './transport-suite.ts';

const over = (protocolVersion: 4 | 5) => async (): Promise<BrokerUnderTest> => {
  const broker = await Mosquitto.start();
  return {
    port: broker.port,
    credentials: { protocolVersion },
    sharedWorks: true,
    async restart() {
      await broker.kill();
      await broker.launch();
    },
    stop: () => broker.stop(),
  };
};

if (mosquittoPath() === undefined) {
  console.warn('\n*** SKIPPED: transport over a real Mosquitto. It is not installed.\n');
  describe.skip('transport over Mosquitto: not installed', () => it('is not tried', () => undefined));
} else {
  transportSuite('Mosquitto, MQTT 3.1.1', over(4));
  transportSuite('Mosquitto, MQTT 5', over(5));
}
