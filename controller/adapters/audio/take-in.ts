/** Decodes a recording as a whole, refuses what is none, and says how its channels become one. */
import { stat } from 'node:fs/promises';
import type { SoundFrames } from '../../domain/recordings/sound-frames.ts';
import type { EncodingSettings, IntakeFault } from '../../ports/audio.ts';
import { assessDecoding, type Decoded, type DurationLimits, loudnessIn, tooLongDetail } from './assess-decoding.ts';
import { decodeLength } from './decode-length.ts';
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
type Look = { ok: true; decoded: Decoded; frames: SoundFrames; path: string } | Fault;
/** What of a recording that changes on the way is known before its plain copy is looked at. */
type Changing = Pick<Decoded, 'warnings' | 'codec' | 'sampleRateHz'>;

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
  if ('changing' in mixed) return lookAtFlat(work, mixed.changing, stopAfterMs(work));
  if (!mixed.ok && mixed.fault === 'audio-unreadable' && (await isTagOnly(work.inputPath)))
    return fault('audio-not-audio', 'the file holds a tag, perhaps a cover picture, and no sound');
  if (!mixed.ok) return mixed;
  if (mixed.decoded.changesFormat) return lookAtFlat(work, mixed.decoded, mixed.decoded.durationMs);
  if (!mixed.decoded.mixCancels) return { ...mixed, downmix: 'mix' };
  const first = await look(work, mixed.path, 'first-channel');
  if ('changing' in first) throw new Error('it did not change when it was mixed');
  if (!first.ok) return first;
  const { channels, correlation } = mixed.decoded;
  return { ...first, decoded: { ...first.decoded, channels, correlation, mixCancels: true }, downmix: 'first-channel' };
}

/** Makes the plain copy, and looks at that. */
async function lookAtFlat(
  work: Work,
  { warnings, codec, sampleRateHz }: Changing,
  durationMs: number,
): Promise<Source | Fault> {
  const { inputPath, flatPath } = work;
  const run = await flatten(work.tool, { inputPath, outputPath: flatPath, durationMs }, limitsLeft(work), work.signal);
  const failed = toolFault(run);
  if (failed !== undefined) return failed;
  if (run.end !== 'ok') return fault('audio-unreadable', `decoding failed: ${run.detail}`);
  const flat = await look(work, flatPath, 'mix');
  if ('changing' in flat) throw new Error('a plain copy changes nothing');
  if (!flat.ok) return flat;
  const damaged = warnings.includes('audio-damaged') && !flat.decoded.warnings.includes('audio-damaged');
  const all = damaged ? [...flat.decoded.warnings, 'audio-damaged' as const] : flat.decoded.warnings;
  return { ...flat, decoded: { ...flat.decoded, codec, sampleRateHz, warnings: all }, downmix: 'mix' };
}

/** Decodes and judges what is to be made into an asset. */
async function look(work: Work, path: string, downmix: Downmix): Promise<Look | { changing: Changing }> {
  const { hornBandHz, repair } = work.settings;
  const job = { path, downmix, hornBandHz, repair, stopAfterMs: stopAfterMs(work), withFrames: true };
  // Of a range no more is decoded than is asked for, however long the rest is.
  const doubtClaimsBeyondMs = repair?.range === undefined ? work.limits.maxDurationMs : undefined;
  const first = await measure(work.tool, { ...job, doubtClaimsBeyondMs }, limitsLeft(work), work.signal);
  const tooLong = first.doubted ? await provedTooLong(work, path) : undefined;
  if (tooLong !== undefined) return tooLong;
  const { run, report, frames } = first.doubted ? await measure(work.tool, job, limitsLeft(work), work.signal) : first;
  const failed = toolFault(run);
  if (failed !== undefined) return failed;
  // Filters count from each change, so that a range would mean something else behind it.
  if (repair?.range !== undefined && report.changesFormat) {
    const { codec, sampleRateHz, errorCount } = report;
    return { changing: { codec, sampleRateHz, warnings: errorCount > 0 ? ['audio-damaged'] : [] } };
  }
  const asked = { fileBytes: (await stat(path)).size, range: repair?.range };
  const verdict = assessDecoding(report, run, asked, work.limits);
  if (!verdict.ok) return verdict;
  if (frames === undefined) throw new Error('the frames were asked for');
  return { ...verdict, decoded: await withLoudness(work, job, verdict.decoded), frames, path };
}

/** What is shorter than one block of the meter is measured as if it went on. */
export async function withLoudness(work: Work, job: MeasuringJob, decoded: Decoded): Promise<Decoded> {
  if (decoded.integratedLufs !== undefined || decoded.silent) return decoded;
  const again = { ...job, withFrames: false, repeatedMs: decoded.durationMs };
  const { report } = await measure(work.tool, again, limitsLeft(work), work.signal);
  return { ...decoded, integratedLufs: loudnessIn(report) };
}

/** Decodes what claims to be too long, or not to know, as fast as that can be done. */
async function provedTooLong(work: Work, path: string): Promise<Fault | undefined> {
  const { tool, limits, signal } = work;
  const job = { path, stopAfterMs: stopAfterMs(work) };
  const { run, durationMs } = await decodeLength(tool, job, limitsLeft(work), signal);
  if (durationMs > limits.maxDurationMs) return fault('audio-too-long', tooLongDetail(limits));
  return toolFault(run);
}
