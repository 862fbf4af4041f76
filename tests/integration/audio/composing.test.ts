import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAssetStore } from '@loa-lang/controller/adapters/assets/file-asset-store';
import { DEFAULT_ENCODING, encodingKey } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegAssembly } from '@loa-lang/controller/adapters/audio/ffmpeg-assembly';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import type { AssetRecord } from '@loa-lang/controller/ports/bulletin-store';
import { Composing, type PartSource } from '@loa-lang/controller/services/bulletins/compose-audio';
import type { Recorded, Source } from '@loa-lang/controller/services/bulletins/sound-source';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wavOf } from '../../support/audio/broken-files.ts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';
import { rulerWav } from '../../support/audio/ruler.ts';

const NEVER = new AbortController().signal;
const BODY = { kind: 'body' } as const;
const pause = (durationMs: number): PartSource => ({ part: { kind: 'pause', durationMs } });

for (const { name, tool } of await ffmpegTools()) {
  describe(`composing with the ${name} ffmpeg`, { timeout: 120_000 }, () => {
    let folder: string;
    let composing: Composing;
    let kept: Map<string, AssetRecord>;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'loa-composing-'));
      kept = new Map();
      composing = new Composing({
        bulletins: {
          encoded: async (key) => {
            const asset = kept.get(key);
            return asset && { asset, warnings: [] };
          },
          keepEncoding: async (key, asset) => void kept.set(key, asset),
        },
        assets: new FileAssetStore(join(folder, 'assets')),
        transcoder: new FfmpegTranscoder(tool),
        assembly: new FfmpegAssembly(tool),
        encoding: DEFAULT_ENCODING,
        encodingKey,
      });
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** Says how often it was recorded. */
    function source(sha256: string, wav: Uint8Array, more: Partial<Source & Extract<Recorded, { ok: true }>> = {}) {
      const { reusable = false, standIn, warnings } = more;
      const counted: Source & { times: number } = {
        times: 0,
        sha256,
        reusable,
        recording: async (work) => {
          counted.times += 1;
          const path = join(work, `${sha256}-${counted.times}.wav`);
          await writeFile(path, wav);
          const rest = { ...(standIn !== undefined && { standIn }), ...(warnings !== undefined && { warnings }) };
          return { ok: true, path, provenance: { from: sha256 }, ...rest };
        },
      };
      return counted;
    }
    const record = (parts: PartSource[], onProgress: (share: number) => void = () => undefined) =>
      composing.compose(parts, NEVER).recording(folder, onProgress);

    it('joins to the sample, records each source once, and tells how far it is', async () => {
      const one = source('one', rulerWav(1.2, 1));
      const other = source('other', rulerWav(0.7, 2));
      const progress: number[] = [];
      const parts = [
        { part: BODY, source: one },
        pause(250),
        { part: BODY, source: other },
        { part: BODY, source: one },
      ];
      const recorded = await record(parts, (share) => progress.push(share));
      if (!recorded.ok) throw new Error(recorded.fault);
      const sound = await decodeByFfmpeg(await readFile(recorded.path), 'other');
      expect(sound.length).toBe((1200 + 250 + 700 + 1200) * 48);
      expect([one.times, other.times]).toEqual([1, 1]);
      expect(progress).toEqual([1 / 3, 2 / 3]);
      // the pause is exact, and the two readings are one and the same sound
      const silent = sound.subarray(1200 * 48, 1450 * 48);
      expect(silent.every((sample) => sample === 0)).toBe(true);
      expect(sound.subarray(2150 * 48)).toEqual(sound.subarray(0, 1200 * 48));
    });

    it('keeps what is worth keeping, but never what stood in for something else', async () => {
      const words = source('words', rulerWav(1, 3), { reusable: true });
      const standIn = source('voice-b', rulerWav(1, 4), {
        reusable: true,
        standIn: 'voice-a',
        warnings: ['speech-fell-back'],
      });
      for (let time = 0; time < 2; time++) {
        const recorded = await record([
          { part: BODY, source: words },
          { part: BODY, source: standIn },
        ]);
        expect(recorded).toMatchObject({ ok: true, warnings: ['speech-fell-back'], standIn: expect.any(String) });
      }
      expect([words.times, standIn.times]).toEqual([1, 2]);
      expect(kept.size).toBe(1);
      expect(await record([{ part: BODY, source: words }])).not.toHaveProperty('standIn');
    });

    it('its hash is that of the recipe and of all that is in it', () => {
      const one = source('one', rulerWav(1, 1));
      const hash = (...parts: PartSource[]) => composing.compose(parts, NEVER).sha256;
      const usual = hash({ part: BODY, source: one }, pause(300), { part: BODY, source: one });
      expect(hash({ part: BODY, source: one }, pause(300), { part: BODY, source: one })).toBe(usual);
      // whatever order the database gives the fields of a part
      expect(
        hash({ part: BODY, source: one }, { part: { durationMs: 300, kind: 'pause' } }, { part: BODY, source: one }),
      ).toBe(usual);
      const others = [
        hash({ part: BODY, source: one }, pause(301), { part: BODY, source: one }),
        hash({ part: BODY, source: one }, { part: BODY, source: one }, pause(300)),
        hash({ part: BODY, source: source('two', rulerWav(1, 1)) }, pause(300), { part: BODY, source: one }),
        hash({ part: BODY, source: one }, { part: { kind: 'chime', chime: 'test' } }, { part: BODY, source: one }),
      ];
      expect(new Set([usual, ...others]).size).toBe(5);
    });

    it('a part that cannot be used ends it with that part’s fault; what is too long is not joined', async () => {
      const broken = source('broken', new TextEncoder().encode('no sound'));
      expect(await record([{ part: BODY, source: broken }])).toMatchObject({ ok: false, fault: 'audio-not-audio' });
      const silent: Source = {
        sha256: 'none',
        reusable: true,
        recording: async () => ({ ok: false, fault: 'speech-failed' }),
      };
      expect(await record([{ part: BODY, source: silent }])).toEqual({ ok: false, fault: 'speech-failed' });
      const one = source('one', rulerWav(1, 1));
      expect(await record([{ part: BODY, source: one }, pause(3 * 3600_000)])).toEqual({
        ok: false,
        fault: 'audio-too-long',
      });
    });

    it('a loud and a quiet recording come out alike, a silent one stays silent', async () => {
      const ruler = await decodeByFfmpeg(rulerWav(3, 5), 'other');
      const at = (gain: number) => wavOf([Float64Array.from(ruler, (sample) => sample * gain)], 48_000);
      const [loud, quiet] = [source('loud', at(1)), source('quiet', at(0.12))];
      const silence = source('silence', wavOf([new Float64Array(48_000)], 48_000));
      const recorded = await record([loud, quiet, silence].map((each) => ({ part: BODY, source: each })));
      if (!recorded.ok) throw new Error(recorded.fault);
      expect(recorded.warnings).toContain('audio-silent');
      const sound = await decodeByFfmpeg(await readFile(recorded.path), 'other');
      const rms = (from: number, to: number) =>
        10 * Math.log10(sound.subarray(from, to).reduce((sum, sample) => sum + sample ** 2, 0) / (to - from));
      const [first, second] = [rms(0, 144_000), rms(144_000, 288_000)];
      console.info(`loud ${first.toFixed(2)} dBFS, quiet ${second.toFixed(2)} dBFS`);
      expect(Math.abs(first - second)).toBeLessThan(1);
      expect(rms(290_000, 336_000)).toBeLessThan(-80);
    });
  });
}
