/** Brokers for tests: the embedded one with access for a controller and any device, and ways to reach it. */

import { type BrokerLimits, type BrokerRefusal, EmbeddedBroker } from '@loa-lang/controller/embedded/broker';
import { brokerPassword, CONTROLLER_USERNAME, passwordAccess } from '@loa-lang/controller/embedded/broker-access';
import type { DeviceId } from '@loa-lang/schemas/ids';

export const TEST_BROKER_SECRET = 'only-for-tests';

export interface TestBroker {
  broker: EmbeddedBroker;
  url: string;
  port: number;
  refusals: BrokerRefusal[];
  stop(): Promise<void>;
}

/** Starts an embedded broker on loopback. `port` to come back at the same place after a stop. */
export async function startEmbeddedBroker(
  options: {
    port?: number;
    limits?: Partial<BrokerLimits>;
    follows?: (deviceId: string, planId: string) => boolean;
  } = {},
): Promise<TestBroker> {
  const refusals: BrokerRefusal[] = [];
  const broker = new EmbeddedBroker({
    host: '127.0.0.1',
    port: options.port ?? 0,
    access: passwordAccess(TEST_BROKER_SECRET, async (deviceId, planId) => options.follows?.(deviceId, planId) ?? true),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    onRefused: (refusal) => refusals.push(refusal),
  });
  const { port } = await broker.start();
  return { broker, url: broker.url, port, refusals, stop: () => broker.stop() };
}

/** Credentials that the embedded broker takes for a controller. */
export const controllerCredentials = () => ({
  username: CONTROLLER_USERNAME,
  password: brokerPassword(TEST_BROKER_SECRET, CONTROLLER_USERNAME),
});

/** Credentials that the embedded broker takes for a device. */
export const deviceCredentials = (deviceId: DeviceId) => ({
  username: deviceId,
  password: brokerPassword(TEST_BROKER_SECRET, deviceId),
});
