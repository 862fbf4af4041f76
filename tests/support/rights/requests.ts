/** One valid request to each route, about the things of one commune. */
import type { About, RouteRight } from '../../security/route-rights.ts';
import type { HttpApp } from '../http-app.ts';
import { type Operation, sample } from './openapi.ts';
import type { Sent } from './seats.ts';
import { type CommuneWorld, MAKERS, type Made } from './two-communes.ts';

/** What the first part of an address names. */
const SUBJECTS: readonly [string, Made][] = [
  ['/bulletins/uploads/{id}', 'upload'],
  ['/bulletins/{id}', 'bulletin'],
  ['/templates/{id}', 'template'],
  ['/groups/{id}', 'group'],
  ['/clusters/{id}', 'cluster'],
  ['/devices/{id}', 'device'],
  ['/dictionary/{id}', 'dictionary-entry'],
  ['/broadcasts/{id}', 'broadcast'],
  ['/outages/{id}', 'outage'],
  ['/source-bulletins/{id}', 'source-delivery'],
  ['/approvals/{id}', 'approval'],
  ['/schedules/{id}', 'schedule'],
  ['/relay-sources/{id}', 'relay-source'],
  ['/rollouts/{id}', 'rollout'],
  ['/silence/{id}', 'silence'],
  ['/incidents/{id}', 'incident'],
  ['/maintenance-windows/{id}', 'maintenance'],
  ['/live/{id}', 'live'],
  ['/emergencies/{id}', 'emergency'],
  ['/emergency-delegations/{id}', 'emergency-delegation'],
  ['/on-the-spot-credentials/{id}', 'on-the-spot-credential'],
  ['/notification-channels/{id}', 'notification-channel'],
  ['/notification-rules/{id}', 'notification-rule'],
  ['/notifications/{id}', 'notification'],
  ['/complaints/{id}', 'complaint'],
  ['/sound-readings/{id}', 'sound-reading'],
];

export const subjectOf = (path: string): Made | undefined => SUBJECTS.find(([prefix]) => path.startsWith(prefix))?.[1];

/** What `{id}` is in the addresses of a route: something fresh of the commune, so that the request may destroy it. */
export async function freshId(app: HttpApp, path: string, world: CommuneWorld): Promise<string> {
  const subject = subjectOf(path);
  if (subject !== undefined) return MAKERS[subject](app, world);
  return /^\/(areas|communes)\//.test(path) ? world.communeId : 'nobody';
}

/** An id that stands for the same, and is in use already. */
export const usedId = (path: string, world: CommuneWorld): string => {
  const subject = subjectOf(path);
  if (subject !== undefined) return world.ids[subject];
  return /^\/(areas|communes)\//.test(path) ? world.communeId : 'nobody';
};

const csv = (header: string, row: string): FormData => {
  const form = new FormData();
  form.append('file', new Blob([`${header}\n${row}\n`]), 'bang.csv');
  return form;
};
/** A map of one square. */
export const outline = (name: string): string =>
  JSON.stringify({
    ...{ type: 'Feature', properties: { name } },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [106, 21],
          [106.01, 21],
          [106.01, 21.01],
          [106, 21.01],
          [106, 21],
        ],
      ],
    },
  });
const WORDS = { title: 'Mời họp', kind: 'notice', headline: 'Mời họp', sentences: ['Mời bà con đi họp.'], fields: [] };
const TUS = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

type Special = (world: CommuneWorld) => Partial<Sent>;

