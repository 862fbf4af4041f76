/** Integrated loudness of samples, by ffmpeg's meter as assets are measured. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from '@loa-lang/controller/adapters/audio/measure';
import { wavOf } from './broken-files.ts';
import { ffmpegTools } from './ffmpeg-tools.ts';

/** @param samples mono, 48 kHz */
export async function loudnessOf(samples: Float32Array): Promise<{ lufs: number; truePeakDbtp: number }> {
  const [found] = await ffmpegTools();
  if (found === undefined) throw new Error('no ffmpeg to measure with');
  const folder = mkdtempSync(join(tmpdir(), 'loa-loudness-'));
  try {
    const path = join(folder, 'sound.wav');
    writeFileSync(path, wavOf([Float64Array.from(samples)], 48_000));
    const job = { path, downmix: 'mix' as const, stopAfterMs: 3600_000 };
    const { report } = await measure(found.tool, job, { wallMs: 60_000, cpuSeconds: 60 }, new AbortController().signal);
    const { integratedLufs = Number.NaN, truePeakDbtp = Number.NaN } = report.loudness;
    return { lufs: integratedLufs, truePeakDbtp };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
