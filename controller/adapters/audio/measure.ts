/** One pass over a file that decodes everything and measures it, keeping nothing but numbers. */
import { SoundFrameReader, type SoundFrames } from '../../domain/recordings/sound-frames.ts';
import { type FfmpegReport, FfmpegReportReader } from './ffmpeg-report.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { analysisGraph, measuringGraph, type Preparation } from './filter-graph.ts';
import { type FfmpegLimits, type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

export interface MeasuringJob extends Preparation {
  path: string;
  /** decoding ends here, so that a recording of days costs no more than the longest allowed */
  stopAfterMs: number;
  /** length of a clip that is too short for the meter: it is measured repeated */
  repeatedMs?: number;
  /** whether to look at it frame by frame, too */
  withFrames?: boolean;
  /** measuring ends at once, as `doubted`, when the file claims to be longer, ms, or not to know how long it is */
  doubtClaimsBeyondMs?: number | undefined;
}

export interface Measurement {
  run: FfmpegRun;
  report: FfmpegReport;
  frames: SoundFrames | undefined;
  doubted: boolean;
}

/** Decodes the first audio stream and measures it as `assessDecoding` and the loudness tests read it. */
export async function measure(
  tool: FfmpegTool,
  job: MeasuringJob,
  limits: FfmpegLimits,
  signal: AbortSignal,
): Promise<Measurement> {
  const reader = new FfmpegReportReader();
  const looker = job.withFrames === true ? new SoundFrameReader() : undefined;
  const stream = ['-map', '0:a:0', '-t', (job.stopAfterMs / 1000).toFixed(3)];
  const outputOptions = [...stream, '-filter:a', measuringGraph(job, job.repeatedMs), '-f', 'null'];
  const tap = looker && {
    outputOptions: [...stream, '-filter:a', analysisGraph(job), '-c:a', 'pcm_f32le', '-f', 'f32le'],
    take: looker.take,
  };
  const ffmpegJob = { inputPath: job.path, outputOptions, ...(tap !== undefined && { tap }) };
  const { report } = reader;
  const doubt = new AbortController();
  const onLine = (line: string) => {
    reader.read(line);
    const { claimedMs = Number.POSITIVE_INFINITY } = report;
    if (report.hasClaimed && claimedMs > (job.doubtClaimsBeyondMs ?? Number.POSITIVE_INFINITY)) doubt.abort();
  };
  const run = await runFfmpeg(tool, ffmpegJob, limits, AbortSignal.any([signal, doubt.signal]), onLine);
  return { run, report, frames: looker?.finish(), doubted: doubt.signal.aborted };
}
