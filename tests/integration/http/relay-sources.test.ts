/** The register of relay sources over HTTP, and what becomes of programmes that name one. */

import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { CheckAhead } from '@loa-lang/controller/services/relay/check-ahead';
import { CheckSource } from '@loa-lang/controller/services/relay/check-source';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { wallClock } from '../../support/fake-clock.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';
import { OddRadio } from '../../support/odd-radio.ts';
import { relayBroadcast } from '../../support/relay-stage.ts';

const HOUR = 3600_000;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let radio: OddRadio;
beforeAll(async () => {
  radio = await OddRadio.start();
});
afterAll(() => radio.stop());
appForFile(async (opened) => {
  app = opened;
  commune = await addCommune(app);
});

const create = (more: object = {}) =>
  app.call('POST', '/relay-sources', {
    areaId: commune.communeId,
    name: 'Đài tỉnh',
    addresses: [radio.url('icy')],
    ...more,
  });

describe('a relay source', () => {
  it('is made, listed, changed and removed; a province’s is its communes’ too', async () => {
    const { status, body } = await create({
      name: '  Đài   tỉnh ',
      addresses: [' http://a.example/x ', 'http://a.example/x'],
    });
    expect([status, body.name, body.addresses, body.enabled]).toEqual([201, 'Đài tỉnh', ['http://a.example/x'], true]);
    await create({ areaId: commune.provinceId, name: 'VOV' });
    const names = async (areaId: string) =>
      (await app.call('GET', `/relay-sources?areaId=${areaId}`)).body.relaySources.map(
        (each: { name: string }) => each.name,
      );
    expect(await names(commune.hamletIds[0] ?? '')).toEqual(['VOV', 'Đài tỉnh']);
    expect(await names(commune.provinceId)).toEqual(['VOV']);
    const changed = await app.call('PATCH', `/relay-sources/${body.id}`, { enabled: false });
    expect([changed.status, changed.body.enabled, changed.body.name]).toEqual([200, false, 'Đài tỉnh']);
    expect((await app.call('DELETE', `/relay-sources/${body.id}`)).body.removedAt).toBeDefined();
    expect(await names(commune.communeId)).toEqual(['VOV']);
    const again = await app.call('PATCH', `/relay-sources/${body.id}`, { enabled: true });
    expect([again.status, again.body.code]).toEqual([404, 'relay-source-unknown']);
  });

  it.each(['ftp://a.example/', 'a.example/live', 'http://', 'http://me:secret@a.example/', 'file:///etc/passwd'])(
    'is not saved with the address %s, and the answer says which it was',
    async (address) => {
      const { status, body } = await create({ addresses: ['http://a.example/', address] });
      expect([status, body.code]).toEqual([422, 'relay-address-invalid']);
      expect(body.message.vi).toContain(address);
    },
  );

  it('of a hamlet is not made', async () => {
    expect((await create({ areaId: commune.hamletIds[0] })).body.code).toBe('not-a-commune');
  });

  it('is tried, and says what was found, then and later', async () => {
    const { body } = await create({ addresses: [radio.url('page'), radio.url('icy')] });
    const { status, body: check } = await app.call('POST', `/relay-sources/${body.id}/check`);
    expect(status).toBe(200);
    expect(check).toMatchObject({ ok: true, address: radio.url('icy'), format: 'mp3', faults: [{ fault: 'html' }] });
    expect(check.faults[0].message.vi).toContain('trang web');
    expect((await app.call('GET', `/relay-sources/${body.id}`)).body.lastCheck).toEqual(check);
  });
});

