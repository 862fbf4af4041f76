import { PostgresDeviceRegistry } from '@loa-lang/controller/adapters/postgres/device-registry';
import { beforeEach, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.parse('2026-12-07T09:00:00+07:00');

let app: HttpApp;
let communeId: string;
let clusterIds: string[];
let hamletIds: string[];
appForFile((fresh) => {
  app = fresh;
});
beforeEach(async () => {
  app.setNow(NOW);
  ({ communeId, clusterIds, hamletIds } = await addCommune(app));
  for (const [index, clusterId] of clusterIds.slice(0, 2).entries()) {
    await app.call('POST', '/devices', { id: `may-${index}`, publicKey: `${index}`.repeat(43), clusterId });
  }
  app.publisher.forget();
});

const change = (changes: object[]) => app.call('POST', '/cluster-settings', { changes });
const unitsOf = async () => {
  const { clusters } = (await app.call('GET', '/clusters')).body;
  return clusters.map(({ code, muted, volumeDb, listen, hours }: Record<string, unknown>) => ({
    ...{ code, muted, volumeDb, listen, hours },
  }));
};

describe('settings of many units', () => {
  it('are shown before, set in one act, and brought back by what the act answers', async () => {
    await app.call('PATCH', `/clusters/${clusterIds[0]}`, { volumeDb: -3 });
    await app.call('PATCH', `/clusters/${clusterIds[1]}`, { muted: true, volumeDb: -6 });
    const before = await unitsOf();
    app.publisher.forget();
    const hours = { from: '06:00', until: '18:00' };
    const asked = [{ targets: { areaIds: [communeId] }, set: { volumeDb: -6, muted: true, listen: true, hours } }];
    const preview = await app.call('POST', '/cluster-settings/preview', { changes: asked });
    expect(preview.body).toMatchObject({
      unchanged: 0,
      changes: [
        { code: '01', before: { volumeDb: -3, muted: false }, after: { volumeDb: -6, muted: true, listen: true } },
        { code: '02', before: { listen: false, hours: null }, after: { listen: true, hours } },
        { code: '03', before: { volumeDb: 0 }, after: { volumeDb: -6 } },
      ],
    });
    expect(preview.body.changes[1].after).toEqual({ listen: true, hours });
    expect(await unitsOf()).toEqual(before);
    expect(app.publisher.settings).toEqual([]);

    const done = await change(asked);
    expect(done.body.changes).toEqual(preview.body.changes);
    expect(done.body.delivery).toEqual({ state: 'sent', waiting: [] });
    expect(app.publisher.settings.toSorted()).toEqual(['may-0', 'may-1']);
    expect((await unitsOf()).every(({ muted, volumeDb }: Record<string, unknown>) => muted && volumeDb === -6)).toBe(
      true,
    );
    expect(await app.stores.documents.settingsContent('may-0')).toMatchObject({
      muted: true,
      volumeDb: -6,
      listen: true,
    });

    expect(done.body.undo).toHaveLength(3);
    expect((await change(done.body.undo)).status).toBe(200);
    expect(await unitsOf()).toEqual(before);
  });

  it('change what differs alone, and tell no device what its device needs not know', async () => {
    const quiet = [{ targets: { clusterIds: [clusterIds[0]] }, set: { volumeDb: 0, muted: false } }];
    expect((await change(quiet)).body).toMatchObject({ changes: [], unchanged: 1, undo: [] });
    const hours = { from: '06:00', until: '18:00' };
    const onlyHours = await change([{ targets: { areaIds: [hamletIds[0]] }, set: { hours } }]);
    expect(onlyHours.body.changes).toHaveLength(2);
    expect(onlyHours.body.undo).toEqual([{ targets: { clusterIds: clusterIds.slice(0, 2) }, set: { hours: null } }]);
    expect(app.publisher.settings).toEqual([]);
  });

  it('of a cluster that is named twice, the last counts; without any nothing is done', async () => {
    const asked = [
      { targets: { areaIds: [communeId] }, set: { volumeDb: -12, muted: true } },
      { targets: { clusterIds: [clusterIds[2]] }, set: { volumeDb: -3 } },
    ];
    const { changes } = (await change(asked)).body;
    expect(changes.map(({ after }: { after: object }) => after)).toEqual([
      { muted: true, volumeDb: -12 },
      { muted: true, volumeDb: -12 },
      { muted: true, volumeDb: -3 },
    ]);
    expect((await change([{ targets: {}, set: { muted: true } }])).body.code).toBe('no-targets');
    expect((await change([{ targets: { areaIds: [communeId] }, set: {} }])).status).toBe(400);
  });
});

describe('whether a device obeys', () => {
  it('is said by the settings it holds, not by those that were sent', async () => {
    const registry = new PostgresDeviceRegistry(app.database);
    const signed = async (revision: number) => {
      const content = await app.stores.documents.settingsContent('may-0');
      const bytes = Buffer.from(`x.${Buffer.from(JSON.stringify(content)).toString('base64url')}.x`);
      const row = {
        epoch: 1n,
        revision: BigInt(revision),
        bytes,
        contentHash: 'x',
        issuedAt: new Date(NOW + revision),
      };
      const subject = 'device/may-0/settings';
      await app.database.signedDocument.upsert({ where: { subject }, create: { subject, ...row }, update: row });
    };
    const held = (revision: number, at: number) => registry.recordSync('may-0', 'store', at, { epoch: 1, revision });
    const state = async () => (await app.call('GET', `/clusters/${clusterIds[0]}/settings`)).body;
    const patch = (body: object) => app.call('PATCH', `/clusters/${clusterIds[0]}`, body);

    expect(await state()).toMatchObject({ state: 'waiting', muted: false });
    await signed(1);
    await held(1, NOW + 5000);
    expect(await state()).toMatchObject({ state: 'applied', appliedAt: '2026-12-07T09:00:05+07:00' });
    await patch({ muted: true });
    // set, and not even signed yet
    expect(await state()).toMatchObject({ state: 'waiting', muted: true });
    await signed(2);
    await held(1, NOW + 9000);
    expect((await state()).state).toBe('waiting');
    await held(2, NOW + 10_000);
    await held(2, NOW + 99_000);
    expect(await state()).toMatchObject({ state: 'applied', muted: true, appliedAt: '2026-12-07T09:00:10+07:00' });
    expect((await state()).message.vi).toContain('Đã áp dụng');
    await patch({ volumeDb: -6 });
    expect((await state()).state).toBe('waiting');

    const { clusters } = (await app.call('GET', '/cluster-settings')).body;
    expect(clusters.map((each: { state: string }) => each.state)).toEqual(['waiting', 'waiting', 'no-device']);
  });
});
