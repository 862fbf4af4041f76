import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import { describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { rulerWav } from '../../support/audio/ruler.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp, untilMade } from '../../support/http-app.ts';

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
appForEachTest(async (fresh) => {
  app = fresh;
  commune = await addCommune(app);
});

const TAY = 'tyz';
const speaks = async (hamlet: number, ...languages: string[]) =>
  expect((await app.call('PATCH', `/areas/${commune.hamletIds[hamlet]}`, { languages })).status).toBe(200);
const plan = (bulletinId: string, more: object = {}) =>
  app.call('POST', '/broadcasts', {
    bulletins: [{ bulletinId }],
    targets: { areaIds: [commune.communeId] },
    start: 'now',
    ...more,
  });
const upload = (id: string, language: string, seed: number) =>
  app.upload(`/bulletins/${id}/versions/${language}/upload`, { name: `${language}.wav`, bytes: rulerWav(1, seed) });
const codes = (warnings: { code: string }[]) => warnings.map((each) => each.code);

describe('a version a language', () => {
  it('text in one, a recording in another; each device plays its own from the same plan', async () => {
    await speaks(0, TAY, 'vi');
    const { communeId, clusterIds } = commune;
    const created = await app.call('POST', '/bulletins', { communeId, text: 'Mời bà con họp.' });
    const { id } = created.body;
    await untilMade(app, id);
    expect((await upload(id, TAY, 3)).status).toBe(202);
    const made = await untilMade(app, id);
    expect(made.versions.map((each: { language: string; version: number }) => [each.language, each.version])).toEqual([
      ['vi', 1],
      [TAY, 2],
    ]);
    expect(made).toMatchObject({ state: 'ready', language: 'vi', text: 'Mời bà con họp.' });
    expect(made.versions[1]).toMatchObject({ fileName: `${TAY}.wav`, state: 'ready' });

    const { status, body } = await plan(id);
    expect(status).toBe(201);
    expect(body.warnings).toEqual([]);
    const { broadcasts } = await app.stores.documents.planContent(communeId, Date.now());
    const [planned] = broadcasts;
    if (planned === undefined || !('items' in planned)) throw new Error('nothing is planned');
    // the device's own choice, by the languages that its own settings carry
    const chosen = await Promise.all(
      clusterIds.map(async (clusterId, index) => {
        const key = 'ABC'.charAt(index).repeat(43);
        const device = await app.call('POST', '/devices', { publicKey: key, clusterId });
        const settings = await app.stores.documents.settingsContent(device.body.device.id);
        return selectItems(planned.items, settings?.languages ?? []).map((each) => each.assetId);
      }),
    );
    const [vi, tay] = made.versions.map((each: { audio: { assetId: string } }) => each.audio.assetId);
    expect(chosen).toEqual([[tay], [tay], [vi]]);
    // each language can be heard
    const heard = (language: string) =>
      app.server.inject({ url: `/api/v1/bulletins/${id}/audio?language=${language}`, headers: { host: 'localhost' } });
    expect((await heard(TAY)).headers).toMatchObject({ etag: `"${tay}"`, 'cache-control': 'private, no-cache' });
    expect(JSON.parse((await heard('hmn')).body).code).toBe('language-version-unknown');
  });

  it('a missing version falls back to Vietnamese with a warning that names the hamlets', async () => {
    await speaks(0, TAY, 'vi');
    const id = await addReadyBulletin(app, commune.communeId);
    const { status, body } = await plan(id);
    expect(status).toBe(201);
    expect(codes(body.warnings)).toEqual(['language-fallback']);
    expect(body.warnings[0]).toMatchObject({ bulletinId: id, hamletIds: [commune.hamletIds[0]] });
    expect(body.warnings[0].message.vi).toMatch(
      /"Lịch tiêm phòng" chưa có bản tiếng .* cho thôn Đồng Gai; .* bản tiếng Việt/u,
    );
    expect((await app.call('GET', `/broadcasts/${body.broadcast.id}`)).body.warnings).toEqual(body.warnings);
    // only where it matters
    const elsewhere = await plan(id, { targets: { areaIds: [commune.hamletIds[1]] } });
    expect(elsewhere.body.warnings).toEqual([]);
  });

  it('what would be silent is said; what nobody would hear is refused', async () => {
    await speaks(0, TAY);
    const { communeId } = commune;
    const fields = { communeId, language: TAY };
    const uploaded = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: rulerWav(1, 1) }, fields);
    const { id } = await untilMade(app, uploaded.body.id);
    const { body } = await plan(id);
    expect(codes(body.warnings)).toEqual(['language-silent']);
    expect(body.warnings[0].hamletIds).toEqual([commune.hamletIds[1]]);
    const nobody = await plan(id, { targets: { areaIds: [commune.hamletIds[1]] } });
    expect(nobody.body.code).toBe('nothing-to-play');
  });

  it('replacing follows with a new version: what is planned keeps its audio, what is planned next has the new one', async () => {
    const { communeId } = commune;
    const uploaded = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: rulerWav(1, 1) }, { communeId });
    const { id, audio: before } = await untilMade(app, uploaded.body.id);
    const planned = (await plan(id)).body.broadcast;
    expect((await upload(id, 'vi', 2)).body.state).toBe('processing');
    expect((await plan(id)).body.code).toBe('bulletin-not-ready');
    const made = await untilMade(app, id);
    expect(made.versions).toMatchObject([{ language: 'vi', version: 2 }]);
    expect(made.audio.assetId).not.toBe(before.assetId);
    const itemsNow = (await app.call('GET', `/broadcasts/${planned.id}`)).body.items;
    expect(itemsNow[0].assetId).toBe(before.assetId);
    expect((await plan(id)).body.broadcast.items[0].assetId).toBe(made.audio.assetId);
  });

  it('a version that cannot be made counts as missing, and the rest airs', async () => {
    await speaks(0, TAY);
    const id = await addReadyBulletin(app, commune.communeId);
    const spoken = await app.call('PUT', `/bulletins/${id}/versions/${TAY}`, { text: 'Phuối Tày' });
    expect(spoken).toMatchObject({ status: 422, body: { code: 'speech-language-unread' } });
    const file = { name: 'tay.wav', bytes: Buffer.from('no recording') };
    expect((await app.upload(`/bulletins/${id}/versions/${TAY}/upload`, file)).status).toBe(202);
    const made = await untilMade(app, id);
    expect(made).toMatchObject({ state: 'ready', fault: { code: 'audio-not-audio' } });
    expect(made.versions[1]).toMatchObject({ language: TAY, state: 'failed' });
    const { body } = await plan(id);
    expect(body.broadcast.items).toHaveLength(1);
    expect(codes(body.warnings)).toEqual(['language-fallback']);
  });

  it('a kept bulletin keeps its old audio on the devices until the new one is made', async () => {
    const { communeId } = commune;
    const kept = async () =>
      (await app.stores.documents.planContent(communeId, Date.now())).keepAssets.map((each) => each.assetId);
    const fields = { communeId, keep: 'true' };
    const uploaded = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: rulerWav(1, 1) }, fields);
    const { id, audio } = await untilMade(app, uploaded.body.id);
    expect(await kept()).toEqual([audio.assetId]);
    await upload(id, 'vi', 2);
    expect(await kept()).toContain(audio.assetId);
    const made = await untilMade(app, id);
    await eventually('only the new one', async () => (await kept()).join() === made.audio.assetId);
    const tay = await upload(id, TAY, 4);
    expect(tay.status).toBe(202);
    const both = await untilMade(app, id);
    expect((await kept()).sort()).toEqual(
      both.versions.map((each: { audio: { assetId: string } }) => each.audio.assetId).sort(),
    );
    expect((await app.call('DELETE', `/bulletins/${id}/versions/${TAY}`)).status).toBe(200);
    expect(await kept()).toEqual([made.audio.assetId]);
  });

  it('two at once get two numbers; wrong ones leave nothing', async () => {
    const id = await addReadyBulletin(app, commune.communeId);
    await Promise.all([upload(id, 'vi', 1), upload(id, TAY, 2), upload(id, 'hmn', 3)]);
    const made = await untilMade(app, id);
    const numbers = made.versions.map((each: { version: number }) => each.version);
    expect(numbers.sort()).toEqual([2, 3, 4]);
    expect((await upload('nothing', TAY, 1)).body.code).toBe('bulletin-unknown');
    expect((await app.call('PUT', `/bulletins/${id}/versions/x1`, { text: 'a' })).body.code).toBe('bad-request');
    expect((await app.call('PUT', `/bulletins/${id}/versions/vi`, { text: '  ' })).body.code).toBe('speech-empty');
    expect(await app.database.bulletinVersion.count()).toBe(4);
  });
});

