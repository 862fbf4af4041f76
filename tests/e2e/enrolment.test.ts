/** From a freshly flashed board to a plan on it, over mutual TLS, with the real programs. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterBody, DeviceBody } from '@loa-lang/schemas/http/clusters';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { Board, type BoardOptions } from '../support/world/board.ts';
import { ControllerProcess, TLS_ENV } from '../support/world/controller-process.ts';
import { makePlace, type Place } from '../support/world/place.ts';

const PATIENCE_MS = 180_000;

let folder: string;
let controller: ControllerProcess;
let place: Place;
const boards: Board[] = [];
beforeAll(async () => {
  folder = await temporaryFolder();
  controller = await ControllerProcess.start({ dataDir: join(folder, 'controller'), env: TLS_ENV });
  place = await makePlace(controller.api, 4);
}, PATIENCE_MS);
afterEach(async () => {
  await Promise.all(boards.splice(0).map((board) => board.stop()));
});
afterAll(async () => {
  await controller?.stop();
  await rm(folder, { recursive: true, force: true });
}, PATIENCE_MS);

async function newBoard(installationId: string, options: Partial<BoardOptions> = {}): Promise<Board> {
  const board = await Board.flash(controller.api, { folder: join(folder, 'boards'), installationId, ...options });
  boards.push(board);
  return board.start();
}
const bind = async (label: string, clusterId: string) =>
  (await controller.api.post<{ device: DeviceBody }>('/enrolments/bind', { label, clusterId })).device;

it(
  'a new board waits under its code, is bound by its label, and holds the plan of its cluster',
  async () => {
    const [clusterId = ''] = place.clusterIds;
    const board = await newBoard('board-1');
    const label = await board.label();
    const listed = await controller.api.get<{ enrolments: { code: string; fingerprint: string }[] }>('/enrolments');
    const shown = listed.enrolments.map(({ code, fingerprint }) => `LOA:${code}:${fingerprint}`.replaceAll('-', ''));
    expect(shown).toEqual([label]);
    const device = await bind(label, clusterId);
    await board.untilReady();
    expect((await board.status())?.held.plans).toHaveProperty(place.hamletId);
    await eventually('it is shown as online', async () => {
      const cluster = await controller.api.get<ClusterBody>(`/clusters/${clusterId}`);
      return cluster.online && cluster.deviceId === device.id;
    });
    // the next start asks nobody
    await board.stop();
    board.start();
    await board.untilReady();
  },
  PATIENCE_MS,
);
