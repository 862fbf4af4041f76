/** Acts of silence and emergency, acts of sources, and what the log is to say of them. */
import { expect } from 'vitest';
import { HOUR, NOW } from '../rights/two-communes.ts';
import { anyNumber, anyText, at, type Cases, form } from './told.ts';

export const ALARM_ACTS: Cases = {
  'POST /silence': ({ hamletIds }) => ({
    body: { areaId: hamletIds[1], reason: 'loa hú' },
    ...{ subjectId: anyText, after: expect.objectContaining({ areaId: hamletIds[1], since: NOW, reason: 'loa hú' }) },
  }),
  'POST /silence/:id/lift': ({ communeId, mark }) => ({
    body: {},
    before: expect.objectContaining({ areaId: communeId, since: NOW, reason: `Khoá ${mark}` }),
    after: expect.objectContaining({ since: NOW, liftedAt: anyNumber, liftedBy: 'Cán bộ xã' }),
  }),
  'POST /stop': async (world, stage) => {
    const broadcastId = await stage.made('broadcast', world);
    const stopped = [{ id: broadcastId, title: `Lượt ${world.mark}`, outcome: 'cancelled', elsewhere: 0 }];
    return { body: { broadcastId, reason: 'nhầm' }, after: { stopped }, subjectId: undefined };
  },
  'POST /live': async ({ communeId, hamletIds: [hamletId] }, { app }) => {
    // somebody speaks there already
    await app.database.live.updateMany({ data: { endedAt: new Date(NOW) } });
    await app.database.broadcast.updateMany({ where: { class: 'live' }, data: { cancelledAt: new Date(NOW) } });
    const requested = { areaIds: [hamletId], groupIds: [], clusterIds: [] };
    const after = {
      title: 'Họp thôn',
      level: 'province',
      startAt: anyNumber,
      requested,
      maxMs: 300_000,
      record: false,
    };
    const body = { communeId, areaIds: [hamletId], title: 'Họp thôn', maxMinutes: 5 };
    return { body, subjectId: anyText, after };
  },
  'POST /live/:id/end': ({ mark }) => ({
    before: { title: `Lời ${mark}`, speaker: { personId: 'somebody', name: 'Ai đó' } },
    after: { ended: true },
  }),
  'POST /emergencies': async (world, stage) => {
    const bulletinId = await stage.made('bulletin', world);
    const requested = { areaIds: [world.communeId], groupIds: [], clusterIds: [] };
    const body = { bulletinId, targets: { areaIds: [world.communeId] }, title: 'Sơ tán', liftAndSend: true };
    const lifts = expect.any(Array);
    const after = { title: 'Sơ tán', level: 'province', drill: false, requested, bulletinId, lifts };
    // the emergency, and not the broadcast that comes of it
    return { body, subjectId: anyText, after };
  },
  'POST /emergencies/:id/stop': ({ mark }) => ({
    before: expect.objectContaining({ title: `Khẩn ${mark}`, drill: false, sentAt: NOW }),
    after: { stopped: [expect.objectContaining({ title: `Lượt ${mark}`, outcome: 'cancelled' })] },
  }),
  'POST /emergencies/:id/justify': ({ mark }) => ({
    body: { reason: 'vỡ đê' },
    before: expect.objectContaining({ title: `Khẩn ${mark}`, sentAt: NOW }),
    after: { justifiedBy: { personId: 'xa', name: 'Cán bộ xã' } },
  }),
  'POST /emergency-delegations': ({ hamletIds }) => ({
    body: { hamletId: hamletIds[0], from: at(1), until: at(2) },
    ...{ subjectId: anyText, after: { hamletId: hamletIds[0], from: NOW + HOUR, until: NOW + 2 * HOUR } },
  }),
  'DELETE /emergency-delegations/:id': ({ hamletIds }) => ({
    before: { hamletId: hamletIds[0], from: NOW, until: NOW + HOUR },
    after: { revokedAt: NOW },
  }),
  'POST /on-the-spot-credentials': ({ hamletIds }) => ({
    body: { hamletId: hamletIds[0], holder: 'Bà Lan, trưởng thôn', until: at(2) },
    subjectId: anyText,
    // the code is nowhere in the record
    after: {
      ...{ hamletId: hamletIds[0], holder: 'Bà Lan, trưởng thôn', mayUse: ['templates'] },
      ...{ from: NOW, until: NOW + 2 * HOUR },
    },
  }),
  'DELETE /on-the-spot-credentials/:id': ({ hamletIds, mark }) => ({
    before: {
      ...{ hamletId: hamletIds[0], holder: `Trưởng thôn ${mark}`, mayUse: ['templates'] },
      ...{ from: NOW, until: NOW + HOUR },
    },
    after: { revokedAt: NOW },
  }),
  'POST /source-bulletins': ({ communeId }) => ({
    body: {
      ...{ sourceId: 'dai', externalId: 'x1', level: 'province', rank: 'routine', title: 'Tin tỉnh' },
      ...{ text: 'Xin chào.', communeIds: [communeId] },
    },
    subjectId: anyText,
    // the commune's own bulletin is made of it, and is no part of the act
    after: {
      ...{ sourceId: 'dai', externalId: 'x1', title: 'Tin tỉnh', rank: 'routine', level: 'province', version: 1 },
      ...{ outcome: 'new', deliveries: 1 },
    },
  }),
  'POST /source-bulletins/upload': ({ communeId }) => {
    const notice = { sourceId: 'dai', externalId: 'x2', level: 'province', rank: 'routine', title: 'Tin' };
    const body = form({ notice: JSON.stringify({ ...notice, communeIds: [communeId] }) });
    return { body, subjectId: anyText, after: expect.objectContaining({ externalId: 'x2', outcome: 'new' }) };
  },
  'POST /source-bulletins/withdraw': async ({ communeId }, stage) => {
    const { sourceId, externalId } = await stage.delivered([communeId]);
    return {
      ...{ as: 'tinh', body: { sourceId, externalId, reason: 'nhầm' }, subjectId: anyText },
      before: expect.objectContaining({ externalId, title: 'Tin' }),
      after: expect.objectContaining({ withdrawn: { at: NOW, reason: 'nhầm' }, outcome: 'changed' }),
    };
  },
  'POST /source-bulletins/:id/take': ({ mark }) => ({
    before: { title: `Tin nguồn ${mark}`, state: 'inbox' },
    after: { title: `Tin nguồn ${mark}`, state: 'taken' },
  }),
  'POST /source-bulletins/:id/decline': ({ mark }) => ({
    body: { reason: 'không hợp' },
    before: { title: `Tin nguồn ${mark}`, state: 'inbox' },
    after: { title: `Tin nguồn ${mark}`, state: 'declined' },
  }),
};
