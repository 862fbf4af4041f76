/** Decodes a recording as a whole, refuses what is none, and says how its channels become one. */
import { stat } from 'node:fs/promises';
import type { SoundFrames } from '../../domain/recordings/sound-frames.ts';
import type { EncodingSettings, IntakeFault } from '../../ports/audio.ts';
import { assessDecoding, type Decoded, type DurationLimits, loudnessIn } from './assess-decoding.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import type { Downmix } from './filter-graph.ts';
import { flatten } from './flatten.ts';
import { type MeasuringJob, measure } from './measure.ts';
import type { FfmpegLimits, FfmpegRun } from './run-ffmpeg.ts';
import { isTagOnly, sniffContent } from './sniff-content.ts';

export interface TranscoderLimits extends DurationLimits {
  /** wall time for the whole intake of one file; small files get less, see `deadlineMsFor` */
  wallMs: number;
  /** processor time of any one ffmpeg */
  cpuSeconds: number;
}

/**
 * A few kilobytes must not hang for an hour. The leanest speech is 6 kbit/s, so a byte is at most 1.3 ms of sound, and
 * a small board works through sound four times as fast as it plays: a third of a millisecond a byte, after a minute
 * that a loaded machine may need to start at all.
 */
function deadlineMsFor(bytes: number): number {
  return 60_000 + bytes / 3;
}

export type Fault = { ok: false; fault: IntakeFault; detail: string };
export interface Work {
  tool: FfmpegTool;
  limits: TranscoderLimits;
  /** of its own; everything in it goes in the end */
  folder: string;
  inputPath: string;
  outputPath: string;
  /** a plain copy of the input, where one is needed; never kept */
  flatPath: string;
  settings: EncodingSettings;
  signal: AbortSignal;
  /** of the monotonic clock, ms */
  endsAt: number;
}
/** `path`: what the second pass reads, the input or its plain copy. */
export type Source = { decoded: Decoded; frames: SoundFrames; downmix: Downmix; path: string };
type Look = { ok: true; decoded: Decoded; frames: SoundFrames } | Fault;

export function fault(code: IntakeFault, detail: string): Fault {
  return { ok: false, fault: code, detail };
}

/** strerror(3) of ENOSPC and EDQUOT */
const NO_ROOM = /No space left on device|Disk quota exceeded/;

/** Ends that say nothing about the recording; undefined for those that do. */
export function toolFault(run: FfmpegRun): Fault | undefined {
  if (run.end === 'deadline' || run.end === 'aborted') return fault('audio-too-slow', run.detail);
  if (run.end === 'missing') return fault('audio-tool-missing', run.detail);
  if (run.end === 'failed' && NO_ROOM.test(run.detail)) return fault('disk-full', run.detail);
  return undefined;
}

/** A little more than the longest allowed: enough to know that it is too long. */
export const stopAfterMs = ({ limits }: Work): number => limits.maxDurationMs + 1_000;

/** What is left to the next run of ffmpeg. */
export function limitsLeft({ limits, endsAt, folder }: Work): FfmpegLimits {
  return { wallMs: Math.max(1, endsAt - performance.now()), cpuSeconds: limits.cpuSeconds, folder };
}

export async function takeIn(work: Work): Promise<Source | Fault> {
  const info = await stat(work.inputPath).catch((error: unknown) => String(error));
  if (typeof info === 'string') return fault('audio-unreadable', info);
  if (!info.isFile()) return fault('audio-not-audio', 'not a regular file');
  if (info.size === 0) return fault('audio-empty', 'the file has no bytes');
  work.endsAt = Math.min(work.endsAt, performance.now() + deadlineMsFor(info.size));
  const other = await sniffContent(work.inputPath);
  if (other !== undefined) return fault('audio-not-audio', `the file is ${other}`);

  const mixed = await look(work, work.inputPath, 'mix');
  if (!mixed.ok && mixed.fault === 'audio-unreadable' && (await isTagOnly(work.inputPath)))
    return fault('audio-not-audio', 'the file holds a tag, perhaps a cover picture, and no sound');
  if (!mixed.ok) return mixed;
  if (mixed.decoded.changesFormat) return takeInFlat(work, mixed.decoded);
  if (!mixed.decoded.mixCancels) return { ...mixed, downmix: 'mix', path: work.inputPath };
  const first = await look(work, work.inputPath, 'first-channel');
  if (!first.ok) return first;
  const { channels, correlation } = mixed.decoded;
  const decoded = { ...first.decoded, channels, correlation, mixCancels: true };
  return { ...first, decoded, downmix: 'first-channel', path: work.inputPath };
}

async function takeInFlat(work: Work, { durationMs, warnings, codec, sampleRateHz }: Decoded): Promise<Source | Fault> {
  const { inputPath, flatPath } = work;
  const wholeMs = work.settings.repair?.range === undefined ? durationMs : stopAfterMs(work);
  const job = { inputPath, outputPath: flatPath, durationMs: wholeMs };
  const run = await flatten(work.tool, job, limitsLeft(work), work.signal);
  const failed = toolFault(run);
  if (failed !== undefined) return failed;
  if (run.end !== 'ok') return fault('audio-unreadable', `decoding failed: ${run.detail}`);
  const flat = await look(work, flatPath, 'mix');
  if (!flat.ok) return flat;
  const decoded = { ...flat.decoded, codec, sampleRateHz };
  const damaged = warnings.includes('audio-damaged') && !decoded.warnings.includes('audio-damaged');
  if (damaged) decoded.warnings.push('audio-damaged');
  return { ...flat, decoded, downmix: 'mix', path: flatPath };
}

/** Decodes and judges what is to be made into an asset. */
async function look(work: Work, path: string, downmix: Downmix): Promise<Look> {
  const { hornBandHz, repair } = work.settings;
  const job = { path, downmix, hornBandHz, repair, stopAfterMs: stopAfterMs(work), withFrames: true };
  const { run, report, frames } = await measure(work.tool, job, limitsLeft(work), work.signal);
  const asked = { fileBytes: (await stat(path)).size, range: repair?.range };
  const verdict = toolFault(run) ?? assessDecoding(report, run, asked, work.limits);
  if (!verdict.ok) return verdict;
  if (frames === undefined) throw new Error('the frames were asked for');
  return { ...verdict, decoded: await withLoudness(work, job, verdict.decoded), frames };
}

/** What is shorter than one block of the meter is measured as if it went on. */
export async function withLoudness(work: Work, job: MeasuringJob, decoded: Decoded): Promise<Decoded> {
  if (decoded.integratedLufs !== undefined || decoded.silent) return decoded;
  const again = { ...job, withFrames: false, repeatedMs: decoded.durationMs };
  const { report } = await measure(work.tool, again, limitsLeft(work), work.signal);
  return { ...decoded, integratedLufs: loudnessIn(report) };
}