describe('removing', () => {
  const later = new Date(Date.now() + 3600_000).toISOString();

  it('names the planned uses and asks; nothing changes until confirmed, and the plan stays true after it', async () => {
    const { communeId, hamletIds } = commune;
    const id = await addReadyBulletin(app, communeId);
    const planned = (await plan(id, { start: later, targets: { areaIds: [hamletIds[0]] }, title: 'Buổi chiều' })).body
      .broadcast;
    const cancelled = (await plan(id, { start: later })).body.broadcast;
    await app.call('POST', `/broadcasts/${cancelled.id}/cancel`);

    const asked = await app.call('DELETE', `/bulletins/${id}`);
    expect(asked).toMatchObject({ status: 409, body: { code: 'bulletin-in-use' } });
    expect(asked.body.message.vi).toContain('Còn 1 lượt phát');
    expect(asked.body.uses).toEqual([
      {
        broadcastId: planned.id,
        title: 'Buổi chiều',
        class: 'scheduled',
        state: 'planned',
        outcome: 'stays',
        startAt: planned.startAt,
        endsAt: planned.endsAt,
        hamlets: ['Đồng Gai'],
        clusters: 2,
      },
    ]);
    expect((await app.call('GET', `/bulletins/${id}`)).status).toBe(200);

    const removed = await app.call('DELETE', `/bulletins/${id}?confirm=true`);
    expect(removed).toMatchObject({ status: 200, body: { removed: id, uses: asked.body.uses } });
    expect(removed.body.notice).toMatchObject({ code: 'bulletin-removed-uses-stay' });
    expect((await app.call('GET', `/bulletins/${id}`)).status).toBe(404);
    const content = await app.stores.documents.planContent(hamletIds[0] ?? '', Date.now());
    expect(content.broadcasts).toMatchObject([{ id: planned.id, items: planned.items }]);
    expect((await app.call('GET', `/broadcasts/${planned.id}`)).body).toMatchObject({
      state: 'planned',
      bulletins: [{ bulletinId: id, title: 'Lịch tiêm phòng' }],
    });
    expect((await plan(id)).body.code).toBe('bulletin-unknown');
  });

  it('what nothing uses is removed at once, what is over does not ask', async () => {
    const id = await addReadyBulletin(app, commune.communeId);
    const { body } = await plan(id);
    app.setNow(Date.parse(body.broadcast.endsAt) + 1);
    expect(await app.call('DELETE', `/bulletins/${id}`)).toMatchObject({
      status: 200,
      body: { removed: id, uses: [] },
    });
  });

  it('is undone: with its versions, kept on the devices again; twice is once', async () => {
    const { communeId } = commune;
    const id = await addReadyBulletin(app, communeId);
    await app.call('PATCH', `/bulletins/${id}`, { keep: true });
    const before = (await app.call('GET', `/bulletins/${id}`)).body;
    const kept = async () => (await app.stores.documents.planContent(communeId, Date.now())).keepAssets.length;
    expect(await kept()).toBe(1);
    await app.call('DELETE', `/bulletins/${id}`);
    expect(await kept()).toBe(0);
    const listed = (await app.call('GET', '/bulletins?removed=true')).body.bulletins;
    expect(listed).toMatchObject([{ id, removedAt: expect.any(String) }]);
    expect((await app.call('GET', '/bulletins')).body.bulletins).toEqual([]);
    app.publisher.forget();
    for (let time = 0; time < 2; time++) {
      const restored = await app.call('POST', `/bulletins/${id}/restore`);
      expect(restored).toMatchObject({ status: 200, body: before });
      expect(restored.body.removedAt).toBeUndefined();
    }
    expect(app.publisher.plans).toEqual([communeId]);
    expect(await kept()).toBe(1);
    expect((await app.call('POST', '/bulletins/nothing/restore')).body.code).toBe('bulletin-unknown');
  });

  it('one brought back after a restart still has what was uploaded', async () => {
    const { communeId } = commune;
    await app.useCases.making.stop();
    const uploaded = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: rulerWav(1, 9) }, { communeId });
    const { id } = uploaded.body;
    await app.call('DELETE', `/bulletins/${id}`);
    // what a restart clears away is decided by what is unfinished
    const unfinished = (await app.stores.bulletins.unfinished()).map((version) => version.bulletinId);
    expect(unfinished).toContain(id);
  });

  it('a language asks in the same way, and the last one stays', async () => {
    const id = await addReadyBulletin(app, commune.communeId);
    expect((await app.call('DELETE', `/bulletins/${id}/versions/vi`)).body.code).toBe('version-is-last');
    await upload(id, TAY, 1);
    await untilMade(app, id);
    await plan(id, { start: later });
    expect((await app.call('DELETE', `/bulletins/${id}/versions/${TAY}`)).body).toMatchObject({
      code: 'bulletin-in-use',
      uses: [{ state: 'planned' }],
    });
    expect((await app.call('DELETE', `/bulletins/${id}/versions/${TAY}?confirm=true`)).status).toBe(200);
    expect((await app.call('GET', `/bulletins/${id}`)).body.versions).toHaveLength(1);
    expect((await app.call('DELETE', `/bulletins/${id}/versions/${TAY}?confirm=true`)).body.code).toBe(
      'language-version-unknown',
    );
  });
});