/** Where the smallest body would name no place, or is no JSON. */
const SPECIAL: Readonly<Record<string, Special>> = {
  'POST /relay-sources': ({ communeId, mark }) => ({
    body: { areaId: communeId, name: `Đài ${mark}`, addresses: ['http://radio.example/'] },
  }),
  'POST /releases': () => {
    const form = new FormData();
    form.append('file', new Blob(['no program']), 'agent.tgz');
    return { body: form };
  },
  'DELETE /releases/{releaseId}': () => ({ path: `/releases/${'a'.repeat(64)}` }),
  'POST /rollouts': ({ clusterIds: [first] }) => ({
    body: { releaseId: 'a'.repeat(64), clusterIds: [first], firstClusterId: first },
  }),
  'POST /notification-channels': ({ communeId, mark }) => ({
    body: { areaId: communeId, kind: 'email', name: `Kênh ${mark}`, email: { addresses: [] } },
  }),
  'PATCH /notification-channels/{id}': () => ({ body: { name: 'Kênh khác' } }),
  'POST /notification-rules': ({ communeId }) => ({
    body: {
      ...{ areaId: communeId, name: 'Quy tắc', channelId: null, severities: ['minor'], owners: ['technician'] },
      ...{ timing: 'digest', to: { roles: ['technician'], personIds: [] } },
    },
  }),
  'PATCH /notification-rules/{id}': () => ({ body: { name: 'Quy tắc khác' } }),
  'PUT /people/me/notifications': () => ({ body: { quietHours: null, criticalPasses: true, language: 'vi' } }),
  'POST /complaints': ({ hamletIds }) => ({
    body: { hamletId: hamletIds[0], kind: 'too-loud', told: 'Loa to quá.', source: 'hotline' },
  }),
  'PATCH /complaints/{id}': () => ({ body: { state: 'acknowledged' } }),
  'PUT /complaints/{id}/answer': () => ({ body: { answer: 'Đã giảm âm lượng.' } }),
  'POST /sound-readings': ({ clusterIds }) => ({
    body: {
      ...{ clusterId: clusterIds[0], at: '2026-12-07T08:00:00+07:00', levelDba: 70, distanceM: 20 },
      ...{ place: 'Cổng đình', instrument: 'máy đo loại 2' },
    },
  }),
  'POST /areas': ({ communeId }) => ({ body: { kind: 'hamlet', name: `Thôn ${Math.random()}`, parentId: communeId } }),
  'PATCH /areas/{id}': ({ mark }) => ({ body: { name: `Xã ${mark}` } }),
  'POST /devices': ({ clusterIds }) => ({
    body: {
      publicKey: base64(`${Math.random()}`.padEnd(33)).slice(0, 43).replaceAll('=', 'A'),
      clusterId: clusterIds[0],
    },
  }),
  'PATCH /devices/{id}': () => ({ body: { clusterId: null } }),
  // days, where others of these names are instants
  'GET /calendar': ({ communeId }) => ({ path: `/calendar?communeId=${communeId}&from=2026-12-07&to=2026-12-08` }),
  // without the code on a box it is the list of everybody's
  'GET /enrolments': () => ({ path: '/enrolments?label=ABCDE12345' }),
  'POST /clusters/{id}/commands': () => ({ body: { name: 'test' } }),
  'POST /command-batches': ({ communeId }) => ({ body: { targets: { areaIds: [communeId] }, name: 'test' } }),
  'PUT /communes/{communeId}/self-test-schedule': () => ({
    body: { enabled: false, weekdays: [2], hours: { from: '09:30', until: '10:30' } },
  }),
  'POST /import/hamlets': () => ({ body: csv('Tên,Số hộ', 'Thôn Giữa,12') }),
  'POST /import/clusters': () => ({ body: csv('Mã,Tên', 'x,y') }),
  'POST /import/map': ({ communeId }) => {
    const form = new FormData();
    form.append('file', new Blob([outline('Trên')]), 'ban-do.geojson');
    return { path: `/import/map?communeId=${communeId}&layer=base`, body: form };
  },
  'DELETE /map/{communeId}/{layer}': ({ communeId }) => ({ path: `/map/${communeId}/base` }),
  'POST /bulletins/upload': ({ communeId }) => {
    const form = new FormData();
    form.append('communeId', communeId);
    form.append('file', new Blob(['no sound']), 'tin.mp3');
    return { body: form };
  },
  'POST /bulletins/{id}/versions/{language}/upload': () => {
    const form = new FormData();
    form.append('file', new Blob(['no sound']), 'tin.mp3');
    return { body: form };
  },
  'POST /bulletins/uploads': ({ communeId }) => ({
    headers: {
      ...TUS,
      'upload-length': '10',
      'upload-metadata': `communeId ${base64(communeId)},filename ${base64('a.mp3')}`,
    },
  }),
  'OPTIONS /bulletins/uploads': () => ({ headers: TUS }),
  'HEAD /bulletins/uploads/{id}': () => ({ headers: TUS }),
  'DELETE /bulletins/uploads/{id}': () => ({ headers: TUS }),
  'PATCH /bulletins/uploads/{id}': () => ({
    headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(10),
  }),
  'PUT /areas/{id}/station-texts/{language}': () => ({ body: { greeting: 'Xin chào bà con' } }),
  'POST /templates': ({ communeId }) => ({ body: { communeId, ...WORDS } }),
  'POST /templates/trial': () => ({ body: { words: WORDS } }),
  'PATCH /templates/{id}': () => ({ body: { version: 1, putAway: true } }),
  'POST /speech/preview': () => ({ body: { text: 'Chào.' } }),
  'POST /bulletins/{id}/repairs': () => ({ body: { backToVersion: 1 } }),
  'POST /broadcasts/{id}/cancel': () => ({ body: { reason: 'thử' } }),
  'POST /source-bulletins': ({ communeId }) => ({
    body: {
      ...{ sourceId: 'dai', externalId: `${Math.random()}`, level: 'province', rank: 'routine', title: 'Tin' },
      ...{ text: 'Xin chào.', communeIds: [communeId] },
    },
  }),
  'POST /source-bulletins/upload': ({ communeId }) => {
    const form = new FormData();
    const notice = { sourceId: 'dai', externalId: `${Math.random()}`, level: 'province', rank: 'routine' };
    form.append('notice', JSON.stringify({ ...notice, title: 'Tin', communeIds: [communeId] }));
    form.append('file', new Blob(['no sound']), 'tin.mp3');
    return { body: form };
  },
  'PUT /approvals/{id}/photo': () => ({ headers: { 'content-type': 'image/png' }, body: new Uint8Array([1, 2, 3]) }),
  'POST /schedules/{id}/resume': () => ({ body: {} }),
  'POST /schedules/{id}/copy': () => ({ body: {} }),
  'PATCH /schedules/{id}': () => ({ body: { name: 'Buổi khác', version: 1 } }),
  'PUT /commune-rules/{communeId}': () => ({ body: { quietHours: null, sessions: null } }),
  'POST /programme-log/{communeId}/{month}/lines': () => ({
    body: {
      ...{ title: 'Ghi tay', class: 'urgent' },
      ...{ startAt: '2026-12-08T08:00:00+07:00', endAt: '2026-12-08T08:05:00+07:00' },
    },
  }),
  'POST /silence/{id}/lift': () => ({ body: {} }),
  'POST /incidents/{id}/reopen': () => ({ body: {} }),
  'POST /incidents/{id}/assign': () => ({ body: { personId: null } }),
  'POST /maintenance-windows': ({ clusterIds }) => ({
    body: { clusterId: clusterIds[0], until: '2026-12-08T08:00:00+07:00', reason: 'Thay loa' },
  }),
  'POST /live': ({ communeId }) => ({ body: { communeId } }),
  'POST /stop': ({ communeId }) => ({ body: { areaId: communeId } }),
  'POST /emergencies': ({ hamletIds }) => ({
    body: { template: { id: 'stay-inside' }, targets: { areaIds: [hamletIds[0]] } },
  }),
};

