/**
 * Every file of the corpus is taken in with its decoded duration or refused with a reason, and nothing stays behind: all
 * of them on the ffmpeg that a controller would take here, every third on the other; all on both in the soak.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import { measure } from '@loa-lang/controller/adapters/audio/measure';
import { describe, expect, it } from 'vitest';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';
import { assetFaults } from '../../support/audio/judge-intake.ts';

const corpus = '../shared/corpus/audio';
const never = new AbortController().signal;

interface Probe {
  file: string;
  decoded_s: number | null;
}

function soundFiles(): string[] {
  const entries = readdirSync(corpus, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(corpus, join(entry.parentPath, entry.name)))
    .filter((file) => !file.endsWith('.json') && (!file.endsWith('.txt') || file.includes('not-an-audio-file')))
    .sort();
}

/** What the files that look acceptable must not be: refused. Whoever hears them hears speech or music. */
const GOOD = [
  /^vietnamese-speech\//,
  /^npm\//,
  /^itu-bs2217\//,
  /osce/,
  /he_mode/,
  /si\.mp3/,
  /audio\.(opus|speex|vorbis)/,
];

describe.skipIf(!existsSync(corpus))('corpus', async () => {
  const files = existsSync(corpus) ? soundFiles() : [];
  const probes: Probe[] = existsSync(corpus) ? JSON.parse(readFileSync(`${corpus}/probe.json`, 'utf8')) : [];
  const decoded = new Map(probes.map(({ file, decoded_s }) => [file, decoded_s ?? undefined]));

  const tools = await ffmpegTools();

  describe.each(tools)('on the $name ffmpeg', ({ name, tool }) => {
    const isWhole = name === tools.at(-1)?.name || process.env.LOA_TEST_SUITE === 'soak';
    const tried = isWhole ? files : files.filter((_, index) => index % 3 === 0);

    it('each file is accepted with its decoded duration (±0.1 s) or refused with a reason', async () => {
      const transcoder = new FfmpegTranscoder(tool, { wallMs: 60_000 });
      const work = mkdtempSync(join(tmpdir(), 'loa-corpus-'));
      const faults: string[] = [];
      const refusals = new Map<string, number>();
      let accepted = 0;
      let compared = 0;
      for (const file of tried) {
        const intake = await transcoder.makeAsset(join(corpus, file), work, DEFAULT_ENCODING, never);
        const left = readdirSync(work);
        if (!intake.ok) {
          refusals.set(intake.fault, (refusals.get(intake.fault) ?? 0) + 1);
          if (intake.detail === '') faults.push(`${file}: refused without a reason`);
          if (intake.fault === 'audio-too-slow') faults.push(`${file}: hung`);
          if (GOOD.some((good) => good.test(file))) faults.push(`${file}: refused: ${intake.fault} ${intake.detail}`);
          if (left.length > 0) faults.push(`${file}: left ${left.join(', ')}`);
          continue;
        }
        accepted++;
        const { asset } = intake;
        const expected = decoded.get(file);
        if (expected !== undefined) {
          compared++;
          if (Math.abs(asset.source.durationMs / 1000 - expected) > 0.1)
            faults.push(`${file}: ${asset.source.durationMs} ms, decoded ${expected} s`);
        }
        faults.push(...assetFaults(intake).map((fault) => `${file}: ${fault}`));
        if (file.startsWith('vietnamese-speech/') && (asset.analysis.speech !== 'speech' || asset.warnings.length > 0))
          faults.push(`${file}: ${asset.analysis.speech} ${asset.warnings.join(', ')}`);
        if (left.join() !== basename(asset.path)) faults.push(`${file}: left ${left.join(', ')}`);
        rmSync(asset.path);
      }
      rmSync(work, { recursive: true });
      const reasons = [...refusals].map(([fault, count]) => `${fault} ${count}`).join(', ');
      console.log(
        `corpus on ${tool.version}: ${tried.length} of ${files.length} files, ${accepted} accepted (${compared} compared), refused: ${reasons}`,
      );
      expect(faults).toEqual([]);
      expect(files.length).toBeGreaterThan(50);
      expect(compared).toBeGreaterThan(isWhole ? 30 : 10);
      const children = execFileSync('ps', ['-o', 'comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
      expect(children).not.toMatch(/ff(mpeg|probe)/);
    }, 300_000);

    it.each([
      ['1770-2_Comp_AbsGateTest.flac', -69.5],
      ['1770-2_Comp_RelGateTest.flac', -10],
    ])('meters %s of ITU-R BS.2217 at %d LUFS', async (file, expected) => {
      const path = join(process.cwd(), corpus, 'itu-bs2217', file);
      const job = { path, downmix: 'mix' as const, stopAfterMs: 60_000 };
      const { report } = await measure(tool, job, { wallMs: 30_000, cpuSeconds: 30 }, never);
      expect(Math.abs((report.loudness.integratedLufs ?? 0) - expected)).toBeLessThanOrEqual(0.1);
    });
  });
});

if (!existsSync(corpus)) console.warn('SKIPPED: no corpus beside the project');
