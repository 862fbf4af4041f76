/** Takes a file in and says everything that is wrong with how that went. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import type { FfmpegTool } from '@loa-lang/controller/adapters/audio/ffmpeg-tool';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import type { TranscoderLimits } from '@loa-lang/controller/adapters/audio/take-in';
import type { Intake } from '@loa-lang/controller/ports/audio';
import type { BrokenFile } from './broken-generator.ts';

/** Children of this process that have to do with sound, by command name. */
export function soundProcesses(): string[] {
  const list = execFileSync('ps', ['-o', 'comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return list.split('\n').filter((name) => /ffmpeg|ffprobe|unshare|^sh$/.test(name));
}

/** What an Ogg Opus file says of itself (RFC 7845, 5.1): channels and the rate of what was encoded. */
export function opusHead(bytes: Buffer): { channels: number; inputRateHz: number } {
  const head = bytes.indexOf('OpusHead', 0, 'latin1');
  if (head < 0) throw new Error('no OpusHead');
  return { channels: bytes.readUInt8(head + 9), inputRateHz: bytes.readUInt32LE(head + 12) };
}

/** Every rule that an asset keeps, whatever it was made of. */
export function assetFaults(intake: Extract<Intake, { ok: true }>): string[] {
  const { asset } = intake;
  const faults: string[] = [];
  const { channels, inputRateHz } = opusHead(readFileSync(asset.path));
  if (channels !== 1 || inputRateHz !== 48_000) faults.push(`${channels} channels at ${inputRateHz} Hz`);
  if (Math.abs(asset.durationMs - asset.source.durationMs) > 1) faults.push('the asset has another length');
  if (asset.loudness.truePeakDbtp > -1) faults.push(`true peak ${asset.loudness.truePeakDbtp} dBTP`);
  const lufs = asset.loudness.integratedLufs;
  const said = asset.warnings.includes('audio-quiet') || asset.source.silent;
  if (lufs !== undefined && asset.source.loudness.integratedLufs !== undefined && !said && Math.abs(lufs + 16) > 1)
    faults.push(`${lufs} LUFS, and nobody was told`);
  const { waveform, leadingSilenceMs, trailingSilenceMs, durationMs } = asset.analysis;
  if (waveform.min.length > 2_000 || waveform.min.length !== waveform.max.length) faults.push('waveform out of bounds');
  if (leadingSilenceMs + trailingSilenceMs > durationMs + 10) faults.push('more silence than there is sound');
  if (JSON.stringify(asset.analysis).includes('null')) faults.push('a figure that is no number');
  return faults;
}

/** @returns the verdict, and what is wrong with it or with what it left */
export async function judgeIntake(
  tool: FfmpegTool,
  { name, bytes }: BrokenFile,
  limits: Partial<TranscoderLimits>,
): Promise<{ verdict: string; faults: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-broken-'));
  const work = mkdtempSync(join(folder, 'work-'));
  try {
    writeFileSync(join(folder, name), bytes);
    const intake = await new FfmpegTranscoder(tool, limits).makeAsset(
      join(folder, name),
      work,
      DEFAULT_ENCODING,
      new AbortController().signal,
    );
    const faults = intake.ok ? assetFaults(intake) : [];
    if (!intake.ok && intake.detail === '') faults.push('refused without a reason');
    if (!intake.ok && intake.fault === 'audio-too-slow') faults.push(`hung: ${intake.detail}`);
    const expected = intake.ok ? [basename(intake.asset.path)] : [];
    const left = readdirSync(work).filter((file) => !expected.includes(file));
    if (left.length > 0) faults.push(`left ${left.join(', ')}`);
    if (readdirSync(folder).length !== 2) faults.push('wrote outside its folder');
    if (soundProcesses().length > 0) faults.push(`still running: ${soundProcesses().join(', ')}`);
    return { verdict: intake.ok ? 'accepted' : intake.fault, faults: faults.map((fault) => `${name}: ${fault}`) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Judges all of them, one after the other; `verdicts` counts each kind. */
export async function judgeAll(tool: FfmpegTool, files: readonly BrokenFile[], limits: Partial<TranscoderLimits>) {
  const verdicts: Record<string, number> = {};
  const faults: string[] = [];
  for (const file of files) {
    const judged = await judgeIntake(tool, file, limits);
    verdicts[judged.verdict] = (verdicts[judged.verdict] ?? 0) + 1;
    faults.push(...judged.faults);
  }
  return { verdicts, faults };
}
