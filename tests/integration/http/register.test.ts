import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';

let app: HttpApp;
appForFile((fresh) => {
  app = fresh;
});

const KEY = 'A'.repeat(43);

describe('areas', () => {
  it('are renamed under the same id, found without diacritics, and summed upwards', async () => {
    const { communeId, hamletIds } = await addCommune(app);
    const [first = ''] = hamletIds;
    const renamed = await app.call('PATCH', `/areas/${first}`, { name: '  Đồng   Gai Mới ' });
    expect(renamed).toMatchObject({ status: 200, body: { area: { id: first, name: 'Đồng Gai Mới' } } });
    const found = await app.call('GET', '/areas?q=dong%20gai');
    expect(found.body.areas.map((area: { id: string }) => area.id)).toEqual([first]);
    expect((await app.call('GET', `/areas/${communeId}`)).body.households).toBe(240);
  });

  it('differ by more than the place of a tone', async () => {
    const { communeId } = await addCommune(app);
    const hamlet = (name: string) => app.call('POST', '/areas', { kind: 'hamlet', parentId: communeId, name });
    expect((await hamlet('Hoá')).status).toBe(201);
    expect(await hamlet('Hóa')).toMatchObject({ status: 409, body: { code: 'area-name-taken' } });
    expect((await hamlet('Hoà')).status).toBe(201);
  });

  it('keep the tree in order', async () => {
    const { provinceId, communeId, hamletIds } = await addCommune(app);
    const under = (kind: string, parentId?: string) => app.call('POST', '/areas', { kind, name: 'X', parentId });
    expect((await under('hamlet', provinceId)).body.code).toBe('area-parent-wrong');
    expect((await under('hamlet')).body.code).toBe('area-parent-wrong');
    expect((await under('commune', communeId)).body.code).toBe('area-parent-wrong');
    expect((await under('hamlet', 'nowhere')).body.code).toBe('area-unknown');
    expect((await app.call('DELETE', `/areas/${hamletIds[0]}`)).body.code).toBe('area-in-use');
    expect((await app.call('DELETE', `/areas/${communeId}`)).body.code).toBe('area-in-use');
  });

  it('leave an empty plan behind when removed, and their name to others', async () => {
    const { communeId, hamletIds } = await addCommune(app);
    const id = hamletIds[2] ?? '';
    app.publisher.forget();
    expect((await app.call('DELETE', `/areas/${id}`)).body).toMatchObject({ removed: id, delivery: { state: 'sent' } });
    expect(app.publisher.plans).toEqual([id]);
    const content = await app.stores.documents.planContent(id, Date.now());
    expect(content).toMatchObject({ areaId: id, broadcasts: [], keepAssets: [] });
    expect((await app.call('GET', `/areas/${id}`)).status).toBe(404);
    const again = await app.call('POST', '/areas', { kind: 'hamlet', parentId: communeId, name: 'Ngoài' });
    expect(again.status).toBe(201);
  });
});

