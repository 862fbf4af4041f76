import type { SelfTestReport } from '@loa-lang/schemas/wire/report';
import { beforeEach, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

/** a Tuesday */
const NOW = Date.parse('2026-12-08T09:30:00+07:00');
const SLOT = 20_000;
const DAY = 24 * 3600_000;

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
  for (const [index, clusterId] of clusterIds.entries()) {
    await app.call('POST', '/devices', { id: `may-${index}`, publicKey: `${index}`.repeat(43), clusterId });
  }
  await app.database.device.updateMany({ data: { online: true } });
});

const HZ = [400, 630, 1000, 1600, 2500, 4000];
const report = (commandId: string, loss = 0, more: Partial<SelfTestReport> = {}): SelfTestReport => ({
  ...{ kind: 'self-test', commandId, outcome: 'measured', playedDbfs: -20, delayMs: 40, confidence: 0.8 },
  bands: HZ.map((hz) => ({ hz, levelDbfs: Math.max(-83, -35 - loss), noiseDbfs: -70 })),
  ...more,
});
const silent = (commandId: string) => report(commandId, 60, { confidence: 0.02 });

const order = (body: object = {}, cluster = 0) => app.call('POST', `/clusters/${clusterIds[cluster]}/self-tests`, body);
const list = async (cluster = 0) => (await app.call('GET', `/clusters/${clusterIds[cluster]}/self-tests`)).body;
const incidents = async () =>
  (await app.call('GET', '/incidents')).body.incidents.map(({ kind }: { kind: string }) => kind);

/** An hour later. @returns how the test was graded */
let hours = 0;
async function tested(make: (id: string) => SelfTestReport, mode = 'check') {
  hours += 1;
  app.setNow(NOW + hours * 3600_000);
  const { status, body } = await order({ mode });
  expect(status).toBe(201);
  await app.report('may-0', make(body.command.id));
  await app.remote.judging.look();
  return (await list()).tests[0];
}
beforeEach(() => {
  hours = 0;
});