describe('an earlier end', () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const HOUR = 3600_000;

  it('names the planned broadcasts that begin after it and asks; confirmed, they still air', async () => {
    const id = await addReadyBulletin(app, commune.communeId);
    const before = (await plan(id, { start: at(HOUR) })).body.broadcast;
    const after = (await plan(id, { start: at(3 * HOUR) })).body.broadcast;
    const cancelled = (await plan(id, { start: at(4 * HOUR) })).body.broadcast;
    await app.call('POST', `/broadcasts/${cancelled.id}/cancel`);
    const validUntil = at(2 * HOUR);
    const asked = await app.call('PATCH', `/bulletins/${id}`, { validUntil, title: 'Tên mới' });
    expect(asked).toMatchObject({ status: 409, body: { code: 'bulletin-ends-in-use' } });
    expect(asked.body.uses).toMatchObject([{ broadcastId: after.id, state: 'planned' }]);
    expect(asked.body.message.vi).toContain('Còn 1 lượt phát');
    const unchanged = (await app.call('GET', `/bulletins/${id}`)).body;
    expect([unchanged.validUntil, unchanged.title]).toEqual([undefined, 'Lịch tiêm phòng']);

    const changed = await app.call('PATCH', `/bulletins/${id}?confirm=true`, { validUntil });
    expect(changed).toMatchObject({ status: 200, body: { id, uses: asked.body.uses } });
    expect(changed.body.notice).toMatchObject({ code: 'bulletin-ended-uses-stay' });
    expect(Date.parse(changed.body.validUntil)).toBe(Math.floor(Date.parse(validUntil)));
    for (const { id: broadcastId } of [before, after]) {
      expect((await app.call('GET', `/broadcasts/${broadcastId}`)).body.state).toBe('planned');
    }
    expect((await plan(id, { start: at(5 * HOUR) })).body.code).toBe('bulletin-expired');
  });

  it('asks for what it cuts off only: not for what was cut off before, a later end, none at all, or other changes', async () => {
    const id = await addReadyBulletin(app, commune.communeId);
    await plan(id, { start: at(3 * HOUR) });
    const change = async (fields: object, confirm = '') =>
      (await app.call('PATCH', `/bulletins/${id}${confirm}`, fields)).status;
    expect(await change({ validUntil: at(4 * HOUR) })).toBe(200);
    expect(await change({ title: 'Khác', keep: true })).toBe(200);
    expect(await change({ validUntil: at(2 * HOUR) })).toBe(409);
    expect(await change({ validUntil: at(2 * HOUR) }, '?confirm=true')).toBe(200);
    expect(await change({ validUntil: at(HOUR) })).toBe(200);
    expect(await change({ validUntil: null })).toBe(200);
  });

  it('asks for repetitions that would come after it', async () => {
    const id = await addReadyBulletin(app, commune.communeId);
    const repeat = { everyMs: 600_000, until: at(3 * HOUR) };
    expect((await plan(id, { start: at(HOUR), repeat })).status).toBe(201);
    expect((await app.call('PATCH', `/bulletins/${id}`, { validUntil: at(2 * HOUR) })).body.code).toBe(
      'bulletin-ends-in-use',
    );
    expect((await app.call('PATCH', `/bulletins/${id}`, { validUntil: at(4 * HOUR) })).status).toBe(200);
  });
});

describe('an emergency', () => {
  it('with a tune before its first word airs, and says so', async () => {
    const { communeId } = commune;
    const upload = (kind: string, seed: number) =>
      app.upload('/bulletins/upload', { name: 'a.wav', bytes: rulerWav(1, seed) }, { communeId, kind });
    const notice = await untilMade(app, (await upload('notice', 1)).body.id);
    const emergency = await untilMade(app, (await upload('emergency', 2)).body.id);
    const warned = await plan(notice.id, { class: 'emergency' });
    expect([warned.status, codes(warned.body.warnings)]).toEqual([201, ['emergency-after-tune']]);
    expect((await plan(emergency.id, { class: 'emergency' })).body.warnings).toEqual([]);
  });
});
