import { describe } from 'vitest';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';
import { linkContract } from './link-contract.ts';
import { mqttBench } from './mqtt-bench.ts';

describe.skipIf(mosquittoPath() === undefined)('with Mosquitto', () => {
  linkContract('MQTT, Mosquitto', async () => await mqttBench(await Mosquitto.start()));
});
