/** Cards for speaking on the spot over HTTP, what the plan says of them, and what becomes of what devices report. */
import { PostgresDeviceRegistry } from '@loa-lang/controller/adapters/postgres/device-registry';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { RecordLocalActs } from '@loa-lang/controller/services/on-the-spot/record-local-acts';
import { isSpotCode, readSpotCode } from '@loa-lang/schemas/sealing/spot-code';
import { PlanSchema } from '@loa-lang/schemas/wire/plan';
import type { LocalAct, Receipt, ReportBody } from '@loa-lang/schemas/wire/report';
import { Value } from 'typebox/value';
import { afterEach, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.parse('2026-12-08T01:00:00Z');
const HOUR = 3600_000;
const MINUTE = 60_000;
const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let hamletId: string;

appForFile(async (fresh) => {
  app = fresh;
  app.setNow(NOW);
  commune = await addCommune(app);
  hamletId = commune.hamletIds[0] ?? '';
});

const issue = (body: object = {}) =>
  app.call('POST', '/on-the-spot-credentials', { hamletId, holder: 'Ông Bình, trưởng thôn', until: at(24), ...body });
const planOf = (planId: string, now = NOW) => app.stores.documents.planContent(planId, now);

describe('cards', () => {
  it('are issued with a code that is shown once, stand in the plan of the hamlet, and are taken back', async () => {
    const { status, body } = await issue();
    expect(status, JSON.stringify(body)).toBe(201);
    const code = readSpotCode(body.code) ?? '';
    expect(body.credential).toMatchObject({ hamletId, mayUse: ['templates'], perHour: 4, state: 'valid' });
    expect(app.publisher.plans).toContain(hamletId);

    const content = await planOf(hamletId);
    const [inPlan] = content.onTheSpot?.credentials ?? [];
    expect(inPlan).toMatchObject({ id: body.credential.id, notBefore: NOW, notAfter: NOW + 24 * HOUR });
    if (inPlan === undefined) return;
    expect(await isSpotCode(code, inPlan.verifier)).toBe(true);
    expect(
      await isSpotCode(
        code.replace(/^./, (d) => String((Number(d) + 1) % 10)),
        inPlan.verifier,
      ),
    ).toBe(false);
    expect(Value.Check(PlanSchema, { epoch: 1, revision: 1, issuedAt: NOW, ...content })).toBe(true);
    expect((await planOf(commune.communeId)).onTheSpot).toBeUndefined();
    // it ends by itself
    expect((await planOf(hamletId, NOW + 25 * HOUR)).onTheSpot).toBeUndefined();

    const listed = await app.call('GET', '/on-the-spot-credentials');
    expect(listed.body.credentials).toHaveLength(1);
    expect(JSON.stringify(listed.body)).not.toContain(inPlan.verifier.hash);
    const revoked = await app.call('DELETE', `/on-the-spot-credentials/${body.credential.id}`);
    expect(revoked).toMatchObject({ status: 200, body: { revoked: body.credential.id } });
    expect((await planOf(hamletId)).onTheSpot).toBeUndefined();
    const again = await app.call('DELETE', `/on-the-spot-credentials/${body.credential.id}`);
    expect(again).toMatchObject({ status: 404, body: { code: 'spot-credential-unknown' } });
  });

  it.each([
    ['for ever', { until: at(24 * 400) }, 'spot-times'],
    ['for yesterday', { from: at(-48), until: at(-24) }, 'spot-times'],
    ['backwards', { from: at(48), until: at(24) }, 'spot-times'],
  ])('are not issued %s', async (_, body, code) => {
    expect(await issue(body)).toMatchObject({ status: 422, body: { code } });
  });

  it('are for hamlets, and not without end', async () => {
    expect(await issue({ hamletId: commune.communeId })).toMatchObject({ body: { code: 'area-unknown' } });
    for (let i = 0; i < 16; i++) expect((await issue({ holder: `Thẻ ${i}` })).status).toBe(201);
    expect(await issue()).toMatchObject({ status: 409, body: { code: 'spot-too-many' } });
  });

  it('bring the prepared emergencies of the commune into the plan', async () => {
    await issue();
    expect((await planOf(hamletId)).onTheSpot?.templates).toEqual([]);
    const bulletinId = await addReadyBulletin(app, commune.communeId, 20_000, 'b', { title: 'Ở yên trong nhà' });
    const { communeId } = commune;
    await app.stores.emergencies.prepare({ communeId, templateId: 'stay-inside', bulletinId, inputs: 'x' });
    await app.stores.emergencies.prepare({ communeId, templateId: 'stay-inside.next', bulletinId, inputs: 'x' });
    const { onTheSpot } = await planOf(hamletId);
    expect(onTheSpot?.templates).toEqual([
      {
        ...{ id: bulletinId, title: 'Ở yên trong nhà', class: 'emergency', readings: 3, gainDb: 6 },
        versions: [{ assetId: 'b'.repeat(64), sizeBytes: 60_000, durationMs: 20_000, language: 'vi' }],
      },
    ]);
  });
});

describe('what devices report', () => {
  let recording: RecordLocalActs | undefined;
  let number = 0;
  const problems: string[] = [];
  afterEach(async () => {
    await recording?.stop();
    recording = undefined;
    expect(problems.splice(0)).toEqual([]);
  });

  async function device(deviceId: string, index = 0): Promise<void> {
    const publicKey = Buffer.alloc(32, deviceId.charCodeAt(0)).toString('base64url');
    const clusterId = commune.clusterIds[index] ?? null;
    await app.database.device.create({ data: { id: deviceId, publicKey, clusterId } });
  }
  const record = (): RecordLocalActs => {
    const incidents = new PostgresIncidentLog(app.database);
    const registry = new PostgresDeviceRegistry(app.database);
    recording ??= new RecordLocalActs({
      ...{ registry, incidents, feed: app.feed, clock: { now: () => NOW } as never },
      acts: app.stores.localActs,
      spotCredentials: app.stores.spotCredentials,
      broadcasts: app.stores.broadcasts,
      bulletins: app.stores.bulletins,
      emergencies: app.stores.emergencies,
      reader: app.stores.register.reader,
      openIncidents: app.stores.incidents,
      onProblem: (problem, cause) => problems.push(`${problem}: ${cause}`),
    });
    return recording;
  };
  /** Stored, as the report store does; told when it was. */
  async function reported(deviceId: string, bodies: ReportBody[], tell = true): Promise<void> {
    for (const body of bodies) {
      const data = { deviceId, storeId: 's1', number: ++number, kind: body.kind, receivedAt: new Date(NOW + number) };
      await app.database.reportRow.create({ data: { ...data, body: body as never } });
      const entry = { number, body };
      if (tell) record().added([{ deviceId, storeId: 's1', lowestHeld: 1, entry, receivedAt: NOW }]);
    }
    await recording?.stop();
  }
  const act = (credentialId: string, over: Partial<LocalAct> = {}): LocalAct => ({
    ...{ kind: 'local-act', broadcastId: 'spot-1', credentialId, areaId: hamletId, source: 'template' },
    ...{ title: 'Sơ tán ngay', class: 'emergency', startAt: NOW + HOUR, endsAt: NOW + HOUR + 11 * MINUTE },
    timeBasis: 'controller',
    items: [{ kind: 'asset', part: 0, durationMs: 60_000, language: 'vi', assetId: 'c'.repeat(64), sizeBytes: 60_000 }],
    ...over,
  });
  const receipt = (state: Receipt['state'], playedMs = 60_000, over: Partial<Receipt> = {}): Receipt => ({
    ...{ kind: 'receipt', broadcastId: 'spot-1', version: 1, run: 1, state },
    ...{ startedAt: NOW + HOUR, endedAt: NOW + HOUR + playedMs },
    items: [{ index: 0, part: 0, playedMs }],
    outputLevelDbfs: -20,
    ...over,
  });
  const card = async (): Promise<string> => (await issue()).body.credential.id;
  const broadcasts = async () => (await app.call('GET', `/broadcasts?communeId=${commune.communeId}`)).body.broadcasts;
  const incidents = async () =>
    (await app.call('GET', '/incidents')).body.incidents.map((each: { kind: string; detail: string }) => [
      each.kind,
      each.detail,
    ]);

  it('becomes a broadcast with its coverage, and tells the office', async () => {
    const id = await card();
    await device('d1');
    await reported('d1', [
      act(id),
      receipt('started', 0),
      act(id, { endedAt: NOW + HOUR + MINUTE }),
      receipt('finished'),
    ]);
    app.setNow(NOW + 2 * HOUR);
    const [only, ...more] = await broadcasts();
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      ...{ id: 'spot-1', title: 'Sơ tán ngay', class: 'emergency', level: 'hamlet', state: 'done', clusters: 1 },
      onTheSpot: { deviceId: 'd1', holder: 'Ông Bình, trưởng thôn', source: 'template', timeBasis: 'controller' },
    });
    const coverage = (await app.call('GET', '/broadcasts/spot-1/coverage')).body;
    expect(coverage).toMatchObject({ complete: true, clustersReached: 1, householdsReached: 70 });
    expect(await incidents()).toEqual([['spoken-on-the-spot', 'Ông Bình, trưởng thôn: Sơ tán ngay (01)']]);
    // no plan carries it: only its device has it
    expect((await planOf(hamletId)).broadcasts).toEqual([]);
    const log = await app.call('GET', `/programme-log/${commune.communeId}/2026-12`);
    expect(JSON.stringify(log.body)).toContain('phát tại chỗ: Ông Bình, trưởng thôn');
  });

  it('an emergency is to be justified by somebody else, as any other', async () => {
    const templateId = await addReadyBulletin(app, commune.communeId, 20_000, 'c', { title: 'Sơ tán ngay' });
    const id = await card();
    await device('d1');
    await reported('d1', [act(id, { templateId }), act(id, { templateId, endedAt: NOW + HOUR + MINUTE })]);
    const { active, recent } = (await app.call('GET', '/emergencies')).body;
    const [told, ...more] = [...active, ...recent];
    expect(more).toEqual([]);
    expect(told).toMatchObject({ broadcastId: 'spot-1', sentBy: { name: 'Ông Bình, trưởng thôn' }, level: 'hamlet' });
    expect(told.justification).toMatchObject({ needed: true });
    const justified = await app.call('POST', `/emergencies/${told.id}/justify`, { reason: 'nước lên nhanh' });
    expect(justified).toMatchObject({ status: 200, body: { justification: { needed: false } } });
    expect((await broadcasts())[0].bulletins).toEqual([{ bulletinId: templateId, title: 'Sơ tán ngay' }]);
  });

  it('of a microphone the content is what was said, and whoever has finished has stopped nothing', async () => {
    const id = (await issue({ mayUse: ['microphone'] })).body.credential.id;
    await device('d1');
    const open = act(id, {
      ...{ source: 'microphone', class: 'live', title: 'Nói trực tiếp tại loa', endsAt: NOW + 2 * HOUR },
      items: [{ kind: 'stream', part: 0, durationMs: 15 * MINUTE, streamId: 'spot-1' }],
    });
    const over = { ...open, endedAt: NOW + HOUR + 3 * MINUTE, stopped: true, playedMs: 3 * MINUTE };
    await reported('d1', [open, receipt('started', 0), over, receipt('stopped', 3 * MINUTE, { reason: 'cancelled' })]);
    app.setNow(NOW + 3 * HOUR);
    expect((await broadcasts())[0]).toMatchObject({ class: 'live', state: 'done', durationMs: 3 * MINUTE });
    const coverage = (await app.call('GET', '/broadcasts/spot-1/coverage')).body;
    expect(coverage).toMatchObject({ clustersReached: 1, clusters: [{ playedMs: 3 * MINUTE, contentMs: 3 * MINUTE }] });
    expect((await incidents()).map(([kind]: [string]) => kind)).toEqual(['spoken-on-the-spot']);
  });

  it('is the same whatever the order, and after a crash between the report and its broadcast', async () => {
    const id = await card();
    await device('d1');
    const ended = act(id, { endedAt: NOW + HOUR + MINUTE, stopped: true });
    await reported('d1', [receipt('started', 0), act(id), receipt('stopped', 30_000), ended], false);
    expect(await broadcasts()).toEqual([]);
    record().start();
    await recording?.stop();
    const coverage = (await app.call('GET', '/broadcasts/spot-1/coverage')).body;
    expect(coverage.clusters).toMatchObject([{ receipt: 'stopped', playedMs: 30_000 }]);
    expect((await broadcasts())[0]).toMatchObject({ state: 'cancelled', cancelReason: 'dừng tại loa' });
    await reported('d1', [], true);
    expect(await broadcasts()).toHaveLength(1);
  });

  it('gets its right time once the device knows it, and is stopped from afar by the plan', async () => {
    const id = await card();
    await device('d1');
    await reported('d1', [
      act(id, { startAt: NOW - 5 * HOUR + 1, endsAt: NOW - 5 * HOUR + MINUTE, timeBasis: 'last-known' }),
    ]);
    const unknown = await broadcasts();
    expect(unknown[0].onTheSpot.timeBasis).toBe('last-known');
    await reported('d1', [act(id, { startAt: NOW - MINUTE, endsAt: NOW + 10 * MINUTE })]);
    const [dated] = await broadcasts();
    expect(dated).toMatchObject({ state: 'playing', onTheSpot: { timeBasis: 'controller' } });
    expect(Date.parse(dated.startAt)).toBe(NOW - MINUTE);
    expect((await app.call('POST', '/broadcasts/spot-1/cancel', { reason: 'đủ rồi' })).status).toBe(200);
    expect((await planOf(hamletId)).broadcasts).toEqual([{ id: 'spot-1', cancelledAt: NOW, reason: 'đủ rồi' }]);
    // what the device says of its end changes nothing of who stopped it
    await reported('d1', [act(id, { startAt: NOW - MINUTE, endedAt: NOW + 1, stopped: true })]);
    expect((await broadcasts())[0]).toMatchObject({ state: 'cancelled', cancelReason: 'đủ rồi' });
  });

  it('an unknown, foreign or revoked card is told as such; nothing is hidden', async () => {
    const id = await card();
    await device('d1');
    await reported('d1', [act('nobodys')]);
    await app.call('DELETE', `/on-the-spot-credentials/${id}`);
    await reported('d1', [act(id, { broadcastId: 'spot-2' })]);
    await reported('d1', [act(id, { broadcastId: 'spot-3', areaId: commune.hamletIds[1] ?? '' })]);
    await reported('d1', [act(id, { broadcastId: 'spot-4', startAt: NOW - MINUTE, source: 'microphone' })]);
    const told = (await incidents()).filter(([kind]: [string]) => kind === 'local-act-not-allowed');
    expect(told.map(([, detail]: [string, string]) => detail.split(':')[0]).sort()).toEqual([
      'not what the card allows',
      'revoked card',
      'unknown card',
      'unknown card',
    ]);
    expect(await broadcasts()).toHaveLength(4);
  });

  it('no device writes over another one’s act, nor over what was planned', async () => {
    const id = await card();
    await device('d1');
    await device('e2', 1);
    await reported('d1', [act(id)]);
    await reported('e2', [act(id, { title: 'Của tôi' })]);
    const [only] = await broadcasts();
    expect(only).toMatchObject({ title: 'Sơ tán ngay', onTheSpot: { deviceId: 'd1' } });
    expect(await incidents()).toContainEqual(['local-act-not-allowed', 'spot-1 is another broadcast']);
  });
});
