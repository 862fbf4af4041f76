import { startAedes } from './bare-aedes.ts';
import { linkContract } from './link-contract.ts';
import { mqttBench } from './mqtt-bench.ts';

linkContract('MQTT, embedded aedes', async () => await mqttBench(await startAedes()));