describe('a self-test', () => {
  it('is ordered, measured, compared with the calibration, and its figures and words are shown', async () => {
    expect((await list()).baseline).toMatchObject({ state: 'missing' });
    const first = await tested((id) => report(id));
    expect(first.grade).toBeUndefined();
    expect(first.notes[0]).toMatchObject({ code: 'not-calibrated' });
    const calibrated = await tested((id) => report(id), 'calibrate');
    expect(calibrated).toMatchObject({ grade: 'pass', notes: [{ code: 'calibrated' }], orderedBy: 'Đài truyền thanh' });
    const act = encodeURIComponent('POST /clusters/:id/self-tests');
    const [{ details, subjectId }] = (await app.call('GET', `/audit?act=${act}&limit=1`)).body.entries;
    expect(details.after).toEqual({ name: 'self-test', mode: 'calibrate', clusters: ['01'] });
    expect(subjectId).toBe(clusterIds[0]);
    expect((await list()).baseline).toMatchObject({
      ...{ state: 'calibrated', madeBy: 'Đài truyền thanh', selfTestId: calibrated.id },
    });
    const softer = await tested((id) => report(id, 7.2));
    expect(softer).toMatchObject({
      grade: 'weak',
      figures: { lossDb: 7.2, missing: 0 },
      notes: [{ code: 'level-low' }],
    });
    expect(softer.message.vi).toBe('Yếu: nhỏ hơn mức chuẩn 7,2 dB');
    expect(softer.measured.bands).toHaveLength(6);
    const { points } = (await app.call('GET', `/clusters/${clusterIds[0]}/self-tests/history`)).body;
    expect(points.map(({ grade, lossDb }: Record<string, unknown>) => [grade, lossDb])).toEqual([
      [undefined, undefined],
      ['pass', undefined],
      ['weak', 7.2],
    ]);
    // six bands of −35 dBFS together
    expect(points[0].levelDbfs).toBeCloseTo(-35 + 10 * Math.log10(6), 1);
  });

  it('raises silence at once and weakness when a second one agrees; what is heard again clears them', async () => {
    await tested((id) => report(id), 'calibrate');
    expect((await tested((id) => report(id, 7))).grade).toBe('weak');
    expect(await incidents()).toEqual([]);
    await tested((id) => report(id, 8));
    expect(await incidents()).toEqual(['self-test-weak']);
    expect((await tested(silent)).grade).toBe('silent');
    expect(await incidents()).toEqual(['self-test-silent']);
    const [open] = (await app.call('GET', '/incidents')).body.incidents;
    expect(open.detail).toContain('Micro không thấy tín hiệu thử');
    await tested((id) => ({ kind: 'self-test', commandId: id, outcome: 'interrupted' }));
    expect(await incidents()).toEqual(['self-test-silent']);
    await tested((id) => report(id, 5));
    expect(await incidents()).toEqual(['self-test-weak']);
    await tested((id) => report(id, 1));
    expect(await incidents()).toEqual([]);
  });

  it('that hears the horn again ends its silence, also where nothing is there to compare it with', async () => {
    expect((await tested(silent)).grade).toBe('silent');
    expect(await incidents()).toEqual(['self-test-silent']);
    expect((await tested((id) => report(id))).grade).toBeUndefined();
    expect(await incidents()).toEqual([]);
  });

  it('is graded once, after a crash too, whoever looks', async () => {
    const { body } = await order();
    // stored, and nobody was told
    await app.database.selfTest.update({
      where: { id: body.command.id },
      data: { reportedAt: new Date(NOW), outcome: 'measured', report: silent(body.command.id) },
    });
    await Promise.all([app.remote.judging.look(), app.remote.judging.look()]);
    await app.remote.judging.look();
    expect((await list()).tests).toMatchObject([{ grade: 'silent' }]);
    const [row] = await app.database.incident.findMany();
    expect(row).toMatchObject({ kind: 'self-test-silent', subject: clusterIds[0], clusterId: clusterIds[0], count: 1 });
  });

  it('of a replaced device asks for a new calibration; of another volume it is corrected', async () => {
    await tested((id) => report(id), 'calibrate');
    await app.call('PATCH', `/clusters/${clusterIds[0]}`, { volumeDb: -6 });
    const quieter = await tested((id) => report(id, 6, { playedDbfs: -26 }));
    expect(quieter).toMatchObject({ grade: 'pass', figures: { correctionDb: -6, lossDb: 0 } });
    await app.call('PATCH', '/devices/may-0', { clusterId: null });
    await app.call('PATCH', '/devices/may-1', { clusterId: clusterIds[0] });
    expect((await list()).baseline.state).toBe('other-device');
    const { body } = await order();
    await app.report('may-1', report(body.command.id, 20));
    await app.remote.judging.look();
    expect((await list()).tests[0]).toMatchObject({ notes: [{ code: 'other-device' }] });
    expect((await list()).tests).toHaveLength(3);
  });

  it('too soft to be a baseline is none; a device without a microphone says so', async () => {
    const unclear = await tested((id) => report(id, 30, { confidence: 0.1 }), 'calibrate');
    expect(unclear.notes).toMatchObject([{ code: 'not-clear-enough' }]);
    expect((await list()).baseline.state).toBe('missing');
    const deaf = await tested((id) => ({ kind: 'self-test', commandId: id, outcome: 'no-microphone' }));
    expect(deaf).toMatchObject({ grade: 'no-microphone', message: { vi: 'Không có micro' } });
  });

  it('of a device that is not there is not sent, and is no test', async () => {
    await app.database.device.updateMany({ data: { online: false } });
    const { body } = await order();
    expect(body).toMatchObject({ command: { outcome: 'not-sent', reason: 'offline' } });
    expect(body.test).toBeUndefined();
    expect((await list()).tests).toEqual([]);
  });

  it('of another device’s making counts for nothing', async () => {
    const { body } = await order();
    await app.report('may-1', silent(body.command.id));
    await app.report('may-0', report('nobody-ordered-it'));
    await app.remote.judging.look();
    expect((await list()).tests).toMatchObject([{ message: { vi: 'Đã gửi, đang chờ thiết bị trả lời' } }]);
    expect(await incidents()).toEqual([]);
  });
});

