/** Two communes of one province in one deployment, each with one of everything that can be named by an id. */

import { STATION } from '@loa-lang/controller/domain/people/person';
import type { Subject } from '@loa-lang/controller/ports/whereabouts';
import { v7 as uuidv7 } from 'uuid';
import { addReadyBulletin, type HttpApp } from '../http-app.ts';

export const HOUR = 3600_000;
/** A Monday morning in Vietnam, in no quiet hours. */
export const NOW = Date.parse('2026-12-07T09:00:00+07:00');

export interface CommuneWorld {
  /** stands in every name of the commune's, and in no other's */
  mark: string;
  communeId: string;
  hamletIds: [string, string];
  clusterIds: [string, string];
  ids: Record<Made, string>;
}

export type Made = Exclude<Subject, 'asset' | 'area'>;

export interface TwoCommunes {
  provinceId: string;
  own: CommuneWorld;
  other: CommuneWorld;
}

/** By the station, before anybody is on record. */
export async function makeTwoCommunes(app: HttpApp): Promise<TwoCommunes> {
  app.setNow(NOW);
  const provinceId = await area(app, { kind: 'province', name: 'Bắc Ninh' });
  const commune = async (mark: string): Promise<CommuneWorld> => {
    const communeId = await area(app, { kind: 'commune', name: `Xã ${mark}`, parentId: provinceId, trial: true });
    const hamlet = (name: string) =>
      area(app, { kind: 'hamlet', hamletKind: 'thôn', name: `${name} ${mark}`, parentId: communeId, households: 50 });
    const hamletIds: [string, string] = [await hamlet('Trên'), await hamlet('Dưới')];
    const place = { mark, communeId, hamletIds };
    const clusterIds: [string, string] = [await cluster(app, place, 0), await cluster(app, place, 1)];
    const world = { ...place, clusterIds };
    const ids: Partial<Record<Made, string>> = {};
    for (const subject of Object.keys(MAKERS) as Made[]) ids[subject] = await MAKERS[subject](app, world);
    return { ...world, ids: ids as Record<Made, string> };
  };
  return { provinceId, own: await commune('Gạo'), other: await commune('Muối') };
}

const area = async (app: HttpApp, body: object): Promise<string> =>
  (await app.call('POST', '/areas', body)).body.area.id;

type Place = Pick<CommuneWorld, 'mark' | 'communeId' | 'hamletIds'>;
type Poles = Place & Pick<CommuneWorld, 'clusterIds'>;

let codes = 0;
async function cluster(app: HttpApp, { mark, hamletIds }: Place, which: 0 | 1): Promise<string> {
  const hamletId = hamletIds[which];
  const services = [{ hamletId, households: 40 }];
  codes += 1;
  const body = { hamletId, code: `C${codes}`, name: `Cụm ${mark} ${codes}`, services };
  return (await app.useCases.clusters.create(body)).cluster.id;
}

const key = (): string => Buffer.from(uuidv7().replaceAll('-', ''), 'hex').toString('base64url').padEnd(43, 'A');
const people = { personId: 'somebody', name: 'Ai đó' };

