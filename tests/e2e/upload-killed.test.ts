/** `kill -9` of the controller while a recording comes in, and while it is being made: nothing is lost, nothing runs on. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sine, wavOf } from '../support/audio/broken-files.ts';
import { temporaryFolder } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { TusSender } from '../support/tus.ts';
import { ControllerProcess } from '../support/world/controller-process.ts';

const PATIENCE_MS = 300_000;
/** Ten minutes: long enough that it is still being worked on when the process is killed. */
const WAV = wavOf([sine(440, 0.3, 600, 8_000)], 8_000);
const FIRST = 3_000_000;

let dataDir: string;
let controller: ControllerProcess;
beforeAll(async () => {
  dataDir = await temporaryFolder();
  controller = await ControllerProcess.start({ dataDir });
}, PATIENCE_MS);
afterAll(async () => {
  await controller?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, PATIENCE_MS);

// biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by the test, which fails where they differ
const ask = async (path: string, init: RequestInit = {}): Promise<any> =>
  (await fetch(`${controller.httpUrl}/api/v1${path}`, init)).json();
const post = (path: string, body: object) =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const bulletin = (id: string) => ask(`/bulletins/${id}`);
/** Programs that work on files of this data folder, whoever their parent is by now. */
const soundProcesses = (): string[] =>
  execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('ffmpeg') && line.includes(dataDir));

it('kill -9 in the middle of a piece, and in the middle of the work', { timeout: PATIENCE_MS }, async () => {
  const province = await post('/areas', { kind: 'province', name: 'Bắc Ninh' });
  const commune = await post('/areas', {
    kind: 'commune',
    name: 'Ngọc Thiện',
    parentId: province.area.id,
    trial: true,
  });
  const sender = () => new TusSender(controller.httpUrl);
  const fields = { filename: 'họp.wav', communeId: commune.area.id };
  const { id } = await sender().create(WAV.length, fields);
  const end = new AbortController();
  const hanging = sender().hang(id, 0, WAV.subarray(0, FIRST), end.signal);
  const path = join(dataDir, 'uploads-in-pieces', `${id}.bytes`);
  await eventually('the first piece is on the disk', () => existsSync(path) && statSync(path).size === FIRST);
  await controller.kill();
  end.abort();
  await hanging;

  controller = await ControllerProcess.start({ dataDir });
  const { offset } = await sender().head(id);
  expect(offset).toBe(FIRST);
  expect((await sender().send(id, offset, WAV.subarray(offset))).status).toBe(204);
  await eventually('it is being worked on', () => soundProcesses().length > 0, PATIENCE_MS);
  await controller.kill();
  await eventually('no program works on for nobody', () => soundProcesses().length === 0);

  controller = await ControllerProcess.start({ dataDir });
  await eventually('it is ready', async () => (await bulletin(id)).state === 'ready', PATIENCE_MS);
  const made = await bulletin(id);
  expect(made).toMatchObject({ fileName: 'họp.wav', audio: { durationMs: 600_000 } });
  const { bulletins } = await ask('/bulletins');
  expect(bulletins).toHaveLength(1);
  await eventually('the work folder is empty', () => {
    const work = join(dataDir, 'work');
    return !existsSync(work) || readdirSync(work).length === 0;
  });
  expect(readdirSync(join(dataDir, 'uploads'))).toEqual([]);
});
