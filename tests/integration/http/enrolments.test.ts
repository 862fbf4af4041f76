/** Enrolment over HTTP: devices at the door, the office behind it. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { inGroups, keyFingerprint, labelText } from '@loa-lang/schemas/sealing/device-code';
import { sealEnrolment } from '@loa-lang/schemas/sealing/enrolment';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type Answer, addCommune, type HttpApp, startHttpApp } from '../../support/http-app.ts';

interface Board {
  x: string;
  code: string;
  label: string;
  ask(installationId?: string): Promise<Answer>;
}

let databases: TestDatabases;
let app: HttpApp;
let clusterIds: string[];
let boards = 0;
beforeAll(async () => {
  databases = await startTestDatabases();
});
beforeEach(async () => {
  await app?.stop();
  app = await startHttpApp(await databases.fresh());
  ({ clusterIds } = await addCommune(app));
});
afterAll(async () => {
  await app?.stop();
  await databases.stop();
});

async function newBoard(code = `ABCDE${10_000 + ++boards}`): Promise<Board> {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const privateKey = await privateKeyFrom({ x, d });
  const own = `board-${boards}`;
  return {
    ...{ x, code, label: labelText(code, keyFingerprint(x)) },
    async ask(installationId = own) {
      const claim = { code, installationId, agentVersion: '0.1.0' };
      const request = await sealEnrolment(claim, 'deployment', { x, privateKey });
      return app.call('POST', '/enrolment', { request });
    },
  };
}
const bind = (body: object) => app.call('POST', '/enrolments/bind', body);
const codeOf = ({ body }: Answer): string => body.code;

describe('enrolment', () => {
  it('waits, is listed with code and fingerprint, is bound, and gets one certificate for its own key', async () => {
    const board = await newBoard();
    expect((await board.ask()).body).toEqual({ state: 'waiting', askAgainS: 5 });
    const { body } = await app.call('GET', '/enrolments');
    expect(body.enrolments).toMatchObject([
      { code: inGroups(board.code), fingerprint: inGroups(keyFingerprint(board.x)), contested: false },
    ]);
    const bound = await bind({ label: board.label, clusterId: clusterIds[0] });
    expect(bound.status).toBe(201);
    const { id } = bound.body.device;
    expect(app.publisher.settings).toContain(id);
    expect(app.gate.changes).toBeGreaterThan(0);
    const answers = [await board.ask(), await board.ask()];
    for (const { body } of answers) expect(body).toMatchObject({ state: 'enrolled', deviceId: id, label: 'Cụm 01' });
    expect(answers[0]?.body.certificate).toBe(answers[1]?.body.certificate);
    const certificate = new X509Certificate(answers[0]?.body.certificate);
    expect(certificate.subject).toBe(`CN=${id}`);
    expect(certificate.publicKey.export({ format: 'jwk' }).x).toBe(board.x);
    expect((await app.call('GET', '/enrolments')).body.enrolments).toEqual([]);
    expect((await app.call('GET', `/clusters/${clusterIds[0]}`)).body.deviceId).toBe(id);
  });

  it('a code alone binds nothing; with the compared fingerprint it does, however it is typed', async () => {
    const board = await newBoard();
    await board.ask();
    const clusterId = clusterIds[0];
    expect(codeOf(await bind({ label: board.code, clusterId }))).toBe('fingerprint-needed');
    expect(codeOf(await bind({ label: board.code, fingerprint: '0000-0000-0000-0000', clusterId }))).toBe(
      'fingerprint-differs',
    );
    expect(codeOf(await bind({ label: board.code, fingerprint: '?', clusterId }))).toBe('code-broken');
    expect(codeOf(await bind({ label: 'https://example.vn', clusterId }))).toBe('code-broken');
    expect(codeOf(await bind({ label: 'ZZZZZZZZZZ', clusterId }))).toBe('enrolment-unknown');
    expect(codeOf(await bind({ label: board.label, clusterId: 'nowhere' }))).toBe('cluster-unknown');
    expect((await app.call('GET', '/enrolments')).body.enrolments).toHaveLength(1);
    const fingerprint = inGroups(keyFingerprint(board.x)).toLowerCase();
    expect((await bind({ label: inGroups(board.code).toLowerCase(), fingerprint, clusterId })).status).toBe(201);
  });

  it('of two who claim one code the label chooses', async () => {
    const board = await newBoard();
    const impostor = await newBoard(board.code);
    await impostor.ask();
    await board.ask();
    const listed = (await app.call('GET', `/enrolments?label=${board.code}`)).body.enrolments;
    expect(listed.map(({ contested }: { contested: boolean }) => contested)).toEqual([true, true]);
    await bind({ label: board.label, clusterId: clusterIds[0] });
    expect((await board.ask()).body.state).toBe('enrolled');
    expect((await impostor.ask()).body.state).toBe('waiting');
  });

  it('a cluster that has a device is not given another by mistake', async () => {
    const [first, second] = [await newBoard(), await newBoard()];
    await first.ask();
    await second.ask();
    await bind({ label: first.label, clusterId: clusterIds[0] });
    expect(codeOf(await bind({ label: second.label, clusterId: clusterIds[0] }))).toBe('cluster-has-device');
    expect((await second.ask()).body.state).toBe('waiting');
    expect(app.gate.shut).toEqual([]);
  });

  it('bound twice at the same instant it is one device in one cluster', async () => {
    const board = await newBoard();
    await board.ask();
    const answers = await Promise.all(
      clusterIds.slice(0, 2).map((clusterId) => bind({ label: board.label, clusterId })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await app.database.device.count()).toBe(1);
  });

  it('turned away it is told so, and may be bound after all', async () => {
    const board = await newBoard();
    await board.ask();
    const [{ id }] = (await app.call('GET', '/enrolments')).body.enrolments;
    expect((await app.call('POST', `/enrolments/${id}/reject`, {})).body).toEqual({ rejected: id });
    expect((await board.ask()).body).toEqual({ state: 'refused', askAgainS: 3600 });
    expect((await bind({ label: board.label, clusterId: clusterIds[0] })).status).toBe(201);
    expect((await board.ask()).body.state).toBe('enrolled');
    expect((await app.call('POST', '/enrolments/nobody/reject', {})).status).toBe(404);
  });

  it('what is no request to this deployment is refused and not stored', async () => {
    for (const request of ['', 'x', 'a.b.c', 'x'.repeat(4000)]) {
      expect(codeOf(await app.call('POST', '/enrolment', { request })), request.slice(0, 9)).toBe('enrolment-broken');
    }
    expect((await app.call('POST', '/enrolment', { request: 'x'.repeat(20_000) })).status).toBe(413);
    expect(await app.database.enrolment.count()).toBe(0);
  });

  it('a flood from one address stops at its quota, and who waits already goes on asking', async () => {
    const early = await newBoard();
    await early.ask();
    let refused: Answer | undefined;
    for (let n = 0; n < 210 && refused === undefined; n++) {
      const answer = await (await newBoard()).ask();
      if (answer.status !== 200) refused = answer;
    }
    expect(refused?.status).toBe(429);
    expect(refused?.body.code).toBe('enrolment-crowded');
    expect((await early.ask()).body.state).toBe('waiting');
  });
});

describe('one network that fills the list for days', () => {
  const asked = new Date(Date.now() - 2 * 3_600_000);
  const stranger = (n: number, rejectedAt?: Date) => ({
    ...{ id: `s-${n}`, code: 'AAAAAA', publicKey: `key-${n}`, installationId: `board-${n}`, agentVersion: '0' },
    ...{ address: '127.0.0.1', firstAskedAt: asked, lastAskedAt: new Date(), ...(rejectedAt && { rejectedAt }) },
  });

  it('holds no more places than one address may', async () => {
    await app.database.enrolment.createMany({ data: Array.from({ length: 200 }, (_, n) => stranger(n)) });
    expect(codeOf(await (await newBoard()).ask())).toBe('enrolment-crowded');
  });

  it('whoever was turned away takes no place', async () => {
    await app.database.enrolment.createMany({ data: Array.from({ length: 2100 }, (_, n) => stranger(n, new Date())) });
    expect((await (await newBoard()).ask()).body.state).toBe('waiting');
  });
});

describe('a device that is known', () => {
  const enrolled = async (clusterId = clusterIds[0]) => {
    const board = await newBoard();
    await board.ask();
    const { body } = await bind({ label: board.label, clusterId });
    return { board, id: body.device.id as string };
  };

  it('asks from another box: no certificate, and a clone is named', async () => {
    const { board, id } = await enrolled();
    expect((await board.ask('another-box')).body).toEqual({ state: 'refused', askAgainS: 3600 });
    const { incidents } = (await app.call('GET', '/incidents')).body;
    expect(incidents).toMatchObject([{ kind: 'clone', subject: id, cluster: { id: clusterIds[0], code: '01' } }]);
    expect((await board.ask()).body.state).toBe('enrolled');
  });

  it('revoked it is shut out, refused, and its certificate is withdrawn', async () => {
    const { board, id } = await enrolled();
    await app.call('POST', `/devices/${id}/revoke`, {});
    expect(app.gate.shut).toEqual([id]);
    expect((await board.ask()).body.state).toBe('refused');
    const [row] = await app.database.deviceCertificate.findMany({ where: { deviceId: id } });
    expect((await app.stores.enrolments.withdrawn()).map(({ serial }) => serial)).toEqual([row?.serial]);
    expect((await app.call('GET', `/clusters/${clusterIds[0]}`)).body.deviceId).toBeUndefined();
  });

  it('is replaced in one act: settings stay, the old one is revoked, its receipts stay', async () => {
    const { id: old } = await enrolled();
    const spare = await newBoard();
    await spare.ask();
    await app.call('PATCH', `/clusters/${clusterIds[0]}`, { volumeDb: -6, muted: true });
    app.publisher.forget();
    const { status, body } = await app.call('POST', `/clusters/${clusterIds[0]}/replacement`, { label: spare.label });
    expect(status).toBe(201);
    expect(app.publisher.settings.sort()).toEqual([old, body.device.id].sort());
    expect(app.gate.shut).toEqual([old]);
    const cluster = (await app.call('GET', `/clusters/${clusterIds[0]}`)).body;
    expect(cluster).toMatchObject({ deviceId: body.device.id, volumeDb: -6, muted: true });
    expect((await app.call('GET', `/devices/${old}`)).body.revokedAt).toBeDefined();
    expect((await spare.ask()).body).toMatchObject({ state: 'enrolled', deviceId: body.device.id });
    expect(await app.stores.documents.settingsContent(old)).toMatchObject({ muted: true, areaIds: [] });
  });

  it('leaves who hung there when, and takes the faults of the old one along', async () => {
    const { id: old, board } = await enrolled();
    const fault = { kind: 'fault', code: 'sink-failed', state: 'raised' } as const;
    await app.report(old, fault);
    const spare = await newBoard();
    await spare.ask();
    const open = async () => (await app.call('GET', '/incidents')).body.incidents;
    expect(await open()).toMatchObject([{ subject: `${old}/sink-failed` }]);
    const replaced = await app.call('POST', `/clusters/${clusterIds[0]}/replacement`, { label: spare.label });
    const { id } = replaced.body.device;
    expect(await open()).toEqual([]);
    const { devices } = (await app.call('GET', `/clusters/${clusterIds[0]}/hardware`)).body;
    expect(devices).toMatchObject([
      { deviceId: id, code: inGroups(spare.code), by: 'Đài truyền thanh' },
      { deviceId: old, code: inGroups(board.code), by: 'Đài truyền thanh', until: devices[0].from },
    ]);
    expect(devices[0].until).toBeUndefined();
    // moved, it hangs elsewhere; taken off, nowhere
    await app.call('PATCH', `/devices/${id}`, { clusterId: clusterIds[1] });
    await app.call('PATCH', `/devices/${id}`, { clusterId: null });
    const hung = async (index: number) =>
      (await app.call('GET', `/clusters/${clusterIds[index]}/hardware`)).body.devices.map(
        ({ deviceId, until }: { deviceId: string; until?: string }) => [deviceId, until !== undefined],
      );
    expect(await hung(0)).toEqual([
      [id, true],
      [old, true],
    ]);
    expect(await hung(1)).toEqual([[id, true]]);
    await app.call('DELETE', `/clusters/${clusterIds[1]}`);
  });

  it('taken off its pole, and a pole that is gone, leave no faults behind', async () => {
    const { id } = await enrolled();
    const open = async () => (await app.call('GET', '/incidents')).body.incidents;
    const fault = (number: number) =>
      app.report(id, { kind: 'fault', state: 'raised', code: 'sink-failed', detail: `${number}` });
    await fault(1);
    expect(await open()).toMatchObject([{ subject: `${id}/sink-failed` }]);
    await app.call('PATCH', `/devices/${id}`, { clusterId: null });
    expect(await open()).toEqual([]);
    await app.call('PATCH', `/devices/${id}`, { clusterId: clusterIds[1] });
    await fault(2);
    await new PostgresIncidentLog(app.database).raise('self-test-silent', clusterIds[1] ?? '', '', Date.now());
    expect(await open()).toHaveLength(2);
    expect((await app.call('DELETE', `/clusters/${clusterIds[1]}`)).status).toBe(200);
    expect(await open()).toEqual([]);
  });

  it('a replacement that fails leaves the old one at work', async () => {
    const { id: old } = await enrolled();
    const answer = await app.call('POST', `/clusters/${clusterIds[0]}/replacement`, { label: 'ZZZZZZZZZZ' });
    expect(answer.body.code).toBe('enrolment-unknown');
    expect((await app.call('GET', `/clusters/${clusterIds[0]}`)).body.deviceId).toBe(old);
    expect(app.gate.shut).toEqual([]);
  });
});
