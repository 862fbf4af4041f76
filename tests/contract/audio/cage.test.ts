/** What a program that is run as ffmpeg cannot do, whatever a hostile file makes of it. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FfmpegTool } from '@loa-lang/controller/adapters/audio/ffmpeg-tool';
import { type FfmpegLimits, runFfmpeg } from '@loa-lang/controller/adapters/audio/run-ffmpeg';
import { findLauncher } from '@loa-lang/controller/embedded/launcher';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = await findLauncher();
if (launcher.withoutNetwork === undefined) console.warn('SKIPPED: this kernel grants no network namespace');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'loa-cage-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a shell script in ffmpeg's place; `said` is what it wrote to standard error. */
async function runScript(script: string, limits: Partial<FfmpegLimits> = {}) {
  const ffmpegPath = join(folder, 'script');
  const work = join(folder, 'work');
  writeFileSync(ffmpegPath, `#!/bin/bash\n${script}\n`);
  chmodSync(ffmpegPath, 0o755);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  const tool: FfmpegTool = { ffmpegPath, ffprobePath: '', version: '0', origin: 'given', launcher };
  const said: string[] = [];
  const run = await runFfmpeg(
    tool,
    { inputPath: join(folder, 'none'), outputOptions: ['-f', 'null'] },
    { wallMs: 60_000, cpuSeconds: 60, folder: work, ...limits },
    new AbortController().signal,
    (line) => said.push(line),
  );
  return { run, said: said.join('\n'), work };
}
describe('the cage', () => {
  it('is a folder of its own, with an empty environment', async () => {
    process.env.LOA_SECRET = 'secret';
    const { said, work } = await runScript('pwd >&2; env >&2');
    delete process.env.LOA_SECRET;
    expect(said.split('\n')[0]).toBe(work);
    expect(said).not.toContain('LOA_SECRET');
    expect(said).not.toContain('HOME=');
  });

  it('yields to the controller', async () => {
    const { said } = await runScript('nice >&2');
    expect(Number(said.trim())).toBe(Math.min(19, getPriority() + 10));
  });

  it('holds no more than a gigabyte of memory', async () => {
    // One line without an end, which `tail` keeps in memory to the last byte.
    const { run } = await runScript('set -o pipefail; head -c 2000000000 /dev/zero | tail >/dev/null');
    expect(run.end).toBe('failed');
    const small = await runScript('set -o pipefail; head -c 100000000 /dev/zero | tail >/dev/null');
    expect(small.run.end).toBe('ok');
  });

  it('lets no file grow beyond what was allowed, and none at all when nothing was', async () => {
    const write = 'dd if=/dev/zero of=big bs=1M count=8 2>/dev/null';
    const { run, work } = await runScript(`exec ${write}`, { maxFileBytes: 2_000_000 });
    expect(run).toMatchObject({ end: 'failed', detail: expect.stringContaining('SIGXFSZ') });
    expect(statSync(join(work, 'big')).size).toBeLessThanOrEqual(2_000_896);
    const none = await runScript(`exec ${write}`);
    expect(none.run.end).toBe('failed');
    expect(readdirSync(none.work).map((name) => statSync(join(none.work, name)).size)).toEqual([0]);
  });

  it('ends when its processor time is used up', async () => {
    const { run } = await runScript('while :; do :; done', { cpuSeconds: 1 });
    expect(run).toMatchObject({ end: 'deadline', detail: 'processor time used up' });
  });

  it('says no more than can be read', async () => {
    const { run } = await runScript('exec tr "\\0" "\\n" </dev/zero >&2');
    expect(run).toMatchObject({ end: 'failed', detail: expect.stringContaining('it said more than') });
  });

  it.skipIf(launcher.withoutNetwork === undefined)('reaches no network, this computer’s own included', async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const call = `(exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null`;
      const { run } = await runScript(`if ${call}; then exit 0; else exit 1; fi`);
      expect(run.end).toBe('failed');
      expect(calls).toBe(0);
    } finally {
      server.close();
    }
  });
});