/** A fresh one of each, in the first hamlet where it stands somewhere, of the whole commune otherwise. */
export const MAKERS: Readonly<Record<Made, (app: HttpApp, world: Poles) => Promise<string>>> = {
  async group({ stores }, { communeId, hamletIds, mark }) {
    const id = uuidv7();
    const group = {
      id,
      communeId,
      name: `Nhóm ${mark} ${id}`,
      automatic: false,
      areaIds: [hamletIds[0]],
      clusterIds: [],
    };
    await stores.register.groups.create(group);
    return id;
  },
  cluster: (app, world) => cluster(app, world, 0),
  async device(app, world) {
    const id = uuidv7();
    const clusterId = await cluster(app, world, 0);
    await app.stores.register.devices.create({ id, publicKey: key(), clusterId });
    return id;
  },
  bulletin: (app, { communeId, mark }) => addReadyBulletin(app, communeId, 20_000, 'a', { title: `Bản tin ${mark}` }),
  async broadcast(app, { communeId, mark }) {
    const bulletinId = await addReadyBulletin(app, communeId, 20_000, 'a', { title: `Bản tin ${mark}` });
    const { planning } = app.useCases;
    const { broadcast } = await planning.plan(
      {
        ...{ communeId, title: `Lượt ${mark}`, bulletins: [{ bulletinId, readings: 1 }] },
        requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
        ...{ start: NOW + 30 * HOUR, class: 'scheduled', level: 'commune', onInterrupted: 'restart' },
        ...{ gainDb: 0, rank: undefined },
      },
      STATION,
    );
    return broadcast.id;
  },
  async live({ stores, useCases }, { communeId, mark }) {
    const id = uuidv7();
    const stream = { kind: 'stream' as const, part: 0, durationMs: HOUR, streamId: id };
    await useCases.planning.plan(
      {
        ...{ id, communeId, title: `Lời ${mark}`, bulletins: [], again: { items: [stream], bulletins: [] } },
        requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
        ...{ start: 'now', class: 'live', level: 'commune', onInterrupted: 'restart', gainDb: 0, rank: undefined },
        covered: 'live',
      },
      STATION,
    );
    const times = { openedAt: NOW, chimeMs: 0, maxMs: HOUR, delayMs: 300 };
    await stores.lives.create(
      { id, speaker: people, ...times, record: false, holder: 'nobody', ended: undefined },
      NOW,
    );
    return id;
  },
  async schedule({ stores }, { communeId, mark }) {
    const id = uuidv7();
    const at = { createdAt: NOW, changedAt: NOW, removedAt: undefined };
    await stores.schedules.create({
      ...{ id, communeId, version: 1, kind: 'session', name: `Buổi ${mark}`, class: 'scheduled', level: 'commune' },
      ...{ rank: undefined, windowMs: HOUR, gainDb: 0, paused: true, ruleReason: undefined, savedBy: 'somebody' },
      recurrence: { startDate: '2026-12-20', time: '08:00', rrule: 'FREQ=DAILY', zone: 'Asia/Ho_Chi_Minh' },
      programme: [{ kind: 'chime', chime: 'opening' }],
      requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
      ...{ changes: {}, ...at },
    } as never);
    return id;
  },
  async 'relay-source'({ stores }, { communeId, mark }) {
    const id = uuidv7();
    const unset = { removedAt: undefined, lastCheck: undefined, onAir: undefined };
    const source = { id, areaId: communeId, name: `Đài ${mark}`, addresses: ['http://127.0.0.1:9/'], enabled: true };
    await stores.relaySources.create({ ...source, createdAt: NOW, changedAt: NOW, ...unset });
    return id;
  },
  async rollout(app, world) {
    const deviceId = await MAKERS.device(app, world);
    const { clusterId } = await app.useCases.devices.get(deviceId);
    const at = new Date(NOW);
    const release = { version: '0.2.0', document: 'x', sizeBytes: 1, madeAt: at, addedAt: at, addedBy: people };
    const releaseId = 'a'.repeat(64);
    await app.database.agentRelease.upsert({
      where: { id: releaseId },
      create: { id: releaseId, ...release },
      update: {},
    });
    const id = uuidv7();
    const devices = { create: [{ deviceId, clusterId: clusterId as string, state: 'waiting', changedAt: at }] };
    const times = { soakMs: 60_000, createdAt: at, changedAt: at, createdBy: people };
    const data = { id, releaseId, firstClusterId: clusterId as string, state: 'running', ...times, devices };
    await app.database.rollout.create({ data });
    return id;
  },
  async approval({ useCases }, { communeId, mark }) {
    const binding = {
      assets: ['a'.repeat(64)],
      targets: { areaIds: [communeId], groupIds: [], clusterIds: [] },
      times: { once: NOW + 40 * HOUR },
    };
    const submission = { communeId, subjectKind: 'broadcast' as const, subjectId: uuidv7(), title: `Duyệt ${mark}` };
    const officer = { kind: 'person', roles: ['officer'], areaIds: 'everywhere', ...people } as const;
    const request = await useCases.approvals.submit({ ...submission, binding, startAt: NOW + 40 * HOUR }, officer);
    return request.id;
  },
  async 'dictionary-entry'({ stores }, { communeId, mark }) {
    const id = uuidv7();
    await stores.dictionary.create({ id, communeId, written: `${mark} ${id}`, reading: 'đọc' } as never);
    return id;
  },
  async outage({ stores }, { hamletIds, mark }) {
    const id = uuidv7();
    const times = { fromAt: NOW + 50 * HOUR, untilAt: NOW + 51 * HOUR };
    await stores.readiness.create([{ id, hamletId: hamletIds[0], reason: `Mất điện ${mark}`, ...times }]);
    return id;
  },
  async silence(app, { communeId, mark }) {
    const id = uuidv7();
    await app.stores.silence.take([{ id, areaId: communeId, level: 'commune', since: NOW, reason: `Khoá ${mark}` }]);
    return id;
  },
  async emergency({ stores, useCases }, { communeId, mark }) {
    const id = uuidv7();
    const bulletinId = await MAKERS.bulletin({ stores, useCases } as HttpApp, {
      ...{ communeId, mark, hamletIds: ['', ''], clusterIds: ['', ''] },
    });
    const broadcastId = await MAKERS.broadcast({ stores, useCases } as HttpApp, {
      ...{ communeId, mark, hamletIds: ['', ''], clusterIds: ['', ''] },
    });
    await stores.emergencies.create({
      ...{ id, communeId, bulletinId, broadcastId, drill: false, sentBy: people, sentAt: NOW, fault: undefined },
      order: {
        ...{
          title: `Khẩn ${mark}`,
          requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
          level: 'commune',
        },
        ...{ everyMs: 600_000, lastsMs: 7_200_000, gainDb: 6, liftIds: [], later: false },
      },
      ...{ justifiedBy: undefined, justifiedAt: undefined, reason: undefined, flaggedAt: undefined },
    } as never);
    await stores.emergencies.attach(id, broadcastId);
    return id;
  },
  async 'emergency-delegation'({ stores }, { hamletIds, mark }) {
    const id = uuidv7();
    await stores.emergencies.delegate({
      ...{ id, hamletId: hamletIds[0], from: NOW, until: NOW + HOUR, grantedBy: `Xã ${mark}`, grantedAt: NOW },
      revokedAt: undefined,
    });
    return id;
  },
  async 'on-the-spot-credential'({ stores }, { hamletIds: [hamletId = ''], mark }) {
    const id = uuidv7();
    await stores.spotCredentials.add({
      ...{
        id,
        hamletId,
        holder: `Trưởng thôn ${mark}`,
        mayUse: ['templates'],
        from: NOW,
        until: NOW + HOUR,
        perHour: 4,
      },
      verifier: { salt: 'A'.repeat(22), logN: 15, p: 1, hash: 'A'.repeat(43) },
      ...{ issuedBy: `Xã ${mark}`, issuedAt: NOW, revokedAt: undefined },
    });
    return id;
  },
  async template({ stores }, { communeId, mark }) {
    const id = uuidv7();
    const words = {
      ...{ title: `Mẫu ${mark}`, kind: 'notice' as const, headline: `Mẫu ${mark}` },
      ...{ sentences: ['Mời bà con đi họp.'], fields: [] },
    };
    const put = { putAwayAt: undefined, changedAt: NOW, changedBy: 'Ai đó' };
    await stores.ownTemplates.create({ id, communeId, version: 1, words, ...put });
    return id;
  },
  async 'source-delivery'({ stores }, { communeId, mark }) {
    const externalId = uuidv7();
    const requested = { areaIds: [communeId], groupIds: [], clusterIds: [] };
    const notice = { sourceId: 'dai', externalId, level: 'province', rank: 'routine', title: `Tin nguồn ${mark}` };
    await stores.sources.add(
      {
        ...{ id: uuidv7(), ...notice, content: { text: 'Xin chào.' }, language: 'vi', contentHash: externalId },
        ...{ validUntil: undefined, receivedAt: NOW, receivedBy: people },
      } as never,
      [{ communeId, requested }],
      uuidv7,
    );
    const record = await stores.sources.findExternal('dai', externalId);
    const [delivery] = record?.deliveries ?? [];
    if (record === undefined || delivery === undefined) throw new Error('the source bulletin was not delivered');
    await stores.sources.save({ ...delivery, state: 'inbox', pending: false }, record.source);
    return delivery.id;
  },
  async incident(app, world) {
    const id = uuidv7();
    const deviceId = await MAKERS.device(app, world);
    const at = new Date(NOW);
    const row = { id, kind: 'device-offline', subject: deviceId, detail: `Mất kết nối ${world.mark}` };
    await app.database.incident.create({ data: { ...row, raisedAt: at, lastAt: at, communeId: world.communeId } });
    return id;
  },
  async maintenance({ stores }, { communeId, clusterIds, mark }) {
    const id = uuidv7();
    const place = { communeId, areaId: undefined, clusterId: clusterIds[0] };
    const times = { fromAt: NOW, untilAt: NOW + HOUR, endedAt: undefined };
    await stores.maintenance.create({ id, ...place, ...times, reason: `Bảo trì ${mark}`, madeBy: people });
    return id;
  },
  async 'notification-channel'({ telling }, { communeId, mark }) {
    const email = { addresses: ['sua-chua@congty.example'] };
    const { channel } = await telling.channels.create({
      areaId: communeId,
      kind: 'email',
      name: `Kênh ${mark}`,
      email,
    });
    return channel.id;
  },
  async 'notification-rule'({ telling }, { communeId, mark }) {
    const rule = await telling.notificationRules.create({
      ...{ areaId: communeId, name: `Quy tắc ${mark}`, channelId: null, severities: ['notice'], owners: ['officer'] },
      ...{ timing: 'digest', to: { roles: ['officer'], personIds: [] } },
    });
    return rule.id;
  },
  async notification({ database }, { communeId, mark }) {
    const id = uuidv7();
    const state = { state: 'failed', attempts: 8, finishedAt: new Date(NOW), lastError: `status: 500 ${mark}` };
    const times = { createdAt: new Date(NOW), nextAt: new Date(NOW) };
    const to = { channelKey: 'email', recipientKey: 'somebody', recipient: `Người ${mark}` };
    await database.notification.create({
      data: { id, communeId, ...to, type: 'alert', subject: `Sự cố ${mark}`, content: {}, ...state, ...times },
    });
    return id;
  },
  async complaint({ telling, database }, { communeId, hamletIds, mark }) {
    // of its own: those of one place and kind would be one
    await database.complaint.updateMany({ where: { communeId }, data: { lastAt: new Date(0) } });
    const asked = { communeId, hamletId: hamletIds[0], kind: 'too-loud', source: 'hotline' } as const;
    const told = `Loa to quá ${mark}`;
    const { complaint } = await telling.complaints.takeDown({ ...asked, told, contact: '0912345678' }, STATION);
    return complaint.id;
  },
  async 'sound-reading'(app, world) {
    const clusterId = await cluster(app, world, 0);
    const how = { levelDba: 71.5, distanceM: 20, place: `Cổng nhà văn hoá ${world.mark}`, instrument: 'máy đo loại 2' };
    const reading = await app.telling.soundReadings.add({ clusterId, at: NOW, ...how }, STATION);
    return reading.id;
  },
  async upload({ useCases }, { communeId, mark }) {
    const id = uuidv7();
    const fileName = `${mark}.mp3`;
    await useCases.resumable.create(id, 1000, { communeId, fileName }, { communeId, filename: fileName });
    return id;
  },
};
