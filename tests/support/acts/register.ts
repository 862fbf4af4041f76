/** Acts on areas, poles and devices, and what the log is to say of them. */
import { expect } from 'vitest';
import { outline } from '../rights/requests.ts';
import { HOUR, NOW } from '../rights/two-communes.ts';
import { anyNumber, anyText, at, type Cases, form } from './told.ts';

export const REGISTER_ACTS: Cases = {
  'POST /areas': ({ communeId }) => ({
    body: { kind: 'hamlet', name: 'Thôn Mới', parentId: communeId, households: 7 },
    ...{ subjectId: anyText, after: expect.objectContaining({ name: 'Thôn Mới', parentId: communeId, households: 7 }) },
  }),
  'PATCH /areas/:id': ({ hamletIds, mark }) => ({
    ...{ id: hamletIds[0], body: { households: 51 } },
    ...{ before: { name: `Trên ${mark}`, households: 50 }, after: { name: `Trên ${mark}`, households: 51 } },
  }),
  'DELETE /areas/:id': async ({ communeId }, stage) => {
    const hamlet = { kind: 'hamlet' as const, name: 'Thôn Bỏ', parentId: communeId };
    const { area } = await stage.app.useCases.areas.create(hamlet);
    return { id: area.id, before: expect.objectContaining({ name: 'Thôn Bỏ' }), after: undefined };
  },
  'POST /groups': ({ communeId, hamletIds }) => ({
    body: { communeId, name: 'Nhóm mới', areaIds: [hamletIds[0]], clusterIds: [] },
    ...{ subjectId: anyText, after: expect.objectContaining({ name: 'Nhóm mới', areaIds: [hamletIds[0]] }) },
  }),
  'PATCH /groups/:id': ({ hamletIds }) => ({
    body: { areaIds: [hamletIds[1]] },
    ...{ before: { name: anyText, areaIds: [hamletIds[0]] }, after: { name: anyText, areaIds: [hamletIds[1]] } },
  }),
  'DELETE /groups/:id': ({ hamletIds }) => ({ before: expect.objectContaining({ areaIds: [hamletIds[0]] }) }),
  'POST /clusters': ({ hamletIds }) => ({
    body: { hamletId: hamletIds[0], code: 'Z9', name: 'Cụm mới', services: [], details: { contact: '0912345678' } },
    ...{ subjectId: anyText, after: expect.objectContaining({ code: 'Z9', name: 'Cụm mới' }) },
  }),
  'PATCH /clusters/:id': ({ mark }) => ({
    body: { muted: true, details: { contact: '0912345678' } },
    before: { code: anyText, name: expect.stringContaining(mark), muted: false },
    after: { code: anyText, name: expect.stringContaining(mark), muted: true },
  }),
  'DELETE /clusters/:id': ({ hamletIds }) => ({ before: expect.objectContaining({ hamletId: hamletIds[0] }) }),
  'POST /devices': async (world, stage) => {
    const clusterId = await stage.made('cluster', world);
    const body = { publicKey: 'k'.repeat(43), clusterId };
    return { body, subjectId: anyText, after: expect.objectContaining({ clusterId }) };
  },
  'PATCH /devices/:id': () => ({
    body: { clusterId: null },
    before: { clusterId: anyText },
    after: { clusterId: null },
  }),
  'POST /devices/:id/revoke': () => ({
    before: expect.objectContaining({ clusterId: anyText }),
    after: { revoked: true },
  }),
  'POST /enrolments/bind': async (world, stage) => {
    const clusterId = await stage.made('cluster', world);
    const after = { deviceId: anyText, clusterId, code: anyText, fingerprint: anyText };
    return {
      body: { label: await stage.newBoard(), clusterId },
      subjectId: anyText,
      before: { deviceId: null },
      after,
    };
  },
  'POST /clusters/:id/replacement': async (world, stage) => {
    const deviceId = await stage.made('device', world);
    const { clusterId } = await stage.app.useCases.devices.get(deviceId);
    const after = expect.objectContaining({ clusterId });
    const told = { id: clusterId as string, subjectId: anyText, before: { deviceId }, after };
    return { ...told, body: { label: await stage.newBoard() } };
  },
  'POST /enrolments/:id/reject': async (_world, stage) => {
    const label = await stage.newBoard();
    const [{ id }] = (await stage.ask('tinh', { method: 'GET', path: `/enrolments?label=${label}` })).body.enrolments;
    const told = { before: { code: anyText, address: anyText }, after: { rejected: true } };
    // it hangs nowhere yet
    return { as: 'tinh', id, body: {}, at: undefined, ...told };
  },
  'POST /clusters/:id/commands': () => ({ body: { name: 'test' }, after: { name: 'test', clusters: [anyText] } }),
  'POST /command-batches': ({ communeId }) => ({
    body: { targets: { areaIds: [communeId] }, name: 'log' },
    ...{ subjectId: anyText, after: { name: 'log', clusters: expect.arrayContaining([anyText]) } },
  }),
  'POST /cluster-settings': async (world, stage) => {
    const clusterId = await stage.made('cluster', world);
    const { code } = await stage.app.useCases.clusters.get(clusterId);
    return {
      body: { changes: [{ targets: { clusterIds: [clusterId] }, set: { muted: true, volumeDb: 0 } }] },
      ...{ subjectId: undefined, before: { [code]: { muted: false } }, after: { [code]: { muted: true } } },
    };
  },
  'PUT /communes/:communeId/self-test-schedule': () => ({
    body: { enabled: true, weekdays: [2], hours: { from: '09:00', until: '10:30' } },
    subjectId: undefined,
    before: { enabled: false, hours: { from: '09:30' } },
    after: { enabled: true, hours: { from: '09:00' } },
  }),
  'POST /import/hamlets': ({ communeId, mark }) => ({
    path: `/import/hamlets?communeId=${communeId}`,
    body: form({}, 'bang.csv', `Tên,Số hộ\nThôn Giữa,12\nDưới ${mark},50\n`),
    ...{ subjectId: undefined, after: { applied: true, created: 1, updated: 0, unchanged: 1, names: ['Thôn Giữa'] } },
  }),
  'POST /import/clusters': ({ communeId, mark }) => ({
    path: `/import/clusters?communeId=${communeId}`,
    body: form({}, 'bang.csv', `Mã cụm,Tên,Thôn,Số hộ phục vụ\nN1,Cụm nhập,Dưới ${mark},10\n`),
    ...{ subjectId: undefined, after: { applied: true, created: 1, updated: 0, unchanged: 0, names: ['Cụm nhập'] } },
  }),
  'POST /import/map': ({ communeId, mark }) => ({
    path: `/import/map?communeId=${communeId}&layer=hamlets`,
    body: form({}, 'ban-do.geojson', outline(`Trên ${mark}`)),
    ...{ subjectId: undefined, after: { layer: 'hamlets', features: 1, matched: 1, unmatched: 0 } },
  }),
  'DELETE /map/:communeId/:layer': async ({ communeId }, stage) => {
    const bytes = Buffer.from(outline('Nền'));
    await stage.app.useCases.communeMaps.bringIn({ communeId, layer: 'base', bytes, dryRun: false });
    return { path: `/map/${communeId}/base`, subjectId: undefined, before: { layer: 'base' }, after: undefined };
  },
  'POST /outages': ({ hamletIds, mark }) => ({
    body: { hamletIds: [hamletIds[0]], from: at(60), until: at(61), reason: 'Sửa điện' },
    subjectId: anyText,
    after: { hamlets: [`Trên ${mark}`], fromAt: NOW + 60 * HOUR, untilAt: NOW + 61 * HOUR, reason: 'Sửa điện' },
  }),
  'DELETE /outages/:id': ({ hamletIds, mark }) => ({
    before: expect.objectContaining({ hamletId: hamletIds[0], reason: `Mất điện ${mark}`, fromAt: anyNumber }),
  }),
};
