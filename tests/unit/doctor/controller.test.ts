/** Usual faults of a controller, brought about where none runs. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { openAuthority } from '@loa-lang/controller/adapters/certificates/file-authority';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';
import { type ControllerConfig, readConfig } from '@loa-lang/controller/config';
import { thisProcess } from '@loa-lang/controller/embedded/lock-holder';
import type { Dialled } from '@loa-lang/device-agent/doctor/machine/dial';
import { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Around, lookAround } from '#deploy/doctor/around';
import { checkBackups } from '#deploy/doctor/checks/backups';
import { checkBroker } from '#deploy/doctor/checks/broker';
import { checkClock } from '#deploy/doctor/checks/clock';
import { checkController, openFiles } from '#deploy/doctor/checks/controller';
import { checkFfmpeg } from '#deploy/doctor/checks/ffmpeg';
import { checkKeys } from '#deploy/doctor/checks/keys';
import { checkPorts } from '#deploy/doctor/checks/ports';
import { answered, checkReach } from '#deploy/doctor/checks/reach';
import { checkRedis } from '#deploy/doctor/checks/redis';
import { checkSpeech } from '#deploy/doctor/checks/speech';
import { examineController } from '#deploy/doctor/examine';
import { reachOf } from '#deploy/doctor/look/addresses';
import { selfSigned } from '../../support/doctor/certificates.ts';
import { type FakeMachine, fakeMachine } from '../../support/doctor/fake-machine.ts';

const NOW = Date.UTC(2026, 11, 1);
const NEVER = 'http://127.0.0.1:9';
let fake: FakeMachine;
let dataDir: string;
const closing: (() => void)[] = [];
beforeEach(() => {
  fake = fakeMachine();
  dataDir = mkdtempSync(join(tmpdir(), 'loa-doctor-'));
});
afterEach(() => {
  fake.remove();
  rmSync(dataDir, { recursive: true, force: true });
  for (const close of closing.splice(0)) close();
});

const configOf = (environment: Record<string, string> = {}): ControllerConfig => {
  const read = readConfig({ DATA_DIR: dataDir, ...environment });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config;
};
const around = (environment: Record<string, string> = {}, over: Partial<Around> = {}): Around => ({
  machine: fake.machine,
  config: configOf(environment),
  controller: { state: 'stopped' },
  database: undefined,
  backups: undefined,
  patienceMs: 500,
  now: NOW,
  ...over,
});
const codes = (found: readonly Finding[]): string[] => found.map(({ check, code }) => `${check}/${code}`);

function listen(server: Server): Promise<number> {
  closing.push(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

describe('the controller', () => {
  it('is known by its lock, which nobody takes', async () => {
    const look = async () =>
      (await lookAround(configOf(), { machine: fake.machine, backups: undefined, patienceMs: 1, now: NOW })).controller;
    expect(await look()).toEqual({ state: 'stopped' });
    writeFileSync(join(dataDir, 'controller.lock'), JSON.stringify(thisProcess()));
    expect(await look()).toEqual({ state: 'running', pid: process.pid });
    writeFileSync(join(dataDir, 'controller.lock'), JSON.stringify({ ...thisProcess(), startTicks: '1' }));
    expect(await look()).toEqual({ state: 'stopped' });
    writeFileSync(join(dataDir, 'controller.lock'), JSON.stringify({ ...thisProcess(), pidNamespace: 'pid:[1]' }));
    expect(await look()).toEqual({ state: 'elsewhere' });
  });

  it('does not run, hangs, or says itself that it is ill', async () => {
    expect(codes(await checkController(around()))).toEqual(['controller/stopped']);
    const running = { controller: { state: 'running', pid: 1 } } as const;
    expect(codes(await checkController(around({ HTTP_PORT: '9' }, running)))).toEqual(['controller/mute']);
    const health = {
      status: 'degraded',
      probes: [
        { name: 'disk', ok: false },
        { name: 'queue', ok: true },
      ],
    };
    const port = await listen(createHttpServer((_, response) => void response.end(JSON.stringify(health))));
    const [found] = await checkController(around({ HTTP_PORT: String(port) }, running));
    expect(found).toMatchObject({ code: 'degraded', values: { probes: 'disk' } });
  });

  it('may open few files', () => {
    const limits = (soft: string) =>
      `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${soft}                 1048576              files\n`;
    expect(codes(openFiles(limits('1024')))).toEqual(['controller/few-files']);
    expect(openFiles(limits('65536'))).toEqual([]);
  });
});

describe('ports', () => {
  const table = (port: number, inode = 4242) =>
    `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;

  it('are free, or held by somebody whom only root sees', async () => {
    expect(codes(await checkPorts(around()))).toEqual(['ports/free']);
    fake.file('/proc/net/tcp', table(8080));
    expect(codes(await checkPorts(around()))).toEqual(['ports/taken-unknown']);
    expect(codes(await checkPorts(around({}, { controller: { state: 'running', pid: 5 } })))).toEqual([
      'ports/not-open',
    ]);
  });

  it('are really held by a program of this machine, which is named', async () => {
    const port = await listen(createServer());
    const [found] = await checkPorts(around({ HTTP_PORT: String(port) }, { machine: new Machine() }));
    expect(found).toMatchObject({ code: 'taken', values: { variable: 'HTTP_PORT', port, pid: process.pid } });
    const own = { controller: { state: 'running', pid: process.pid } as const, machine: new Machine() };
    const found2 = await checkPorts(around({ HTTP_PORT: String(port), MQTT_PORT: '0' }, own));
    expect(codes(found2)).toEqual(['ports/own']);
  });
});

describe('ffmpeg', () => {
  const version = (release: string, libavcodec: number, more = '--enable-libopus') =>
    `if [ "$2" = -filters ]; then echo ' ... loudnorm          A->A  x'; echo ' ... ebur128 A->N x'; else echo 'ffmpeg version ${release} Copyright'; echo 'configuration: ${more}'; echo 'libavcodec     ${libavcodec}. 37.100'; fi`;
  const given = () =>
    around({ FFMPEG_PATH: join(fake.folder, 'bin/ffmpeg'), FFPROBE_PATH: join(fake.folder, 'bin/ffprobe') });

  it.each([
    ['new enough', version('5.1.6', 59), 'fine'],
    ['too old', version('4.3.1', 58), 'old'],
    ['without libopus', version('6.0', 60, ''), 'lacks'],
    ['without loudnorm', version('6.0', 60).replace('loudnorm', 'volume'), 'lacks'],
    ['something else', 'echo hello', 'missing'],
  ])('is %s', async (_, script, code) => {
    fake.program('ffmpeg', script);
    fake.program('ffprobe', 'echo ffprobe version 5');
    expect(codes(await checkFfmpeg(given()))).toEqual([`ffmpeg/${code}`]);
  });

  it('is too old on the path: the one that came along serves for trying, and is not for production', async () => {
    fake.program('ffmpeg', version('4.3.1', 58));
    fake.program('ffprobe', 'echo ffprobe version 4');
    const [found] = await checkFfmpeg(around());
    expect(found).toMatchObject({ code: 'shipped', verdict: 'warn' });
    expect(found?.found.vi).toContain('4.3.1 cũ hơn 5.0');
  });
});

describe('the clock', () => {
  it.each([
    ['yes', 'clock/fine'],
    ['no', 'clock/not-kept'],
  ])('is kept in step: %s', async (synchronised, code) => {
    fake.program('timedatectl', `echo Timezone=Asia/Ho_Chi_Minh; echo NTPSynchronized=${synchronised}`);
    expect(codes(await checkClock(around()))).toEqual([code]);
  });

  it('is kept by chrony, or nobody knows, or it is of 1970', async () => {
    expect(codes(await checkClock(around()))).toEqual(['clock/untold']);
    fake.program('chronyc', "echo 'Leap status     : Normal'");
    expect(codes(await checkClock(around()))).toEqual(['clock/fine']);
    expect(codes(await checkClock(around({}, { now: 5000 })))).toEqual(['clock/past']);
  });
});

describe('keys', () => {
  it('are not there, open, or are locked by something else; looking makes none', async () => {
    expect(codes(await checkKeys(around()))).toEqual(['keys/none-yet']);
    const keyFile = (name: string) => {
      const path = join(dataDir, name);
      writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600 });
      return path;
    };
    const [own, other] = [keyFile('own'), keyFile('other')];
    const box = await openSecretBox(dataDir, { kind: 'file', path: own });
    const { deploymentId } = await new FileKeyStore(dataDir, box).open();
    await openAuthority(dataDir, deploymentId, box);
    expect(codes(await checkKeys(around({ KEY_FILE: own })))).toEqual(['keys/fine']);
    const [found] = await checkKeys(around({ KEY_FILE: other }));
    expect(found).toMatchObject({ code: 'locked', values: { detail: expect.stringContaining('key file') } });
    expect(codes(await checkKeys(around()))).toEqual(['keys/no-lock']);
    writeFileSync(join(dataDir, 'keys', 'authority.json'), '{');
    expect(codes(await checkKeys(around({ KEY_FILE: own })))).toEqual(['authority/damaged', 'keys/fine']);
  });
});

describe('an outside broker and Redis', () => {
  it('are not there', async () => {
    expect(codes(await checkBroker(around({ MQTT_URL: 'mqtt://127.0.0.1:9' })))).toEqual(['broker/unreachable']);
    expect(codes(await checkRedis(around({ REDIS_URL: 'redis://127.0.0.1:9' })))).toEqual(['redis/unreachable']);
    expect(await checkRedis(around())).toEqual([]);
  });

  it('shows a certificate that nobody trusts', async () => {
    const { key, cert } = selfSigned();
    const port = await listen(createTlsServer({ key, cert }));
    const [found] = await checkBroker(around({ MQTT_URL: `mqtts://localhost:${port}` }));
    expect(found).toMatchObject({ code: 'certificate', values: { why: 'authority' } });
  });

  it('do not let the controller in', async () => {
    // CONNACK 5, not authorised (MQTT 3.1.1, 3.2.2.3)
    const port = await listen(
      createServer((socket) => socket.once('data', () => socket.end(Buffer.of(0x20, 2, 0, 5)))),
    );
    expect(codes(await checkBroker(around({ MQTT_URL: `mqtt://127.0.0.1:${port}` })))).toEqual(['broker/refuses']);
  });
});

describe('from a device’s side', () => {
  it('addresses are told apart by who can reach them', () => {
    const reaches = [
      '127.0.0.1',
      '::1',
      '169.254.3.4',
      '192.168.1.5',
      '10.1.2.3',
      '172.20.0.1',
      'fd00::1',
      '100.64.0.1',
      '100.127.9.9',
      '14.225.0.1',
      '100.128.0.1',
      '2001:ee0::1',
    ].map(reachOf);
    expect(reaches).toEqual([
      'loopback',
      'loopback',
      'link-local',
      'private',
      'private',
      'private',
      'private',
      'carrier',
      'carrier',
      'public',
      'public',
      'public',
    ]);
  });

  it('nobody may come, or the name is not there, or leads back here', async () => {
    expect(codes(await checkReach(around()))).toEqual(['reach-devices/nobody']);
    const named = (DEVICE_NAME: string) =>
      checkReach(around({ DEVICE_NAME, DEVICE_MQTT_PORT: '9', DEVICE_ENROLMENT_PORT: '9' }));
    expect(codes(await named('khong-co.invalid'))).toEqual(['reach-devices/no-name', 'reach-enrolment/no-name']);
    expect(codes(await named('localhost'))).toEqual(['reach-devices/loopback', 'reach-enrolment/loopback']);
  });

  it('a public address that does not answer from inside is not called unreachable', () => {
    const values = { host: 'loa.example', port: 8883, addresses: '203.0.113.9' };
    const tell = (found: Dialled, isNear = false) => answered({ now: NOW }, 'reach-devices', found, values, isNear);
    const [found] = tell({ outcome: 'silent', addresses: ['203.0.113.9'] });
    expect(found).toMatchObject({ code: 'hairpin', verdict: 'unknown' });
    expect(found?.todo?.vi).toContain('4G');
    // an address of its own interface does not come back over a router
    expect(codes(tell({ outcome: 'silent', addresses: ['127.0.0.1'] }, true))).toEqual(['reach-devices/silent']);
    // who shows no certificate is turned away by the right server
    const certificate = { subject: 'CN=x', issuer: 'CN=y', validFrom: new Date(0), validTo: new Date(NOW + 9e12) };
    expect(codes(tell({ outcome: 'turned-away', detail: '', certificate, addresses: ['203.0.113.9'] }))).toEqual([
      'reach-devices/answers',
    ]);
    const soon = { ...certificate, validTo: new Date(NOW + 86_400_000) };
    expect(codes(tell({ outcome: 'connected', certificate: soon, addresses: ['203.0.113.9'] }))).toEqual([
      'reach-devices/expires',
    ]);
  });

  it('somebody else answers at the address', async () => {
    const { key, cert } = selfSigned();
    const port = await listen(createTlsServer({ key, cert }));
    const environment = { DEVICE_NAME: 'localhost', DEVICE_MQTT_PORT: String(port), DEVICE_ENROLMENT_PORT: '0' };
    const found = await checkReach(around(environment, { controller: { state: 'running', pid: 1 } }));
    expect(codes(found)).toEqual(['reach-devices/loopback', 'reach-devices/certificate-authority']);
  });

  it('the people’s address leads to another program', async () => {
    const port = await listen(createHttpServer((_, response) => void response.writeHead(404).end('nginx')));
    const found = await checkReach(around({ PUBLIC_URL: `http://127.0.0.1:${port}` }));
    expect(codes(found)).toEqual(['reach-devices/nobody', 'reach-people/plain', 'reach-people/loopback']);
    const [, ...elsewhere] = await checkReach(around({ PUBLIC_URL: NEVER, HTTP_HOST: '0.0.0.0' }));
    expect(codes(elsewhere)).toContain('reach-people/plain');
  });
});

describe('voices and backups', () => {
  it('a model or a service that is not there', async () => {
    expect(codes(await checkSpeech(around()))).toEqual(['speech/fine']);
    const environment = { SPEECH_MODEL_DIR: join(dataDir, 'none'), SPEECH_HTTP_URL: `${NEVER}/{text}` };
    expect(codes(await checkSpeech(around(environment)))).toEqual([
      'speech/model',
      'speech/service',
      'speech/service-plain',
    ]);
  });

  it('backups that are none, old, or on the same disk', async () => {
    const backups = join(dataDir, '..', `loa-backups-${process.pid}`);
    closing.push(() => rmSync(backups, { recursive: true, force: true }));
    const look = (over = {}) => checkBackups(around({}, { backups, machine: new Machine(), ...over }));
    expect(codes(await checkBackups(around()))).toEqual(['backups/untold']);
    expect(codes(await look())).toEqual(['backups/no-folder']);
    mkdirSync(join(backups, 'monday'), { recursive: true });
    expect(codes(await look())).toEqual(['backups/none']);
    const manifest = {
      format: 1,
      madeAt: new Date(NOW - 20 * 86_400_000).toISOString(),
      database: { migrations: [], rows: {} },
      files: [],
    };
    writeFileSync(join(backups, 'monday', 'backup.json'), JSON.stringify(manifest));
    expect(codes(await look())).toEqual(['backups/old', 'backups/same-disk']);
  });
});

it('a wrong configuration is told with all its faults, and the machine is looked at all the same', async () => {
  const environment = { DATA_DIR: dataDir, HTTP_PORT: 'abc', LOG_LEVEL: 'loud' };
  const report = await examineController({ environment, machine: fake.machine, version: '1' });
  expect(codes(report.findings)).toEqual(['configuration/fault', 'configuration/fault', 'node/fine', 'memory/untold']);
  expect(report.verdict).toBe('fail');
});