export interface RouteCase extends Pick<RouteRight, 'method' | 'path' | 'action'> {
  about: About;
  operation: Operation;
}

/** @param id what `{id}` is */
export function requestOf({ method, path, operation }: RouteCase, world: CommuneWorld, id: string): Sent {
  const { communeId, hamletIds, clusterIds, ids } = world;
  const named = {
    ...{ communeId, hamletId: hamletIds[0], hamletIds: [hamletIds[0]], areaId: communeId, clusterId: clusterIds[0] },
    ...{ areaIds: [communeId], groupIds: [], clusterIds: [], bulletinId: ids.bulletin },
    ...{ bulletins: [{ bulletinId: ids.bulletin }], targets: { areaIds: [communeId] } },
    ...{ programme: [{ kind: 'bulletin', bulletinId: ids.bulletin }], services: [], values: {} },
    ...{ code: `m${Math.random()}`.slice(0, 20), name: `Tên ${Math.random()}`, written: `w${Math.random()}` },
    ...{ toPersonId: 'nobody', approverId: 'nobody', text: 'Xin chào.', start: '2026-12-09T08:00:00+07:00' },
    ...{ startsAt: '2026-12-08T08:00:00+07:00', endsAt: '2026-12-09T08:00:00+07:00', confirm: true },
    ...{ from: '2026-12-08T08:00:00+07:00', until: '2026-12-09T08:00:00+07:00', saidAt: '2026-12-07T08:00:00+07:00' },
    recurrence: { startDate: '2026-12-09', time: '08:00' },
  };
  const filled = path
    .replace('{id}', id)
    .replace('{communeId}', communeId)
    .replace('{day}', '2026-12-24')
    .replace('{month}', '2026-12')
    .replace('{language}', 'vi')
    .replace('{recurrenceId}', '20261220T080000');
  const query = operation.parameters
    .filter(({ in: where, required }) => where === 'query' && required === true)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(sample(schema, named, name)))}`);
  const special = SPECIAL[`${method} ${path}`]?.(world) ?? {};
  return {
    method,
    path: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
    ...(operation.body !== undefined && { body: sample(operation.body, named) }),
    ...special,
  };
}
