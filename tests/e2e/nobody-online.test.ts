/** A controller killed while devices were connected: the one that never comes back is not online for ever. */
import { rm } from 'node:fs/promises';
import type { DeviceBody } from '@loa-lang/schemas/http/clusters';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { ControllerProcess } from '../support/world/controller-process.ts';
import { queryEmbedded } from '../support/world/embedded-database.ts';

const PATIENCE_MS = 120_000;

let dataDir: string;
let controller: ControllerProcess;
beforeAll(async () => {
  dataDir = await temporaryFolder();
  controller = await ControllerProcess.start({ dataDir });
}, PATIENCE_MS);
afterAll(async () => {
  await controller?.stop();
  await rm(dataDir, { recursive: true, force: true });
}, PATIENCE_MS);

it(
  'a device that was online when the embedded broker was lost has to say so again',
  async () => {
    const { device } = await controller.api.post<{ device: DeviceBody }>('/devices', { publicKey: 'A'.repeat(43) });
    await queryEmbedded(dataDir, 'UPDATE device SET online = true, connection = 3');
    await controller.kill();
    controller = await controller.restart();
    expect((await controller.api.get<DeviceBody>(`/devices/${device.id}`)).online).toBe(false);
  },
  PATIENCE_MS,
);
