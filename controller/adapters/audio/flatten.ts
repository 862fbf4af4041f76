/**
 * A recording whose rate or channels change on the way (a mono intro before a stereo talk) is decoded into one plain
 * file first: ffmpeg rebuilds its filters at each change, and meters and limiter would start anew.
 */
import { FfmpegReportReader } from './ffmpeg-report.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { SAMPLE_RATE_HZ } from './filter-graph.ts';
import { type FfmpegLimits, type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

/** 32-bit float, mono. */
const BYTES_PER_SECOND = SAMPLE_RATE_HZ * 4;
const HEADER_BYTES = 4_096;

/** Writes the first audio stream to `outputPath` as W64 (a WAV without the 4 GiB limit), mono, 48 kHz, float. */
export async function flatten(
  tool: FfmpegTool,
  job: { inputPath: string; outputPath: string; durationMs: number },
  limits: FfmpegLimits,
  signal: AbortSignal,
): Promise<FfmpegRun> {
  const reader = new FfmpegReportReader();
  const maxBytes = Math.ceil((job.durationMs / 1000 + 1) * BYTES_PER_SECOND) + HEADER_BYTES;
  const outputOptions = [
    ...['-map', '0:a:0', '-filter:a', `aresample=${SAMPLE_RATE_HZ}:rematrix_maxval=1.0`],
    ...['-ac', '1', '-ar', String(SAMPLE_RATE_HZ), '-c:a', 'pcm_f32le'],
    ...['-fs', String(maxBytes), '-f', 'w64'],
  ];
  const { inputPath, outputPath } = job;
  const ffmpegJob = { inputPath, outputPath, outputOptions };
  return runFfmpeg(tool, ffmpegJob, { ...limits, maxFileBytes: 2 * maxBytes }, signal, reader.read);
}
