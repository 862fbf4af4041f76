/** A real Mosquitto with the configuration, lists and rules that the controller writes for it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MosquittoFolder } from '@loa-lang/controller/adapters/mosquitto/mosquitto-folder';
import { takeOver } from '@loa-lang/controller/adapters/mqtt/take-over';
import { CONTROLLER_USERNAME } from '@loa-lang/controller/embedded/broker-access';
import { temporaryFolder } from '../database.ts';
import { eventually } from '../eventually.ts';
import { freePort, GeneratedMosquitto } from '../mosquitto.ts';
import { testAuthority } from './test-authority.ts';
import { connectAs, type Enrolled, type TlsBench } from './tls-bench.ts';

export interface MosquittoTls extends TlsBench {
  folder: string;
  problems: string[];
}

export async function startMosquittoTls(): Promise<MosquittoTls> {
  const { authority, remove } = await testAuthority();
  const folder = await temporaryFolder();
  const port = await freePort();
  const follows = new Map<string, string[]>();
  const revoked: Enrolled[] = [];
  const url = `mqtts://127.0.0.1:${port}`;
  const own = await authority.issueController();
  const problems: string[] = [];
  const tls = { ca: authority.certificates, cert: own.certificate, key: own.privateKey };
  const pidFile = join(folder, 'pid');
  const files = new MosquittoFolder({
    ...{ folder, port, pidFile, authority, names: ['127.0.0.1'], controllerName: CONTROLLER_USERNAME },
    members: async () => ({
      follows,
      revoked,
      withdrawn: revoked.map(({ serial }) => ({ serial, at: 0 })),
    }),
    takeOver: (clientId) => takeOver({ url, tls }, clientId),
    onProblem: (problem, cause) => problems.push(`${problem}: ${cause}`),
  });
  await files.start();
  const broker = await GeneratedMosquitto.start(join(folder, 'loa-lang.conf'), port, pidFile);
  const controller = await connectAs({ url, authority }, own, 'controller');
  return {
    ...{ url, authority, controller, folder, problems },
    async know(members) {
      for (const { device, planIds } of members) follows.set(device.deviceId, planIds);
      files.changed();
      // no message says that the broker has read its rules
      await eventually('the rules hold', () => hears(members[0]));
      async function hears(member: (typeof members)[number] | undefined): Promise<boolean> {
        if (member === undefined) return true;
        const { device, planIds } = member;
        const client = await connectAs({ url, authority }, device, `${device.deviceId}.probe`);
        const topic = `loa/v1/area/${planIds[0]}/plan`;
        const heard = new Promise<boolean>((resolve) => {
          client.once('message', () => resolve(true));
          setTimeout(() => resolve(false), 200);
        });
        await client.subscribeAsync(topic);
        await controller.publishAsync(topic, 'probe', { qos: 1 });
        return heard.finally(() => client.endAsync(true));
      }
    },
    async revoke(device) {
      follows.delete(device.deviceId);
      revoked.push(device);
      await files.shutOut(device);
    },
    async stop() {
      await controller.endAsync(true);
      await files.stop();
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
      await remove();
    },
  };
}
