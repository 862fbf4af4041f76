import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalAct } from '@loa-lang/schemas/wire/report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { align } from '#deploy/listening/align';
import { readWav } from '#deploy/listening/read-wav';
import { hasPrograms, MonitorRecording, PulseServer } from '../../support/audio/pulse-server.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { freePort } from '../../support/mosquitto.ts';
import { testSettings } from '../../support/stand-in-controller.ts';
import { type Card, card, honouring, template } from '../../unit/device-agent/on-the-spot/spot-fixtures.ts';
import { plan } from '../../unit/timeline/fixtures.ts';
import { AgentWorld, controllerNow, encodedGlide } from './agent-world.ts';

const MAIN = fileURLToPath(import.meta.resolve('@loa-lang/device-agent/main'));
const durationMs = 6000;
const glide = await encodedGlide(durationMs / 1000);
if (glide === undefined) console.warn('SKIPPED: on the spot, no ffmpeg to make a sound with');

const hasPulse = hasPrograms('pulseaudio', 'pacat', 'parec', 'pactl');
if (!hasPulse)
  console.warn('SKIPPED: no pulseaudio, pulseaudio-utils: the input socket is not tried with a real sound server');

describe.skipIf(glide === undefined)('the page at the device', () => {
  const { ogg = Buffer.alloc(0), pcm = new Float32Array() } = glide ?? {};
  let world: AgentWorld;
  let binh: Card;
  let url: string;
  let path: string;
  const running: ChildProcess[] = [];

  beforeEach(async () => {
    world = await AgentWorld.open();
    binh = await card('binh', { mayUse: ['templates', 'microphone'] });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    path = await world.provision('d1', { local: { host: '127.0.0.1', port } });
    const audio = world.controller.addAsset(ogg, durationMs);
    await world.controller.publishKeys();
    await world.controller.publishSettings('d1', testSettings(['h1']));
    const templates = [template({ assetId: audio.assetId, sizeBytes: ogg.length }, durationMs)];
    const base = { ...plan('h1', []), issuedAt: Math.round(controllerNow()) };
    await world.controller.publishPlan('h1', honouring(base, [binh], templates));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    await world.close();
  });

  const run = (): ChildProcess => {
    const child = spawn(process.execPath, [MAIN, 'run', '--config', path], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.on('data', (text: Buffer) => world.log.push(text.toString()));
    running.push(child);
    return child;
  };
  const killed = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  };
  const ask = async (method: string, route: string, body?: object, session = '') => {
    const headers = { 'x-session': session, ...(body && { 'content-type': 'application/json' }) };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${url}${route}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const enter = async (): Promise<string> =>
    String((await ask('POST', '/api/enter', { code: binh.code })).body.session);
  const isServed = () =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  const sounded = () => {
    const file = join(world.folder, 'd1', 'sound', 'sounded.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines.map((line) => JSON.parse(line) as { file: string; firstSampleAt: number });
  };
  const samplesOf = (file: string) => readWav(join(world.folder, 'd1', 'sound', file)).samples;
  const acts = (): LocalAct[] => world.controller.bodies('local-act');

  it('is opened by the code, starts what is prepared, and is heard', async () => {
    run();
    await eventually('audio there', () => world.controller.bodies('asset').length === 1, 15_000);
    expect(await isServed()).toBe(true);
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await ask('POST', '/api/enter', { code: '123' })).toMatchObject({ status: 400 });
    expect(await ask('GET', '/api/state')).toMatchObject({ status: 401, body: { problem: 'session-over' } });
    const form = await fetch(`${url}/api/enter`, { method: 'POST', body: new URLSearchParams({ code: binh.code }) });
    expect(form.status).toBe(400);

    const session = await enter();
    const state = await ask('GET', '/api/state', undefined, session);
    expect(state.body).toMatchObject({ ok: true, templates: [{ title: 'Sơ tán ngay', isReady: true, durationMs }] });
    const pressedAt = controllerNow();
    expect(await ask('POST', '/api/start', { templateId: 'so-tan' }, session)).toMatchObject({ status: 200 });
    await eventually('told that it is over', () => acts().some((act) => act.endedAt !== undefined), 20_000);
    const [only, ...more] = sounded();
    expect(more).toEqual([]);
    const heardAfter = (only?.firstSampleAt ?? 0) - pressedAt;
    console.log(`from the press to the first sample: ${heardAfter.toFixed(0)} ms`);
    const { correlation } = align(samplesOf(only?.file ?? '').subarray(0, 48_000), pcm.subarray(0, 96_000));
    expect(correlation).toBeGreaterThan(0.95);
    expect(acts().at(-1)?.playedMs).toBeGreaterThan(0.98 * durationMs);
  });

  it('with the controller gone and no time, killed in mid-play, goes on and says nothing twice', async () => {
    let child = run();
    await eventually('audio there', () => world.controller.bodies('asset').length === 1, 15_000);
    await killed(child);
    world.controller.answering = false;
    child = run();
    await eventually('the page is there', isServed, 15_000);
    await ask('POST', '/api/start', { templateId: 'so-tan' }, await enter());
    const pressedAt = controllerNow();
    await sleep(2500);
    await killed(child);
    run();
    await eventually('again', isServed, 15_000);
    await sleep(pressedAt + 400 + durationMs + 800 - controllerNow());
    const [before, after] = sounded().map(({ file }) => samplesOf(file));
    expect(before?.length).toBeGreaterThan(48_000);
    expect(after?.length).toBeGreaterThan(48_000);
    const placeOf = (samples: Float32Array) => {
      const piece = samples.subarray(4800, 4800 + 24_000);
      const { lagSamples, correlation } = align(piece, pcm);
      expect(correlation).toBeGreaterThan(0.8);
      return lagSamples - 4800;
    };
    const endOfBefore = placeOf(before ?? new Float32Array()) + (before?.length ?? 0);
    expect(placeOf(after ?? new Float32Array())).toBeGreaterThanOrEqual(endOfBefore);
  });

  describe.skipIf(!hasPulse)('with a microphone in its socket', () => {
    const server = new PulseServer();
    beforeEach(async () => {
      await server.start();
      const config = JSON.parse(readFileSync(path, 'utf8')) as object;
      writeFileSync(path, JSON.stringify({ ...config, aux: { kind: 'pulse', device: 'horn.monitor' } }));
    });
    afterEach(() => server.stop());

    it('what is said into it is heard a constant moment later, until it is stopped', async () => {
      run();
      await eventually('audio there', () => world.controller.bodies('asset').length === 1, 15_000);
      const session = await enter();
      // its output may still be opening on a busy machine
      await eventually(
        'it lets somebody speak',
        async () => (await ask('POST', '/api/speak', {}, session)).status === 200,
        15_000,
      );
      const spoken = new MonitorRecording();
      await spoken.start();
      const speaker = spawn('pacat', ['--raw', '--format=float32le', '--rate=48000', '--channels=1', '--device=horn']);
      speaker.stdin.end(Buffer.from(pcm.buffer));
      await eventually('on air', async () => {
        const { act } = (await ask('GET', '/api/state', undefined, session)).body as { act?: { levelDbfs?: number } };
        return (act?.levelDbfs ?? -120) > -40;
      });
      await new Promise((resolve) => speaker.once('exit', resolve));
      const stoppedAt = controllerNow();
      expect(await ask('POST', '/api/stop', {}, session)).toMatchObject({ status: 200 });
      const said = await spoken.stop();
      await eventually('told that it is over', () => acts().some((act) => act.stopped === true), 10_000);
      expect(acts().at(-1)).toMatchObject({ source: 'microphone', class: 'live', timeBasis: 'controller' });

      const [only, ...more] = sounded();
      expect(more).toEqual([]);
      const heard = samplesOf(only?.file ?? '');
      const endedAt = (only?.firstSampleAt ?? 0) + heard.length / 48;
      // a piece of what was said is looked for early and late: the moment between saying and hearing does not grow
      const saidAt = spoken.firstSampleAt + controllerNow() - Number(process.hrtime.bigint()) / 1e6;
      const loud = said.findIndex((sample) => Math.abs(sample) > 0.05);
      const delays = [0.5, 2.5, 4].map((second) => {
        const from = loud + second * 48_000;
        const { lagSamples, correlation } = align(said.subarray(from, from + 24_000), heard);
        expect(correlation).toBeGreaterThan(0.9);
        return (only?.firstSampleAt ?? 0) + lagSamples / 48 - (saidAt + from / 48);
      });
      console.log(
        `said and heard: ${delays.map((ms) => ms.toFixed(0)).join(', ')} ms; silent ${(endedAt - stoppedAt).toFixed(0)} ms after the stop`,
      );
      expect(Math.max(...delays) - Math.min(...delays)).toBeLessThan(30);
    });
  });
});
