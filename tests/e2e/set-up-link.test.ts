/** The first start: a link on the terminal, another one by the command beside the running controller, an account. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../support/world/built.ts';
import { ControllerProcess } from '../support/world/controller-process.ts';

const run = promisify(execFile);
const PATIENCE_MS = 300_000;
let folder: string;
let controller: ControllerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-set-up-'));
  controller = await ControllerProcess.start({ dataDir: join(folder, 'data') });
}, PATIENCE_MS);
afterAll(async () => {
  await controller?.stop();
  await rm(folder, { recursive: true, force: true });
}, PATIENCE_MS);

const linkIn = (text: string): string | undefined => /http:\/\/\S+\/thiet-lap\/([\w-]{43})/.exec(text)?.[1];
const command = async (): Promise<string> => {
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), HTTP_PORT: new URL(controller.httpUrl).port };
  const { stdout } = await run(process.execPath, [join(projectRoot, 'controller/dist/commands/setup-link.js')], {
    env,
  });
  expect(stdout.startsWith(`${controller.httpUrl}/thiet-lap/`), stdout).toBe(true);
  return linkIn(stdout) ?? '';
};
const call = async (path: string, body?: object) => {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${controller.httpUrl}/api/v1${path}`, sent);
  return { status: response.status, body: (await response.json()) as { code?: string; state?: string } };
};

it('a controller without accounts prints a link, which the command replaces; the account that is made ends the trial', {
  timeout: PATIENCE_MS,
}, async () => {
  const printed = linkIn(controller.child.lastWords) ?? '';
  expect((await call('/areas')).status).toBe(200);
  expect((await call(`/account-links/${printed}`)).status).toBe(200);
  const newer = await command();
  expect((await call(`/account-links/${printed}`)).status).toBe(404);
  const answer = { name: 'Trần Thị Quản', phone: '0912345678', password: 'con trâu đi trước cái cày' };
  expect((await call(`/account-links/${newer}`, answer)).body.state).toBe('signed-in');
  expect(await call('/areas')).toMatchObject({ status: 401, body: { code: 'session-missing' } });
  await controller.stop();
  controller = await controller.restart();
  expect(linkIn(controller.child.lastWords)).toBeUndefined();
  const third = await command();
  expect((await call(`/account-links/${third}`)).status).toBe(200);
});
