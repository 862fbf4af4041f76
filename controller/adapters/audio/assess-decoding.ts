/** What a decoding run proves about a recording. Pure: report in, verdict out. */
import type { IntakeFault, IntakeWarning } from '../../ports/audio.ts';
import type { FfmpegReport } from './ffmpeg-report.ts';
import { SAMPLE_RATE_HZ } from './filter-graph.ts';
import type { FfmpegRun } from './run-ffmpeg.ts';

export interface DurationLimits {
  minDurationMs: number;
  maxDurationMs: number;
}

export interface Decoded {
  durationMs: number;
  codec: string | undefined;
  sampleRateHz: number | undefined;
  channels: number | undefined;
  /** of two channels, −1 to 1: what their mix keeps of their power */
  correlation: number | undefined;
  /** absent when nothing passes the gate of BS.1770 at −70 LUFS */
  integratedLufs: number | undefined;
  truePeakDbtp: number;
  rmsDbfs: number;
  silent: boolean;
  /** the channels cancel each other when mixed: one of two microphones was wired the wrong way round */
  mixCancels: boolean;
  /** rate or channels change on the way, and every measure but the duration is of the last stretch only */
  changesFormat: boolean;
  warnings: IntakeWarning[];
}

export type Verdict = { ok: true; decoded: Decoded } | { ok: false; fault: IntakeFault; detail: string };

/** The lowest level this code reports, dBFS: below the noise of 24 bits; digital silence has no logarithm. */
const FLOOR_DBFS = -144;
/** Nothing passes the gate, or a clip too short for the gate is softer than the room it would be played in. */
const SILENCE_DBFS = -60;
/** The gate of BS.1770: what the meter prints when nothing was measured. */
const GATE_LUFS = -70;
/** One block of the meter; shorter clips cannot be measured. */
const METER_BLOCK_MS = 400;
/** A few frames at the start of a stream need a predecessor that is not there; nobody hears them. */
const HARMLESS_FRAMES = 2;
/** Somebody would miss a word: more than a second and more than a fiftieth of the recording. */
const LOST_MS = 1_000;
const LOST_SHARE = 0.02;
/** Cover pictures and tags after the sound are not sound. */
const UNREAD_BYTES = 256 * 1024;
const UNREAD_SHARE = 0.1;
/** Mixing unlike channels costs 3 dB; a loss of more than this is cancellation. */
const CANCELLED_DB = 12;
/** Samples that rest on the highest value: clipped. A pure full-scale tone stays under it. */
const CLIPPED_PEAK_DBFS = -0.1;
const CLIPPED_FLATNESS_DB = 9;
/** No MPEG audio frame carries more bits a second (layer II and III: 384 and 320 kbit/s); free format is not spoken. */
const MPEG_MAX_BIT_RATE = 384_000;

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function finite(value: number | undefined): number {
  return value === undefined || value < FLOOR_DBFS ? FLOOR_DBFS : value;
}

export const tooLongDetail = ({ maxDurationMs }: DurationLimits): string => `longer than ${seconds(maxDurationMs)}`;

/** What was asked for of the file. */
export interface Asked {
  fileBytes: number;
  /** a stretch of it, ms; absent for all */
  range?: { startMs: number; endMs: number } | undefined;
}

/** Frames that end a little early are whole all the same. */
const RANGE_TOLERANCE_MS = 50;

/** Why what was decoded is not all there is, or undefined. */
function lossOf(report: FfmpegReport, run: FfmpegRun, durationMs: number, asked: Asked): string | undefined {
  const { fileBytes, range } = asked;
  // The end of the stretch was reached: what lies behind it was not read, and need not be whole.
  if (range !== undefined && durationMs >= range.endMs - range.startMs - RANGE_TOLERANCE_MS) return undefined;
  const packets = report.packetsRead ?? 0;
  const frames = report.framesDecoded ?? 0;
  const lostMs = frames === 0 ? 0 : (Math.max(0, packets - frames) * durationMs) / frames;
  if (lostMs > LOST_MS && lostMs > LOST_SHARE * (durationMs + lostMs))
    return `${packets} frames are in the file, only ${frames} (${seconds(durationMs)}) could be decoded`;
  if (run.end !== 'ok') return `the decoder gave up after ${seconds(durationMs)}: ${report.firstErrors.join('; ')}`;
  if (report.partialFile) return `the file was cut off: its index goes on after ${seconds(durationMs)}`;
  const unread = fileBytes - (report.bytesRead ?? fileBytes);
  if (range !== undefined) return undefined;
  if (!report.hasPicture && unread > UNREAD_BYTES && unread > UNREAD_SHARE * fileBytes)
    return `reading stopped after ${seconds(durationMs)} with ${unread} of ${fileBytes} bytes left`;
  const mpegBytes = (MPEG_MAX_BIT_RATE / 8) * (durationMs / 1000);
  const spare = (report.packetBytes ?? 0) - mpegBytes;
  if (/^mp[123]/.test(report.codec ?? '') && spare > UNREAD_BYTES)
    return `only ${seconds(durationMs)} could be decoded from ${report.packetBytes} bytes of sound`;
  return undefined;
}

