/**
 * Model folders, right and wrong, against the real sherpa-onnx. The voice is a tiny one that hums: no package brings a
 * model that speaks.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashModel } from '@loa-lang/controller/adapters/speech/neural/model-folder';
import { NEURAL_VOICE, NeuralEngine } from '@loa-lang/controller/adapters/speech/neural/neural-engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackPhonemeData } from '../../support/audio/phoneme-data.ts';
import { makeTinyVoice, TINY_LETTER_MS, TINY_RATE_HZ } from '../../support/audio/tiny-voice.ts';

const never = new AbortController().signal;
let root: string;
const engines: NeuralEngine[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loa-voice-'));
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  rmSync(root, { recursive: true, force: true });
});
function open(folder: string, options: { speaker?: number } = {}): NeuralEngine {
  const engine = new NeuralEngine({ folder, workers: 1, ...options });
  engines.push(engine);
  return engine;
}
const write = (path: string, content: string | Uint8Array = ''): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
};

describe('a model folder', () => {
  it('is loaded and spoken from: every letter, at the speed asked for', async () => {
    const engine = open(await makeTinyVoice(join(root, 'giọng Bắc')));
    expect(await engine.state()).toEqual({ state: 'ready' });
    expect(engine.voices[0]?.label.vi).toContain('giọng Bắc');
    const speak = (wordsPerMinute: number) => engine.speak('bà con', NEURAL_VOICE, { wordsPerMinute }, never);
    for (const [wordsPerMinute, speed] of [
      [200, 1],
      [160, 0.8],
    ] as const) {
      const spoken = await speak(wordsPerMinute);
      if (!spoken.ok) throw new Error(spoken.detail);
      expect(spoken.sampleRateHz).toBe(TINY_RATE_HZ);
      expect((spoken.samples.length * 1000) / TINY_RATE_HZ / 6).toBeCloseTo(TINY_LETTER_MS / speed, 0);
    }
  });

  it("may be one of Piper's, with its data of phonemes", async () => {
    const folder = await makeTinyVoice(join(root, 'piper'), {}, 'piper');
    expect(await unpackPhonemeData(join(folder, 'espeak-ng-data'))).toBeGreaterThan(50);
    const engine = open(folder);
    expect(await engine.state()).toEqual({ state: 'ready' });
    const lengths: number[] = [];
    for (const text of ['bà', 'bà con', 'bà con thôn Châu ra nhà văn hóa']) {
      const spoken = await engine.speak(text, NEURAL_VOICE, { wordsPerMinute: 200 }, never);
      if (!spoken.ok) throw new Error(spoken.detail);
      lengths.push(spoken.samples.length);
    }
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(new Set(lengths).size).toBe(3);
  });

  it('is known by what is in it, not by where it lies', async () => {
    const [here, there, other] = [join(root, 'a'), join(root, 'b'), join(root, 'c')];
    await makeTinyVoice(here);
    cpSync(here, there, { recursive: true });
    await makeTinyVoice(other, { comment: 'another' });
    const version = (folder: string, speaker?: number) =>
      open(folder, speaker === undefined ? {} : { speaker }).version();
    expect(await version(there)).toBe(await version(here));
    expect(await version(other)).not.toBe(await version(here));
  });

  it('is another one with other data of phonemes', async () => {
    const files = { model: join(root, 'm'), tokens: join(root, 't'), lexicon: undefined, dataDir: join(root, 'data') };
    const hashWith = async (dictionary: string) => {
      for (const path of ['m', 't', 'data/phontab', 'data/lang/aav/vi']) write(path, path);
      write('data/vi_dict', dictionary);
      return hashModel(files);
    };
    const before = await hashWith('a');
    expect(await hashWith('a')).toBe(before);
    expect(await hashWith('b')).not.toBe(before);
  });

  const wrong: [string, RegExp, () => unknown][] = [
    ['has no model', /no file \*\.onnx/, () => write('v/tokens.txt', 'a 1\n')],
    ['has two models', /a\.onnx, b\.onnx/, () => ['v/a.onnx', 'v/b.onnx', 'v/tokens.txt'].map((path) => write(path))],
    ['has no tokens', /no file tokens\.txt$/, () => write('v/a.onnx', 'x')],
    ['is a plain Piper voice', /Piper/, () => ['v/a.onnx', 'v/a.onnx.json'].map((path) => write(path))],
    [
      'has half of the data',
      /phonindex, phondata, intonations/,
      () => ['v/a.onnx', 'v/tokens.txt', 'v/espeak-ng-data/phontab'].map((path) => write(path)),
    ],
    // this one makes the native code abort its process
    [
      'has a model of random bytes',
      /Protobuf parsing failed/,
      () => [write('v/a.onnx', Buffer.from('không phải mô hình')), write('v/tokens.txt', 'a 1\n')],
    ],
    ['has an empty model', /a\.onnx|ended/, () => [write('v/a.onnx'), write('v/tokens.txt', 'a 1\n')]],
    // and this one makes it exit
    ['has a model without its rate', /sample_rate/, () => makeTinyVoice(join(root, 'v'), { sample_rate: undefined })],
    ['needs a lexicon that is not there', /lexicon/, () => makeTinyVoice(join(root, 'v'), { frontend: undefined })],
  ];
  it.each(wrong)('that %s says so, and harms nobody', async (_, detail, make) => {
    await make();
    const engine = open(join(root, 'v'));
    const state = await engine.state();
    expect(state).toMatchObject({
      state: 'unavailable',
      code: 'speech-model-wrong',
      detail: expect.stringMatching(detail),
    });
    const spoken = await engine.speak('bà con', NEURAL_VOICE, { wordsPerMinute: 180 }, never);
    expect(spoken).toMatchObject({
      ok: false,
      fault: 'speech-failed',
      detail: expect.stringContaining('speech-model-wrong'),
    });
  });

  it('that is not there is named, and used as soon as it is there', async () => {
    const folder = join(root, 'sau này');
    const engine = open(folder);
    expect(await engine.state()).toEqual({ state: 'unavailable', code: 'speech-model-missing', detail: folder });
    await makeTinyVoice(folder);
    expect(await engine.state()).toEqual({ state: 'ready' });
  });

  it('has no such speaker', async () => {
    const engine = open(await makeTinyVoice(join(root, 'v'), { n_speakers: 3 }), { speaker: 3 });
    expect(await engine.state()).toMatchObject({ code: 'speech-model-wrong', detail: 'no speaker 3, the model has 3' });
  });

  it('whose process is killed in mid-work goes on with another one', async () => {
    const engine = open(await makeTinyVoice(join(root, 'v')));
    const speak = () => engine.speak('bà con thôn Châu', NEURAL_VOICE, { wordsPerMinute: 180 }, never);
    expect((await speak()).ok).toBe(true);
    const all = Promise.all(Array.from({ length: 8 }, speak));
    await new Promise(setImmediate);
    expect(killChildren()).toBeGreaterThan(0);
    expect((await all).map(({ ok }) => ok)).toEqual(Array(8).fill(true));
  });

  it('that goes away later is noticed, and so is its return', async () => {
    const folder = await makeTinyVoice(join(root, 'v'));
    const engine = open(folder);
    const speak = () => engine.speak('bà con', NEURAL_VOICE, { wordsPerMinute: 180 }, never);
    expect((await speak()).ok).toBe(true);
    rmSync(folder, { recursive: true });
    killChildren();
    expect(await speak()).toMatchObject({ ok: false, fault: 'speech-failed' });
    expect(await engine.state()).toMatchObject({ state: 'unavailable', code: 'speech-model-wrong' });
    await makeTinyVoice(folder);
    expect(await engine.state()).toEqual({ state: 'ready' });
    expect((await speak()).ok).toBe(true);
  });

  it('whose package is not installed says so', async () => {
    const folder = await makeTinyVoice(join(root, 'v'));
    // the compiled process, where Node.js finds no such package
    const compiled = fileURLToPath(import.meta.resolve('@loa-lang/controller/adapters/speech/neural/sherpa-process'));
    const lonely = join(root, 'sherpa-process.mjs');
    cpSync(compiled, lonely);
    const files = { model: join(folder, 'tones.onnx'), tokens: join(folder, 'tokens.txt') };
    const ask = `
      const child = require('node:child_process').fork(process.argv[1], [process.argv[2]], { serialization: 'advanced' });
      child.on('message', (reply) => { console.log(JSON.stringify(reply)); child.kill(); });
      child.send({ kind: 'probe' });`;
    const { stdout } = spawnSync(process.execPath, ['-e', ask, lonely, JSON.stringify({ files, speaker: 0 })]);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      ok: false,
      fault: 'package-missing',
      detail: expect.stringContaining('sherpa-onnx-node'),
    });
  });
});

/** Ends the processes around a model that this one started. */
function killChildren(): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isModelProcess(name));
  for (const pid of pids) process.kill(Number(pid), 'SIGKILL');
  return pids.length;
}

/** See proc(5): the parent's id is the second field after the name in brackets. */
function isModelProcess(pid: string): boolean {
  try {
    const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
    return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('sherpa-process');
  } catch {
    return false; // gone meanwhile
  }
}
