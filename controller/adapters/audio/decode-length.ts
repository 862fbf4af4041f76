/**
 * How long a recording is, and nothing else of it: decoded without being measured, which takes a hundredth of the time.
 * What claims to last for days costs seconds that way, and a header that lies still proves nothing.
 */
import { FfmpegReportReader } from './ffmpeg-report.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { type FfmpegLimits, type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

/** Low, so that resampling costs little beside decoding. */
const RATE_HZ = 8_000;

/** @returns decoded length, ms, no more than `stopAfterMs` of it */
export async function decodeLength(
  tool: FfmpegTool,
  job: { path: string; stopAfterMs: number },
  limits: FfmpegLimits,
  signal: AbortSignal,
): Promise<{ run: FfmpegRun; durationMs: number }> {
  const reader = new FfmpegReportReader();
  const outputOptions = [
    ...['-map', '0:a:0', '-t', (job.stopAfterMs / 1000).toFixed(3)],
    ...['-ac', '1', '-ar', String(RATE_HZ), '-f', 'null'],
  ];
  const run = await runFfmpeg(tool, { inputPath: job.path, outputOptions }, limits, signal, reader.read);
  return { run, durationMs: ((reader.report.samplesOut ?? 0) * 1000) / RATE_HZ };
}
