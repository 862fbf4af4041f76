/** One data folder, one agent. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from '@loa-lang/device-agent/adapters/folder-lock';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.runIf(process.platform === 'linux')(
  'a folder is held by one agent, by whatever path, until it lets go',
  async () => {
    const data = join(folder, 'data');
    const lock = await lockFolder(data);
    await symlink(data, join(folder, 'link'));
    await expect(lockFolder(data)).rejects.toThrow(`another agent is at work in ${data}`);
    await expect(lockFolder(join(folder, 'link'))).rejects.toThrow('another agent is at work');
    await (await lockFolder(join(folder, 'other'))).release();
    await lock.release();
    await (await lockFolder(data)).release();
  },
);

it.runIf(process.platform === 'linux')('the lock dies with its process', async () => {
  const script = `
    import { lockFolder } from '@loa-lang/device-agent/adapters/folder-lock';
    await lockFolder(${JSON.stringify(folder)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  await expect(lockFolder(folder)).rejects.toThrow('another agent is at work');
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await gone;
  await (await lockFolder(folder)).release();
});