describe('a programme', () => {
  const schedule = (programme: object[]) =>
    app.call('POST', '/schedules', {
      ...{ communeId: commune.communeId, kind: 'one-off', name: 'Tiếp âm', startInMinutes: 300, windowMinutes: 30 },
      ...{ targets: { areaIds: [commune.communeId] }, programme },
    });
  const relay = (streamId?: string) => ({ kind: 'relay', title: 'VOV1', minutes: 15, ...(streamId && { streamId }) });
  const codesOf = ({ body }: Awaited<ReturnType<typeof schedule>>) =>
    body.warnings.map(({ code }: { code: string }) => code);

  it('that names a source is planned with its stream, and nothing is to be said', async () => {
    const { id } = (await create()).body;
    const saved = await schedule([relay(id)]);
    expect([saved.status, codesOf(saved), saved.body.planned]).toEqual([201, [], 1]);
    const [planned] = await app.stores.streamBroadcasts.withStreams(0, Date.now() + 6 * HOUR, [id]);
    expect(planned?.items).toEqual([{ kind: 'stream', part: 0, durationMs: 15 * 60_000, streamId: id }]);
    expect(await app.stores.streamBroadcasts.withStreams(0, Date.now() + 6 * HOUR, ['another'])).toEqual([]);
    const { body } = await app.call('GET', `/broadcasts/${planned?.id}/readiness`);
    expect(body.relays).toEqual([{ title: 'VOV1', minutes: 15, sourceId: id, name: 'Đài tỉnh', state: 'not-checked' }]);
    // what was not to be had is in the plan while the broadcast is
    const gap = { streamId: id, from: (planned?.startAt ?? 0) + 1000 };
    expect(await app.stores.streamGaps.open(id, gap.from, 'dead')).toBe(true);
    expect(await app.stores.streamGaps.open(id, gap.from + 5, 'silent')).toBe(false);
    const content = () => app.stores.documents.planContent(commune.communeId, Date.now());
    expect((await content()).streamGaps).toEqual([gap]);
    expect(await app.stores.streamGaps.close(id, gap.from + 2000)).toBe(true);
    expect((await content()).streamGaps).toEqual([{ ...gap, to: gap.from + 2000 }]);
    await app.stores.streamGaps.open(id, gap.from + 9000, 'dead');
    // closed before it began: it never was
    await app.stores.streamGaps.close(id, gap.from + 8000);
    expect((await content()).streamGaps).toHaveLength(1);
  });

  it('is told of a source that is off, of one that is missing, and of none', async () => {
    const { id } = (await create({ enabled: false })).body;
    expect(codesOf(await schedule([relay(id)]))).toContain('relay-source-disabled');
    const missing = await schedule([relay('nobody')]);
    expect([missing.status, missing.body.code]).toEqual([422, 'relay-source-missing']);
    const none = await schedule([{ ...relay(), title: 'VOV2' }]);
    expect(none.status === 201 ? codesOf(none) : none.body.code).toEqual(
      none.status === 201 ? expect.arrayContaining(['relay-silent']) : 'schedule-conflicts',
    );
  });
});

describe('ahead of a slot', () => {
  it('a source that cannot be heard is an incident that names both, until it can', async () => {
    const { id } = (await create({ addresses: [radio.url('page')] })).body;
    const startAt = Date.now() + 10 * 60_000;
    const window = { startAt, latestStartAt: startAt, joinUntilAt: startAt + HOUR, endsAt: startAt + HOUR };
    const broadcast = relayBroadcast(commune.communeId, id, { ...window, title: 'Thời sự 18 giờ' });
    await app.stores.broadcasts.create({ broadcast, clusterIds: [] });
    const raised: string[] = [];
    const ahead = new CheckAhead({
      ...{ ...app.stores, openIncidents: app.stores.incidents, timeZone: 'Asia/Ho_Chi_Minh' },
      clock: wallClock,
      checking: new CheckSource({ puller: app.puller, clock: wallClock }),
      incidents: new PostgresIncidentLog(app.database),
      locks: { run: (_, work) => work() },
      onProblem: (problem, cause) => raised.push(`${problem}: ${String(cause)}`),
    });
    await ahead.look();
    const open = async () =>
      (await app.call('GET', '/incidents')).body.incidents.filter(
        (each: { kind: string }) => each.kind === 'relay-failing',
      );
    const [incident] = await open();
    expect(incident).toMatchObject({
      subject: id,
      detail: expect.stringMatching(/Đài tỉnh; Thời sự 18 giờ, .*trang web/),
    });
    expect((await app.call('GET', `/broadcasts/${broadcast.id}/readiness`)).body).toMatchObject({
      relays: [{ state: 'failing' }],
      warnings: [{ code: 'relay-source-failing' }],
    });
    await app.call('PATCH', `/relay-sources/${id}`, { addresses: [radio.url('icy')] });
    await ahead.look();
    expect([await open(), raised]).toEqual([[], []]);
    // good, and not due again: it is not asked
    radio.asked.length = 0;
    await ahead.look();
    expect(radio.asked).toEqual([]);
  });
});
