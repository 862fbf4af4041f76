/** Acts on notifications, complaints and measured levels, and what the log is to say of them. */
import { expect } from 'vitest';
import { NOW } from '../rights/two-communes.ts';
import { anyText, at, type Cases } from './told.ts';

const rule = {
  ...{ name: 'Báo đêm', channelId: null, severities: ['critical'], owners: ['technician'], timing: 'at-once' },
  to: { roles: ['technician'], personIds: [] },
};
const template = (url: string) => ({ url, method: 'POST', headers: {}, body: '{"phone":"{{phone}}"}' });

export const TELLING_ACTS: Cases = {
  'POST /notification-channels': ({ communeId }) => ({
    body: {
      ...{ areaId: communeId, kind: 'zalo', name: 'Zalo', template: template('https://zalo.example/x') },
      secrets: { token: '0912345678' },
    },
    ...{ subjectId: anyText, after: { kind: 'zalo', name: 'Zalo', enabled: true, criticalPasses: true } },
  }),
  'PATCH /notification-channels/:id': ({ mark }) => ({
    body: { enabled: false },
    before: { kind: 'email', name: `Kênh ${mark}`, enabled: true, criticalPasses: true },
    after: { kind: 'email', name: `Kênh ${mark}`, enabled: false, criticalPasses: true },
  }),
  'DELETE /notification-channels/:id': ({ mark }) => ({
    before: { kind: 'email', name: `Kênh ${mark}`, enabled: true, criticalPasses: true },
  }),
  'POST /notification-channels/:id/secret': async ({ communeId }, { app }) => {
    const webhook = { url: 'https://hook.example/x' };
    const made = await app.telling.channels.create({ areaId: communeId, kind: 'webhook', name: 'Hook', webhook });
    return { id: made.channel.id, after: { renewed: true } };
  },
  'POST /notification-channels/:id/test': async ({ communeId }, { app }) => {
    const webhook = { url: 'https://hook.example/y' };
    const made = await app.telling.channels.create({ areaId: communeId, kind: 'webhook', name: 'Hook', webhook });
    return { id: made.channel.id, after: { notificationId: anyText } };
  },
  'POST /notification-rules': ({ communeId }) => ({
    body: { areaId: communeId, ...rule },
    ...{ subjectId: anyText, after: expect.objectContaining({ name: 'Báo đêm', severities: ['critical'] }) },
  }),
  'PATCH /notification-rules/:id': () => ({
    body: { enabled: false },
    before: expect.objectContaining({ enabled: true }),
    after: expect.objectContaining({ enabled: false }),
  }),
  'DELETE /notification-rules/:id': ({ mark }) => ({
    before: expect.objectContaining({ name: `Quy tắc ${mark}` }),
  }),
  'POST /notifications/:id/retry': () => ({
    before: { state: 'failed', attempts: 8 },
    after: { state: 'waiting' },
  }),
  'PUT /people/me/notifications': () => ({
    body: { quietHours: { from: '21:00', until: '05:00' }, criticalPasses: true, language: 'vi' },
    before: { criticalPasses: true, language: 'vi' },
    after: { quietHours: { from: '21:00', until: '05:00' }, criticalPasses: true, language: 'vi' },
    subjectId: 'xa',
  }),
  'POST /complaints': ({ communeId, hamletIds }) => ({
    body: {
      ...{ communeId, hamletId: hamletIds[1], kind: 'nothing-heard', source: 'hotline' },
      ...{ told: 'Nhà tôi 0912345678 không nghe gì', contact: '0912345678' },
    },
    ...{ subjectId: anyText, after: { kind: 'nothing-heard', count: 1, source: 'hotline' } },
  }),
  'PATCH /complaints/:id': () => ({
    body: { state: 'acknowledged', owner: 'technician', internalNote: 'gọi lại 0912345678' },
    before: { state: 'new', owner: 'officer' },
    after: { state: 'acknowledged', owner: 'technician' },
  }),
  'PUT /complaints/:id/answer': () => ({
    body: { answer: 'Đã giảm âm lượng.' },
    before: { state: 'new', owner: 'officer' },
    after: { state: 'answered', owner: 'officer', answer: 'Đã giảm âm lượng.' },
  }),
  'POST /clusters/:id/public-code': () => ({ after: { publicCode: 'made' } }),
  'POST /communes/:communeId/public-codes': () => ({
    subjectId: anyText,
    after: { publicCodes: expect.any(Number) },
  }),
  'POST /sound-readings': ({ clusterIds }) => ({
    body: {
      ...{ clusterId: clusterIds[0], at: at(-1), levelDba: 68.2, distanceM: 15, place: 'Cổng đình' },
      instrument: 'máy đo loại 2',
    },
    subjectId: anyText,
    after: expect.objectContaining({ levelDba: 68.2, distanceM: 15, clusterId: clusterIds[0] }),
  }),
  'DELETE /sound-readings/:id': () => ({ before: expect.objectContaining({ levelDba: 71.5, at: NOW }) }),
};
