/** The second pass: decode again, bring to level, encode. */
import type { EncodingSettings } from '../../ports/audio.ts';
import { FfmpegReportReader } from './ffmpeg-report.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { encodingGraph, type Levelling, type Preparation } from './filter-graph.ts';
import { type FfmpegLimits, type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

export interface EncodingJob extends Preparation {
  inputPath: string;
  outputPath: string;
  levelling: Levelling;
  settings: EncodingSettings;
  /** the encoder stops at this size; larger than any legitimate result */
  maxBytes: number;
  /** as in the measuring pass */
  stopAfterMs: number;
}

/**
 * - `voip`: the payload is speech; at speech rates this keeps the encoder in its speech coder and its words sharp.
 * - VBR: pauses cost nothing. Not constrained: the libopus of 2018 then turns steady tones (chimes, sirens) into noise.
 * - 20 ms frames: what every Opus decoder is tuned for, and the grain at which devices cut and join.
 * - bitexact, no metadata: the same input and settings give the same bytes with the same tool, serial number included.
 */
function opusOptions(settings: EncodingSettings): string[] {
  return [
    ...['-c:a', 'libopus', '-b:a', String(settings.bitRate), '-vbr', 'on', '-application', 'voip'],
    ...['-frame_duration', '20', '-compression_level', '10', '-ac', '1', '-ar', '48000'],
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-f', 'ogg'],
  ];
}

/** Encodes once; `detail` of a failed run holds ffmpeg's own words. */
export async function encodeOpus(
  tool: FfmpegTool,
  job: EncodingJob,
  limits: FfmpegLimits,
  signal: AbortSignal,
): Promise<FfmpegRun> {
  const reader = new FfmpegReportReader();
  const outputOptions = [
    ...['-map', '0:a:0', '-t', (job.stopAfterMs / 1000).toFixed(3), '-fs', String(job.maxBytes)],
    ...['-filter:a', encodingGraph(job, job.levelling)],
    ...opusOptions(job.settings),
  ];
  const { inputPath, outputPath } = job;
  const ffmpegJob = { inputPath, outputPath, outputOptions };
  const run = await runFfmpeg(tool, ffmpegJob, { ...limits, maxFileBytes: 2 * job.maxBytes }, signal, reader.read);
  return run.end === 'failed' ? { ...run, detail: reader.report.firstErrors.join('; ') || run.detail } : run;
}
