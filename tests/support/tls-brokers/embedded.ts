/** The embedded broker behind mutual TLS. */
import { EmbeddedBroker } from '@loa-lang/controller/embedded/broker';
import { brokerPassword, CONTROLLER_USERNAME, passwordAccess } from '@loa-lang/controller/embedded/broker-access';
import { certificateAccess } from '@loa-lang/controller/embedded/device-admission';
import type { RegisteredDevice } from '@loa-lang/controller/ports/device-registry';
import mqtt from 'mqtt';
import { TEST_BROKER_SECRET } from '../broker.ts';
import { testAuthority } from './test-authority.ts';
import type { TlsBench } from './tls-bench.ts';

export interface EmbeddedTls extends TlsBench {
  clones: string[];
  /** while false, asking for a device throws as if the database were away */
  database: { isThere: boolean };
}

export async function startEmbeddedTls(): Promise<EmbeddedTls> {
  const { authority, remove } = await testAuthority();
  const devices = new Map<string, RegisteredDevice>();
  const clones: string[] = [];
  const database = { isThere: true };
  const { certificate, privateKey } = await authority.issueServer(['127.0.0.1']);
  const broker = new EmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    tls: { host: '127.0.0.1', port: 0, certificate, privateKey, authorities: authority.certificates },
    access: {
      ...passwordAccess(TEST_BROKER_SECRET, async (id, planId) => devices.get(id)?.planIds.includes(planId) ?? true),
      ...certificateAccess({
        async find(deviceId) {
          if (!database.isThere) throw new Error('the database does not answer');
          return devices.get(deviceId);
        },
        onClone: (deviceId, installationId) => clones.push(`${deviceId} ${installationId}`),
      }),
    },
  });
  await broker.start();
  const controller = await mqtt.connectAsync(broker.url, {
    clientId: 'controller',
    username: CONTROLLER_USERNAME,
    password: brokerPassword(TEST_BROKER_SECRET, CONTROLLER_USERNAME),
    reconnectPeriod: 0,
  });
  return {
    url: `mqtts://127.0.0.1:${broker.tlsPort}`,
    authority,
    controller,
    clones,
    database,
    async know(members) {
      for (const { device, planIds } of members) {
        const { deviceId, publicKey, installationId } = device;
        devices.set(deviceId, { deviceId, publicKey, clusterId: 'c', installationId, planIds });
      }
    },
    async revoke({ deviceId }) {
      devices.delete(deviceId);
      broker.shutOut(deviceId);
    },
    async stop() {
      await controller.endAsync(true);
      await broker.stop();
      await remove();
    },
  };
}
