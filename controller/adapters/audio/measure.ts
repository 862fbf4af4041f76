/** One pass over a file that decodes everything and measures it, keeping nothing but numbers. */
import type { EncodingSettings } from '../../ports/audio.ts';
import { type FfmpegReport, FfmpegReportReader } from './ffmpeg-report.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { type Downmix, measuringGraph } from './filter-graph.ts';
import { type FfmpegLimits, type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

export interface MeasuringJob {
  path: string;
  downmix: Downmix;
  band?: EncodingSettings['hornBandHz'];
  /** decoding ends here, so that a recording of days costs no more than the longest allowed */
  stopAfterMs: number;
}

/** Decodes the first audio stream and measures it as `assessDecoding` and the loudness tests read it. */
export async function measure(
  tool: FfmpegTool,
  job: MeasuringJob,
  limits: FfmpegLimits,
  signal: AbortSignal,
): Promise<{ run: FfmpegRun; report: FfmpegReport }> {
  const reader = new FfmpegReportReader();
  const outputOptions = [
    ...['-map', '0:a:0', '-t', (job.stopAfterMs / 1000).toFixed(3)],
    ...['-filter:a', measuringGraph(job.downmix, job.band), '-f', 'null'],
  ];
  const run = await runFfmpeg(tool, { inputPath: job.path, outputOptions }, limits, signal, reader.read);
  return { run, report: reader.report };
}