describe('the schedule of a commune', () => {
  const path = () => `/communes/${communeId}/self-test-schedule`;
  const SCHEDULE = { enabled: true, weekdays: [2], hours: { from: '09:30', until: '10:30' } };
  const told = () => app.commands.told.map(({ deviceId }) => deviceId);
  async function look(at: number) {
    app.setNow(at);
    await app.remote.scheduling.look();
  }

  it('is off until it is set, keeps out of quiet hours, and says how many it has room for', async () => {
    const usual = (await app.call('GET', path())).body;
    expect(usual).toMatchObject({ schedule: { enabled: false }, clusters: 3, room: 180 });
    const rules = { quietHours: { from: '21:00', until: '05:00' }, sessions: null };
    await app.call('PUT', `/commune-rules/${communeId}`, rules);
    const early = await app.call('PUT', path(), { ...SCHEDULE, hours: { from: '04:30', until: '05:30' } });
    expect(early).toMatchObject({ status: 422, body: { code: 'self-test-window' } });
    expect((await app.call('PUT', path(), SCHEDULE)).body).toMatchObject({
      schedule: SCHEDULE,
      changedBy: 'Đài truyền thanh',
    });
    expect((await app.call('GET', `/communes/${hamletIds[0]}/self-test-schedule`)).body.code).toBe('not-a-commune');
  });

  it('tests one cluster after the other, each once a day, who waited longest first', async () => {
    await look(NOW);
    expect(told()).toEqual([]);
    await app.call('PUT', path(), SCHEDULE);
    await look(NOW - 1000);
    expect(told()).toEqual([]);
    app.setNow(NOW - DAY);
    await order({}, 0);
    app.commands.told = [];
    const seen: string[][] = [];
    for (let slot = 0; slot < 5; slot++) {
      await look(NOW + slot * SLOT);
      await look(NOW + slot * SLOT + SLOT / 2);
      seen.push(told());
    }
    expect(seen.map((each) => each.length)).toEqual([1, 2, 3, 3, 3]);
    expect(told().at(-1)).toBe('may-0');
    expect((await list()).tests[0]).toMatchObject({ scheduled: true, orderedBy: 'Tự động', mode: 'check' });
    app.commands.told = [];
    await look(NOW + 7 * DAY);
    expect(told()).toHaveLength(1);
  });

  it('leaves out who sounds, is silenced, muted, away, or worked on', async () => {
    await app.call('PUT', path(), SCHEDULE);
    await app.call('PATCH', `/clusters/${clusterIds[0]}`, { muted: true });
    await app.database.device.updateMany({ where: { id: 'may-1' }, data: { online: false } });
    const window = { id: 'w', communeId, clusterId: clusterIds[2] ?? '', reason: 'Thay loa', madeBy: {} };
    await app.database.maintenanceWindow.create({
      data: { ...window, fromAt: new Date(NOW - 1000), untilAt: new Date(NOW + 60_000) },
    });
    await look(NOW);
    expect(told()).toEqual([]);
    await app.database.maintenanceWindow.updateMany({ data: { endedAt: new Date(NOW) } });
    const bulletinId = await addReadyBulletin(app, communeId);
    const start = new Date(NOW + 60_000).toISOString();
    await app.call('POST', '/broadcasts', { bulletins: [{ bulletinId }], targets: { areaIds: [communeId] }, start });
    await look(NOW + 1000);
    expect(told()).toEqual([]);
    const { body } = await app.call('POST', '/silence', { areaId: communeId, reason: 'Quốc tang' });
    await look(NOW + 30 * 60_000);
    expect(told()).toEqual([]);
    await app.call('POST', `/silence/${body.silence.id}/lift`, {});
    await look(NOW + 31 * 60_000);
    expect(told()).toEqual(['may-2']);
  });
});
