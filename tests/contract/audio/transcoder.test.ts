/** What the rest of the product relies on, and each way a recording goes wrong, on every ffmpeg this machine has. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ENCODING, HORN_BAND_HZ } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import type { TranscoderLimits } from '@loa-lang/controller/adapters/audio/take-in';
import type { EncodingSettings } from '@loa-lang/controller/ports/audio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  coverOnlyMp3,
  fixture,
  m4aWithGarbage,
  mp3ClaimingFrames,
  mp3Start,
  PNG,
  sine,
  wavClaiming,
  wavOf,
} from '../../support/audio/broken-files.ts';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';

const SPEECH_MS = 5_108;
const never = new AbortController().signal;

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-audio-'));
  work = mkdtempSync(join(folder, 'work-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Running children of this process, by command name. */
function children(): string[] {
  const list = execFileSync('ps', ['-o', 'comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return list.split('\n').filter((name) => /ffmpeg|ffprobe|tail/.test(name));
}

describe.each(await ffmpegTools())('transcoder on the $name ffmpeg', ({ tool }) => {
  const put = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const take = (bytes: Buffer, name = 'input', settings = DEFAULT_ENCODING, limits: Partial<TranscoderLimits> = {}) =>
    new FfmpegTranscoder(tool, limits).makeAsset(put(name, bytes), work, settings, never);
  const accepted = async (...input: Parameters<typeof take>) => {
    const intake = await take(...input);
    if (!intake.ok) throw new Error(`refused: ${intake.fault}: ${intake.detail}`);
    return intake.asset;
  };
  const refused = async (...input: Parameters<typeof take>) => {
    const intake = await take(...input);
    expect(readdirSync(work)).toEqual([]);
    return intake.ok ? 'accepted' : intake.fault;
  };

  it('makes speech as loud as asked, below the ceiling, and says exactly what came out', async () => {
    const asset = await accepted(fixture('speech.mp3'));
    expect(Math.abs(asset.durationMs - SPEECH_MS)).toBeLessThanOrEqual(100);
    expect(asset.durationMs).toBe(asset.source.durationMs);
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) - DEFAULT_ENCODING.targetLufs)).toBeLessThanOrEqual(1);
    expect(asset.loudness.truePeakDbtp).toBeLessThanOrEqual(DEFAULT_ENCODING.maxTruePeakDbtp + 0.1);
    expect(asset.levelDbfs).toBeGreaterThan(-30);
    expect(asset.warnings).toEqual([]);
    expect(readdirSync(work)).toHaveLength(1);
    expect(readFileSync(asset.path).length).toBe(asset.sizeBytes);
    expect(asset.sizeBytes / (asset.durationMs / 1000)).toBeLessThan((DEFAULT_ENCODING.bitRate / 8) * 1.5);
  });

  it('makes one length of it in every decoder: the last Ogg page names the samples decoded', async () => {
    const asset = await accepted(fixture('speech.m4a'));
    const ogg = readFileSync(asset.path);
    const head = ogg.indexOf('OpusHead', 0, 'latin1');
    const samples =
      Number(ogg.readBigUInt64LE(ogg.lastIndexOf('OggS', undefined, 'latin1') + 6)) - ogg.readUInt16LE(head + 10);
    expect(Math.ceil(samples / 48)).toBe(asset.durationMs);
  });

  it('gives the same bytes for the same input and settings', async () => {
    const [first, second] = [await accepted(fixture('speech.mp3'), 'a'), await accepted(fixture('speech.mp3'), 'b')];
    expect(second.assetId).toBe(first.assetId);
    const softer = await accepted(fixture('speech.mp3'), 'c', { ...DEFAULT_ENCODING, targetLufs: -20 });
    expect(softer.assetId).not.toBe(first.assetId);
  });

  it('measures mono as dual mono: the same tone reads the same in mono and in stereo', async () => {
    const tone = sine(1000, 0.1, 2);
    const [mono, stereo] = [await accepted(wavOf([tone], 48_000)), await accepted(wavOf([tone, tone], 48_000))];
    // −23 dBFS sine in stereo is −23 LUFS (EBU Tech 3341 case 1); an amplitude of 0.1 is −20 dBFS peak.
    expect(mono.source.loudness.integratedLufs).toBeCloseTo(-20, 0);
    expect(mono.source.loudness).toEqual(stereo.source.loudness);
  });

  it('keeps steady tones what they are', async () => {
    const asset = await accepted(wavOf([sine(1000, 0.25, 3)], 48_000));
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(0.5);
    expect(asset.loudness.truePeakDbtp).toBeLessThan(-14);
  });

  it('cuts to the horn band before it measures', async () => {
    const hum = sine(60, 0.5, 3);
    const voice = sine(1000, 0.05, 3);
    const input = wavOf([hum.map((sample, index) => sample + (voice[index] ?? 0))], 48_000);
    const horn: EncodingSettings = { ...DEFAULT_ENCODING, hornBandHz: HORN_BAND_HZ };
    const [full, cut] = [await accepted(input), await accepted(input, 'cut', horn)];
    expect(cut.source.loudness.truePeakDbtp).toBeLessThan(full.source.loudness.truePeakDbtp - 10);
    expect(Math.abs((cut.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
  });

  it('hears a stereo recording with one microphone wired the wrong way round', async () => {
    const tone = sine(500, 0.2, 2);
    const asset = await accepted(wavOf([tone, tone.map((sample) => -sample)], 48_000));
    expect(asset.source.silent).toBe(false);
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
  });

  it('follows a recording whose channels and rate change on the way', async () => {
    const encode = (args: string[], out: string) =>
      execFileSync(tool.ffmpegPath, [
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'sine=440:duration=3',
        ...args,
        join(folder, out),
      ]);
    encode(['-ac', '1', '-ar', '22050'], 'mono.mp3');
    encode(['-ac', '2', '-ar', '44100'], 'stereo.mp3');
    const joined = Buffer.concat([readFileSync(join(folder, 'mono.mp3')), readFileSync(join(folder, 'stereo.mp3'))]);
    const asset = await accepted(joined);
    expect(Math.abs(asset.durationMs - 6_000)).toBeLessThanOrEqual(150);
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
    expect(readdirSync(work)).toHaveLength(1);
  });

  it.each(['-i evil.mp3', 'http:evil.mp3', 'thông báo: họp.mp3', 'a%03d|b.mp3', "it's [0:a].mp3"])(
    'takes %j for the name of a file',
    async (name) => expect((await accepted(fixture('speech.mp3'), name)).warnings).toEqual([]),
  );

  it.each([
    ['#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/live.mp3\n', 'list.m3u8'],
    ['ffconcat version 1.0\nfile speech.mp3\n', 'list.mp3'],
    ['v=0\r\nm=audio 5004 RTP/AVP 0\r\n', 'session.sdp'],
  ])('opens nothing that a playlist names: %j', async (text, name) => {
    put('speech.mp3', fixture('speech.mp3'));
    expect(await refused(Buffer.from(text), name)).toBe('audio-not-audio');
    // The same behind bytes that look like no text, so that only the list of allowed containers stands in the way.
    expect(await refused(Buffer.from(`${text}#\x01`), name)).toMatch(/audio-(not-audio|unreadable)/);
  });

  describe('wrong or zero duration from VBRI and Xing headers', () => {
    it.each([1, 50_000, 1_000_000])('is not believed: %d frames claimed', async (frames) => {
      const asset = await accepted(mp3ClaimingFrames(frames));
      expect(Math.abs(asset.durationMs - SPEECH_MS)).toBeLessThanOrEqual(100);
    });
  });

  describe('two-hour show becomes 49 s', () => {
    it('is refused when the file was cut off and its index goes on', async () => {
      const m4a = fixture('speech.m4a');
      expect(await refused(m4a.subarray(0, Math.floor(m4a.length * 0.4)))).toBe('audio-truncated');
    });
    it('is refused when frames remain that the decoder cannot read', async () => {
      expect(await refused(m4aWithGarbage(0.5))).toBe('audio-truncated');
    });
    it('is refused when reading stops early although bytes remain', async () => {
      const wav = wavOf([sine(300, 0.3, 20)], 48_000);
      wav.writeUInt32LE(48_000 * 2, 40); // claims one second
      expect(await refused(wav)).toBe('audio-truncated');
    });
    it('is refused when most of the file is no sound, even if nothing complains', async () => {
      const mp3 = fixture('speech.mp3');
      expect(await refused(Buffer.concat([mp3, Buffer.alloc(2_000_000), mp3]))).toBe('audio-truncated');
    });
    it('while a few lost frames are a warning only', async () => {
      const asset = await accepted(m4aWithGarbage(0.06));
      expect(asset.warnings).toContain('audio-damaged');
    });
  });

  it.each<[string, () => Buffer, string]>([
    ['no bytes', () => Buffer.alloc(0), 'audio-empty'],
    ['one frame', () => mp3Start(240), 'audio-too-short'],
    ['a cover picture only', coverOnlyMp3, 'audio-not-audio'],
    ['a PNG picture named .mp3', () => PNG, 'audio-not-audio'],
    ['a web page named .mp3', () => Buffer.from('<!DOCTYPE html><html><body>404</body></html>'), 'audio-not-audio'],
    ['no channels', () => wavClaiming({ channels: 0 }), 'audio-unreadable'],
    ['64 channels', () => wavClaiming({ channels: 64 }), 'audio-unreadable'],
    ['65,535 channels', () => wavClaiming({ channels: 65_535 }), 'audio-unreadable'],
    ['no sample rate', () => wavClaiming({ sampleRateHz: 0 }), 'audio-unreadable'],
    ['a second that says it is half a day', () => wavClaiming({ sampleRateHz: 1 }), 'audio-too-long'],
    ['two gigahertz', () => wavClaiming({ sampleRateHz: 0x7fff_ffff }), 'audio-unreadable'],
    ['a header only', () => wavOf([new Float64Array(0)], 48_000), 'audio-unreadable'],
    ['noise instead of a file', () => Buffer.from('\x01\x02\xfe\x03'.repeat(5_000), 'latin1'), 'audio-unreadable'],
    ['one click', () => wavOf([sine(500, 0.5, 0.1)], 48_000), 'audio-too-short'],
  ])('refuses %s', async (_what, bytes, code) => {
    expect(await refused(bytes(), 'upload.mp3')).toBe(code);
  });

  it('refuses what is longer than allowed without decoding all of it', async () => {
    const limits = { maxDurationMs: 2_000 };
    expect(await refused(fixture('speech.mp3'), 'long.mp3', DEFAULT_ENCODING, limits)).toBe('audio-too-long');
  });

  it('silence measures −inf and is left silent, with a warning', async () => {
    const asset = await accepted(wavOf([new Float64Array(96_000)], 48_000));
    expect(asset.warnings).toEqual(['audio-silent']);
    expect(asset.source).toMatchObject({ silent: true, durationMs: 2_000 });
    expect(asset.source.loudness.integratedLufs).toBeUndefined();
    expect(asset.loudness.truePeakDbtp).toBeLessThan(-70);
    expect(Number.isFinite(asset.levelDbfs)).toBe(true);
  });

  it.each([0.2, 0.3, 0.39])(
    'brings a clip of %s s, which the meter cannot measure, to the level of all',
    async (seconds) => {
      const tone = sine(500, 0.1, seconds);
      const asset = await accepted(wavOf([tone], 48_000));
      const long = await accepted(wavOf([sine(500, 0.1, 3)], 48_000));
      expect(asset.warnings).toEqual([]);
      // a tone is as loud as it is strong, however short
      expect(Math.abs(asset.levelDbfs - long.levelDbfs)).toBeLessThan(1);
      expect(asset.durationMs).toBe(seconds * 1000);
    },
  );

  it('tells a clipped recording, and no full-scale tone', async () => {
    const clipped = await accepted(wavOf([sine(300, 4, 2).map((sample) => Math.max(-1, Math.min(1, sample)))], 48_000));
    expect(clipped.warnings).toContain('audio-clipped');
    expect((await accepted(wavOf([sine(300, 1, 2)], 48_000))).warnings).toEqual([]);
  });

  it('refuses a pipe instead of waiting for it', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.mp3')]);
    const intake = await new FfmpegTranscoder(tool).makeAsset(join(folder, 'pipe.mp3'), work, DEFAULT_ENCODING, never);
    expect(intake).toMatchObject({ ok: false, fault: 'audio-not-audio' });
  });

  describe('child process survives its timeout', () => {
    const hanging = (): FfmpegTranscoder => {
      const path = join(folder, 'hanging-ffmpeg');
      // Deaf to polite signals, like a decoder caught in a loop.
      writeFileSync(path, "#!/bin/sh\ntrap '' TERM INT HUP\nexec tail -f /dev/null\n");
      chmodSync(path, 0o755);
      return new FfmpegTranscoder({ ...tool, ffmpegPath: path }, { wallMs: 300 });
    };
    it('is killed at the deadline and leaves nothing', async () => {
      const intake = await hanging().makeAsset(put('a.mp3', fixture('speech.mp3')), work, DEFAULT_ENCODING, never);
      expect(intake).toMatchObject({ ok: false, fault: 'audio-too-slow' });
      expect(children()).toEqual([]);
      expect(readdirSync(work)).toEqual([]);
    });
    it('is killed when the caller gives up', async () => {
      const abort = new AbortController();
      const making = hanging().makeAsset(put('a.mp3', fixture('speech.mp3')), work, DEFAULT_ENCODING, abort.signal);
      while (children().length === 0) await new Promise((go) => setTimeout(go, 5));
      abort.abort();
      expect(await making).toMatchObject({ ok: false });
      expect(children()).toEqual([]);
    });
    it('a real ffmpeg stopped in the middle of its work leaves no process and no file', async () => {
      const long = put('long.wav', wavOf([sine(300, 0.3, 600, 8_000)], 8_000));
      const transcoder = new FfmpegTranscoder(tool, { wallMs: 400 });
      const intake = await transcoder.makeAsset(long, work, DEFAULT_ENCODING, never);
      expect(intake).toMatchObject({ ok: false, fault: 'audio-too-slow' });
      expect(children()).toEqual([]);
      expect(readdirSync(work)).toEqual([]);
    });
    it('runs out of processor time, too', async () => {
      const long = put('long.wav', wavOf([sine(300, 0.3, 1_200, 8_000)], 8_000));
      const intake = await new FfmpegTranscoder(tool, { cpuSeconds: 1 }).makeAsset(long, work, DEFAULT_ENCODING, never);
      expect(intake).toMatchObject({ ok: false, fault: 'audio-too-slow' });
      expect(readdirSync(work)).toEqual([]);
    });
  });

  it('says that the tool is missing and goes on living', async () => {
    const gone = new FfmpegTranscoder({ ...tool, ffmpegPath: join(folder, 'no-such-ffmpeg') });
    const intake = await gone.makeAsset(put('a.mp3', fixture('speech.mp3')), work, DEFAULT_ENCODING, never);
    expect(intake).toMatchObject({ ok: false, fault: 'audio-tool-missing' });
  });

  it('names its tool, and says when that is for trying out only', async () => {
    const text = await new FfmpegTranscoder(tool).describe();
    expect(text).toContain(tool.version);
    expect(text.includes('try-out build')).toBe(tool.origin === 'try-out');
  });
});