function warningsOf(report: FfmpegReport, durationMs: number, silent: boolean, asked: Asked): IntakeWarning[] {
  const warnings: IntakeWarning[] = [];
  const lost = (report.packetsRead ?? 0) - (report.framesDecoded ?? 0);
  const claimsMore =
    asked.range === undefined &&
    !report.claimIsEstimate &&
    !report.hasFilm &&
    report.claimedMs !== undefined &&
    report.claimedMs > durationMs * 1.1 + 1_000;
  if (lost > HARMLESS_FRAMES || report.errorCount > 0 || claimsMore) warnings.push('audio-damaged');
  if (silent) warnings.push('audio-silent');
  const source = report.stats[0];
  const peak = source?.peakDbfs ?? FLOOR_DBFS;
  if (peak >= CLIPPED_PEAK_DBFS && (source?.flatFactor ?? 0) >= CLIPPED_FLATNESS_DB) warnings.push('audio-clipped');
  return warnings;
}

/** Mixed with gain one, alike channels keep their power, strange ones half of it, opposite ones none. */
function correlationOf(source: FfmpegReport['stats'][number] | undefined, mono: typeof source): number | undefined {
  const [before, after] = [finite(source?.rmsDbfs), finite(mono?.rmsDbfs)];
  if (source?.channels !== 2 || before < SILENCE_DBFS) return undefined;
  return Math.max(-1, Math.min(1, 2 * 10 ** ((after - before) / 10) - 1));
}

/** `undefined` when nothing passes the gate. */
export function loudnessIn({ loudness: { integratedLufs: lufs } }: FfmpegReport): number | undefined {
  return lufs === undefined || lufs <= GATE_LUFS ? undefined : lufs;
}

/** Judges one run of the measuring graph. The caller handles ends by deadline. */
export function assessDecoding(report: FfmpegReport, run: FfmpegRun, asked: Asked, limits: DurationLimits): Verdict {
  const [source, mono] = report.stats;
  const samples = report.samplesOut ?? 0;
  const durationMs = Math.ceil((samples * 1000) / SAMPLE_RATE_HZ);
  const why = report.firstErrors.join('; ') || run.detail;
  if (samples === 0) {
    if (!report.hasAudio)
      return report.hasPicture
        ? { ok: false, fault: 'audio-not-audio', detail: 'the file holds a picture or film and no sound' }
        : { ok: false, fault: 'audio-unreadable', detail: why };
    return { ok: false, fault: 'audio-unreadable', detail: why || 'the file holds a header and no sound' };
  }
  const rms = mono?.rmsDbfs;
  const truePeak = report.loudness.truePeakDbtp;
  if (rms === undefined || Number.isNaN(rms) || (truePeak !== undefined && Number.isNaN(truePeak)))
    return { ok: false, fault: 'audio-unreadable', detail: 'decoding yields samples that are not numbers' };
  if (durationMs > limits.maxDurationMs) return { ok: false, fault: 'audio-too-long', detail: tooLongDetail(limits) };
  const loss = lossOf(report, run, durationMs, asked);
  if (loss !== undefined) return { ok: false, fault: 'audio-truncated', detail: loss };
  if (durationMs < limits.minDurationMs)
    return { ok: false, fault: 'audio-too-short', detail: `only ${seconds(durationMs)} of sound` };

  const integratedLufs = loudnessIn(report);
  const rmsDbfs = finite(rms);
  const silent = integratedLufs === undefined && (durationMs >= METER_BLOCK_MS || rmsDbfs < SILENCE_DBFS);
  const sourceRms = finite(source?.rmsDbfs);
  return {
    ok: true,
    decoded: {
      durationMs,
      codec: report.codec,
      sampleRateHz: report.sampleRateHz,
      channels: source?.channels,
      correlation: correlationOf(source, mono),
      integratedLufs,
      truePeakDbtp: finite(truePeak ?? mono?.peakDbfs),
      rmsDbfs,
      silent,
      changesFormat: report.changesFormat || mono?.samples !== samples,
      mixCancels: sourceRms > SILENCE_DBFS && sourceRms - rmsDbfs > CANCELLED_DB,
      warnings: warningsOf(report, durationMs, silent, asked),
    },
  };
}