describe('what was removed', () => {
  it("keeps its name and code, and stands in nobody's way however often", async () => {
    const { communeId, hamletIds, clusterIds } = await addCommune(app);
    const hamlet = { kind: 'hamlet', parentId: communeId, name: 'Ngoài' };
    const cluster = { hamletId: hamletIds[0], code: '01', name: 'Mới', services: [] };
    const group = { communeId, name: 'Ven đê', areaIds: [], clusterIds: [] };
    let [hamletId, clusterId] = [hamletIds[2], clusterIds[0]];
    for (let round = 0; round < 3; round++) {
      expect((await app.call('DELETE', `/areas/${hamletId}`)).status).toBe(200);
      expect((await app.call('DELETE', `/clusters/${clusterId}`)).status).toBe(200);
      hamletId = (await app.call('POST', '/areas', hamlet)).body.area.id;
      clusterId = (await app.call('POST', '/clusters', cluster)).body.cluster.id;
      const made = await app.call('POST', '/groups', group);
      expect((await app.call('DELETE', `/groups/${made.body.group.id}`)).status).toBe(200);
    }
    const named = async (rows: Promise<{ deletedAt: Date | null }[]>) =>
      (await rows).map((row) => row.deletedAt !== null);
    expect(await named(app.database.area.findMany({ where: { name: 'Ngoài' }, orderBy: { id: 'asc' } }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await named(app.database.cluster.findMany({ where: { code: '01' }, orderBy: { id: 'asc' } }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await app.database.group.count({ where: { name: 'Ven đê' } })).toBe(3);
  });
});

describe('two requests at the same moment', () => {
  it('make one area of a name, at the top too', async () => {
    const { communeId } = await addCommune(app);
    for (const body of [
      { kind: 'province', name: 'Lạng Sơn' },
      { kind: 'hamlet', name: 'Chung', parentId: communeId },
    ]) {
      const answers = await Promise.all([1, 2, 3, 4].map(() => app.call('POST', '/areas', body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    }
  });

  it('register a key for one device', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => app.call('POST', '/devices', { publicKey: KEY })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });
});

describe('clusters and devices', () => {
  it('a device gets settings when it is bound, muted and moved; unbound it follows nothing', async () => {
    const { provinceId, communeId, hamletIds, clusterIds } = await addCommune(app);
    const [clusterId = '', otherId = ''] = clusterIds;
    const { body } = await app.call('POST', '/devices', { publicKey: KEY, clusterId });
    const deviceId = body.device.id;
    const settings = () => app.stores.documents.settingsContent(deviceId);
    expect(await settings()).toMatchObject({
      clusterId,
      areaIds: [hamletIds[0], communeId, provinceId],
      muted: false,
      audienceSize: 3,
    });
    app.publisher.forget();
    await app.call('PATCH', `/clusters/${clusterId}`, { muted: true, volumeDb: -6 });
    expect(await settings()).toMatchObject({ muted: true, volumeDb: -6 });
    const services = [
      { hamletId: hamletIds[0], households: 10 },
      { hamletId: hamletIds[1], households: 5 },
    ];
    await app.call('PATCH', `/clusters/${clusterId}`, { services });
    expect((await settings())?.areaIds).toEqual([hamletIds[0], hamletIds[1], communeId, provinceId]);
    await app.call('PATCH', `/devices/${deviceId}`, { clusterId: otherId });
    expect((await settings())?.clusterId).toBe(otherId);
    await app.call('PATCH', `/devices/${deviceId}`, { clusterId: null });
    expect(await settings()).toMatchObject({ areaIds: [], groupIds: [], muted: true });
    expect(app.publisher.settings).toEqual([deviceId, deviceId, deviceId, deviceId]);
  });

  it('one key speaks for one device for ever, one cluster has one device', async () => {
    const { clusterIds } = await addCommune(app);
    const [clusterId] = clusterIds;
    const first = await app.call('POST', '/devices', { publicKey: KEY, clusterId });
    expect((await app.call('POST', '/devices', { publicKey: KEY })).body.code).toBe('device-key-taken');
    const other = { publicKey: 'B'.repeat(43), clusterId };
    expect((await app.call('POST', '/devices', other)).body.code).toBe('cluster-has-device');
    const revoked = await app.call('POST', `/devices/${first.body.device.id}/revoke`);
    expect(revoked.body.device.revokedAt).toMatch(/\+07:00$/);
    expect((await app.call('POST', '/devices', other)).status).toBe(201);
    expect((await app.call('POST', '/devices', { publicKey: KEY })).body.code).toBe('device-key-taken');
    const rebind = await app.call('PATCH', `/devices/${first.body.device.id}`, { clusterId: clusterIds[1] });
    expect(rebind.body.code).toBe('device-revoked');
  });

  it('codes are unique in the commune, poles stand in hamlets of one commune', async () => {
    const { communeId, hamletIds } = await addCommune(app);
    const cluster = (code: string, hamletId = hamletIds[1], services: object[] = []) =>
      app.call('POST', '/clusters', { hamletId, code, name: 'X', services });
    expect((await cluster('01')).body.code).toBe('cluster-code-taken');
    expect((await cluster('09', communeId)).body.code).toBe('hamlet-needed');
    expect((await cluster('09', hamletIds[1], [{ hamletId: communeId, households: 1 }])).body.code).toBe(
      'hamlet-needed',
    );
  });

  it('a removed cluster silences its device and frees its code', async () => {
    const { clusterIds, hamletIds } = await addCommune(app);
    const { body } = await app.call('POST', '/devices', { publicKey: KEY, clusterId: clusterIds[0] });
    await app.call('DELETE', `/clusters/${clusterIds[0]}`);
    expect(await app.stores.documents.settingsContent(body.device.id)).toMatchObject({ areaIds: [], muted: true });
    const again = { hamletId: hamletIds[0], code: '01', name: 'Mới', services: [] };
    expect((await app.call('POST', '/clusters', again)).status).toBe(201);
  });
});

describe('groups', () => {
  it('change the settings of those who join and of those who leave', async () => {
    const { communeId, hamletIds, clusterIds } = await addCommune(app);
    const devices: string[] = [];
    for (const [index, clusterId] of clusterIds.entries()) {
      const created = await app.call('POST', '/devices', { publicKey: `${index}`.repeat(43), clusterId });
      devices.push(created.body.device.id);
    }
    const members = { areaIds: [hamletIds[1]], clusterIds: [clusterIds[0]] };
    const { body } = await app.call('POST', '/groups', { communeId, name: 'Ven đê', ...members });
    const groupId = body.group.id;
    const groupsOf = async (index: number) =>
      (await app.stores.documents.settingsContent(devices[index] ?? ''))?.groupIds;
    expect([await groupsOf(0), await groupsOf(1), await groupsOf(2)]).toEqual([[groupId], [], [groupId]]);
    app.publisher.forget();
    await app.call('PATCH', `/groups/${groupId}`, { areaIds: [], clusterIds: [clusterIds[1]] });
    expect([...app.publisher.settings].sort()).toEqual([...devices].sort());
    expect([await groupsOf(0), await groupsOf(1), await groupsOf(2)]).toEqual([[], [groupId], []]);
    await app.call('DELETE', `/groups/${groupId}`);
    expect(await groupsOf(1)).toEqual([]);
    expect((await app.call('GET', '/groups')).body.groups).toEqual([]);
  });

  it('are refused beyond what a device can follow, and nothing changes', async () => {
    const { communeId, clusterIds } = await addCommune(app);
    const rows = Array.from({ length: 64 }, (_, n) => ({ id: `nhom-${n}`, communeId, name: `Nhóm ${n}` }));
    await app.database.group.createMany({ data: rows });
    const [clusterId = '', otherId = ''] = clusterIds;
    await app.database.groupCluster.createMany({ data: rows.map(({ id }) => ({ groupId: id, clusterId })) });
    const one = { communeId, name: 'Thêm', areaIds: [], clusterIds: [clusterId] };
    expect((await app.call('POST', '/groups', one)).body.code).toBe('too-many-groups');
    const { body } = await app.call('POST', '/groups', { ...one, clusterIds: [otherId] });
    const change = await app.call('PATCH', `/groups/${body.group.id}`, { clusterIds: [clusterId] });
    expect(change.body.code).toBe('too-many-groups');
    const kept = (await app.call('GET', '/groups')).body.groups.find(({ id }: { id: string }) => id === body.group.id);
    expect(kept.clusterIds).toEqual([otherId]);
    expect((await app.call('PATCH', '/groups/nhom-7', { clusterIds: [clusterId, otherId] })).status).toBe(200);
  });
});
