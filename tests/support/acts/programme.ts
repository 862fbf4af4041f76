/** Acts on what is on air when, and what the log is to say of them. */
import { expect } from 'vitest';
import { HOUR, NOW } from '../rights/two-communes.ts';
import { anyText, at, type Cases } from './told.ts';

export const PROGRAMME_ACTS: Cases = {
  'POST /broadcasts': ({ ids, communeId }) => ({
    body: { bulletins: [{ bulletinId: ids.bulletin }], targets: { areaIds: [communeId] }, start: at(31) },
    subjectId: anyText,
    after: expect.objectContaining({
      ...{
        version: 1,
        class: 'scheduled',
        startAt: NOW + 31 * HOUR,
        bulletins: [{ bulletinId: ids.bulletin, title: anyText }],
      },
    }),
  }),
  'PUT /broadcasts/:id': async (world, stage) => {
    const id = await stage.made('broadcast', world);
    const { bulletins } = (await stage.app.stores.broadcasts.find(id)) ?? { bulletins: [] };
    const [{ bulletinId } = { bulletinId: '' }] = bulletins;
    const title = `Lượt ${world.mark}`;
    const targets = { areaIds: [world.hamletIds[0]] };
    return {
      ...{ id, body: { bulletins: [{ bulletinId }], targets, title, start: at(32) } },
      before: expect.objectContaining({ title, version: 1, startAt: NOW + 30 * HOUR, approval: 'approved' }),
      after: expect.objectContaining({ title, version: 2, startAt: NOW + 32 * HOUR, approval: 'awaiting' }),
    };
  },
  'PUT /broadcasts/:id/rank': async ({ ids, communeId }, stage) => {
    const bulletins = [{ bulletinId: ids.bulletin }];
    const body = { bulletins, targets: { areaIds: [communeId] }, start: at(33), class: 'priority', title: 'Ưu tiên' };
    const { broadcast } = (await stage.ask('xa', { method: 'POST', path: '/broadcasts', body })).body;
    const told = { before: { title: 'Ưu tiên', rank: null }, after: { title: 'Ưu tiên', rank: 5 } };
    return { id: broadcast.id, body: { rank: 5 }, ...told };
  },
  'POST /broadcasts/:id/cancel': ({ mark }) => ({
    body: { reason: 'thử' },
    before: { title: `Lượt ${mark}`, startAt: NOW + 30 * HOUR, state: 'planned' },
    after: { state: 'cancelled' },
  }),
  'POST /relay-sources': ({ communeId }) => ({
    body: { areaId: communeId, name: ' Đài  tỉnh', addresses: ['http://radio.example/live'] },
    subjectId: anyText,
    after: { name: 'Đài tỉnh', addresses: ['http://radio.example/live'], enabled: true },
  }),
  'PATCH /relay-sources/:id': ({ mark }) => ({
    body: { enabled: false },
    before: { name: `Đài ${mark}`, addresses: ['http://127.0.0.1:9/'], enabled: true },
    after: { name: `Đài ${mark}`, addresses: ['http://127.0.0.1:9/'], enabled: false },
  }),
  'DELETE /relay-sources/:id': ({ mark }) => ({
    before: { name: `Đài ${mark}`, addresses: ['http://127.0.0.1:9/'], enabled: true },
  }),
  'POST /schedules': ({ communeId, ids }) => ({
    body: {
      ...{ communeId, kind: 'session', name: 'Bản tin sáng', windowMinutes: 10, targets: { areaIds: [communeId] } },
      recurrence: { startDate: '2026-12-20', time: '07:00', rrule: 'FREQ=DAILY' },
      programme: [{ kind: 'bulletin', bulletinId: ids.bulletin }],
    },
    subjectId: anyText,
    after: expect.objectContaining({ name: 'Bản tin sáng', kind: 'session', windowMs: 600_000, paused: false }),
  }),
  'PATCH /schedules/:id': ({ mark }) => ({
    body: { name: 'Buổi khác', windowMinutes: 20, version: 1 },
    before: { name: `Buổi ${mark}`, windowMs: HOUR },
    after: { name: 'Buổi khác', windowMs: 20 * 60_000 },
  }),
  'DELETE /schedules/:id': ({ mark }) => ({
    before: { name: `Buổi ${mark}`, removedAt: null },
    after: { name: `Buổi ${mark}`, removedAt: NOW },
  }),
  'POST /schedules/:id/pause': async (world, stage) => {
    const id = await stage.made('schedule', world);
    const { version } = (await stage.ask('xa', { method: 'POST', path: `/schedules/${id}/resume`, body: {} })).body
      .schedule;
    const name = `Buổi ${world.mark}`;
    const told = { before: { name, paused: false }, after: { name, paused: true } };
    return { id, headers: { 'if-match': `"${version}"` }, ...told };
  },
  'POST /schedules/:id/resume': ({ mark }) => ({
    body: {},
    ...{ before: { name: `Buổi ${mark}`, paused: true }, after: { name: `Buổi ${mark}`, paused: false } },
  }),
  'POST /schedules/:id/copy': async (world, stage) => {
    const id = await stage.made('schedule', world);
    const after = expect.objectContaining({ name: 'Bản sao', copyOf: id, paused: true });
    return { id, body: { name: 'Bản sao' }, subjectId: expect.not.stringMatching(id), after };
  },
  'POST /schedules/:id/restore': async (world, stage) => {
    const id = await stage.made('schedule', world);
    await stage.ask('xa', { method: 'DELETE', path: `/schedules/${id}` });
    const name = `Buổi ${world.mark}`;
    return { id, before: { name, removedAt: NOW }, after: { name, removedAt: null } };
  },
  'PUT /schedules/:id/occurrences/:recurrenceId': ({ mark }) => ({
    body: { skip: true },
    before: { name: `Buổi ${mark}`, changes: {} },
    after: { name: `Buổi ${mark}`, changes: { '20261220T080000': { skip: true } } },
  }),
  'PUT /commune-rules/:communeId': () => ({
    body: { quietHours: { from: '21:00', until: '05:00' }, sessions: null },
    before: { quietHours: null },
    after: { quietHours: { from: '21:00', until: '05:00' } },
    subjectId: undefined,
  }),
  'PUT /days-off/:communeId/:day': ({ communeId }) => ({
    ...{ body: { name: 'Lễ' }, subjectId: '2026-12-24' },
    ...{ before: undefined, after: { communeId, day: '2026-12-24', name: 'Lễ' } },
  }),
  'DELETE /days-off/:communeId/:day': ({ communeId }) => ({
    ...{ subjectId: '2026-12-24', before: { communeId, day: '2026-12-24', name: 'Lễ' }, after: undefined },
  }),
  'POST /programme-log/:communeId/:month/lines': ({ communeId }) => ({
    path: `/programme-log/${communeId}/2026-11/lines`,
    body: {
      title: 'Loa kéo',
      class: 'urgent',
      startAt: '2026-11-20T19:00:00+07:00',
      endAt: '2026-11-20T19:05:00+07:00',
    },
    ...{ subjectId: anyText, after: expect.objectContaining({ kind: 'entry' }) },
  }),
  'POST /programme-log/:communeId/:month/close': ({ communeId }) => ({
    path: `/programme-log/${communeId}/2026-11/close`,
    ...{ subjectId: '2026-11', after: { lines: 0, sha256: anyText } },
  }),
};
