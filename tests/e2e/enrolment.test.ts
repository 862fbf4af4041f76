/** From a freshly flashed board to sound, over mutual TLS, with the real programs. */
import { join } from 'node:path';
import { examineDevice } from '@loa-lang/device-agent/doctor/doctor';
import { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import { type DoctorReport, DoctorReportSchema } from '@loa-lang/schemas/doctor/report';
import type { DeviceBody } from '@loa-lang/schemas/http/clusters';
import { readLabel } from '@loa-lang/schemas/sealing/device-code';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { examineController } from '#deploy/doctor/examine';
import { eventually, sleep } from '../support/eventually.ts';
import { TLS_ENV } from '../support/world/controller-process.ts';
import { TlsWorld } from '../support/world/tls-world.ts';

const PATIENCE_MS = 240_000;

let world: TlsWorld;
beforeAll(async () => {
  world = await TlsWorld.make(5);
}, PATIENCE_MS);
afterEach(() => world.switchOff());
afterAll(() => world.stop(), PATIENCE_MS);

it(
  'a new board waits under its code, is bound by its label, and holds the plan of its cluster',
  async () => {
    const { api, place } = world;
    const [clusterId = ''] = place.clusterIds;
    const board = await world.board('board-1');
    const label = await board.label();
    const listed = await api.get<{ enrolments: { code: string; fingerprint: string }[] }>('/enrolments');
    const shown = listed.enrolments.map(({ code, fingerprint }) => `LOA:${code}:${fingerprint}`.replaceAll('-', ''));
    expect(shown).toEqual([label]);
    const device = await world.bind(label, clusterId);
    await board.untilReady();
    expect((await board.status())?.held.plans).toHaveProperty(place.hamletId);
    await eventually('it is shown as online', async () => {
      const cluster = await world.cluster(clusterId);
      return cluster.online && cluster.deviceId === device.id;
    });
    // the next start asks nobody
    await board.stop();
    board.start();
    await board.untilReady();
  },
  PATIENCE_MS,
);

it(
  'a cold boot in 1970 enrols, connects, gets the time and plays',
  async () => {
    const { place } = world;
    const [, clusterId = ''] = place.clusterIds;
    // the kernel's clock of a board without a battery
    const through = ['faketime', '-f', '@1970-01-01 00:00:05'];
    await world.enrolled('board-1970', clusterId, { through });
    await world.untilPlayed(clusterId);
  },
  PATIENCE_MS,
);

it(
  'hardware is replaced in one act: the spare takes over settings and plan, the old board is shut out, history goes on',
  async () => {
    const { api, place } = world;
    const [, , clusterId = ''] = place.clusterIds;
    const { board: old, device: first } = await world.enrolled('board-old', clusterId);
    const spare = await world.board('board-spare');
    const { device } = await api.post<{ device: DeviceBody }>(`/clusters/${clusterId}/replacement`, {
      label: await spare.label(),
    });
    await spare.untilReady();
    expect(await world.cluster(clusterId)).toMatchObject({ deviceId: device.id, name: 'Cụm 3' });
    expect((await spare.status())?.held.plans).toHaveProperty(place.hamletId);
    expect((await api.get<DeviceBody>(`/devices/${first.id}`)).revokedAt).toBeDefined();
    await eventually('the old one is cut off', async () => (await old.status())?.connected === false);
    await old.stop();
    old.start();
    await eventually('the old one is at work again', async () => (await old.status()) !== undefined);
    await sleep(3000);
    expect((await old.status())?.connected).toBe(false);
    expect(await world.incidents('forged-message')).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'whoever claims the code of another is not taken for it',
  async () => {
    const { api, place } = world;
    const [, , , clusterId = ''] = place.clusterIds;
    const board = await world.board('board-4');
    const label = await board.label();
    const { code = '' } = readLabel(label) ?? {};
    const impostor = await world.board('impostor', { config: { code } });
    const claimed = readLabel(await impostor.label());
    expect(claimed?.code).toBe(code);
    const { enrolments } = await api.get<{ enrolments: { contested: boolean }[] }>(`/enrolments?label=${code}`);
    expect(enrolments.map(({ contested }) => contested)).toEqual([true, true]);
    await expect(api.post('/enrolments/bind', { label: code, clusterId })).rejects.toMatchObject({
      code: 'fingerprint-needed',
    });
    await expect(
      api.post('/enrolments/bind', { label: `LOA:${code}:${'0'.repeat(16)}`, clusterId }),
    ).rejects.toMatchObject({ code: 'fingerprint-differs' });
    await world.bind(label, clusterId);
    await board.untilReady();
    expect((await impostor.status())?.enrolment?.state).toBe('waiting');
  },
  PATIENCE_MS,
);

it(
  'doctors of both sides find their way to each other, and say what only this trial lacks',
  async () => {
    const { controller, folder, place } = world;
    const { board } = await world.enrolled('board-doctor', place.clusterIds[4] ?? '');
    const codes = ({ findings }: DoctorReport) => findings.map(({ check, code }) => `${check}/${code}`);
    const machine = new Machine();
    const device = await examineDevice(board.path, { machine });
    expect(Value.Check(DoctorReportSchema, device)).toBe(true);
    expect(codes(device)).toEqual(
      expect.arrayContaining([
        'configuration/fine',
        'agent/fine',
        'broker/fine',
        'office/fine',
        'identity/fine',
        'clock/fine',
      ]),
    );
    const ports = {
      HTTP_PORT: new URL(controller.httpUrl).port,
      MQTT_PORT: new URL(controller.mqttUrl).port,
      DEVICE_MQTT_PORT: new URL(controller.deviceBrokerUrl ?? '').port,
      DEVICE_ENROLMENT_PORT: new URL(controller.enrolmentUrl ?? '').port,
    };
    const environment = { ...TLS_ENV, ...ports, DATA_DIR: join(folder, 'controller') };
    const office = await examineController({ environment, machine, version: '1' });
    expect(Value.Check(DoctorReportSchema, office)).toBe(true);
    const found = codes(office);
    expect(found).toEqual(
      expect.arrayContaining(['configuration/fine', 'controller/fine', 'database/fine', 'ports/own']),
    );
    // the name is this machine's own; who answers there is the right one
    expect(found.filter((each) => each.startsWith('reach-'))).toEqual([
      'reach-devices/loopback',
      'reach-enrolment/loopback',
    ]);
    expect((await board.status())?.connected).toBe(true);
  },
  PATIENCE_MS,
);
