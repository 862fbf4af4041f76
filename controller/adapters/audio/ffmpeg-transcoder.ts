/** Takes any recording in and makes the asset of it, with ffmpeg as a child process under limits. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rename, rm, stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SoundFrames } from '../../domain/recordings/sound-frames.ts';
import type { EncodingSettings, Intake, IntakeFault, IntakeWarning, Transcoder } from '../../ports/audio.ts';
import { analyseRecording } from './analyse-recording.ts';
import { assessDecoding, type Decoded, type Verdict } from './assess-decoding.ts';
import { encodeOpus } from './encode-opus.ts';
import { describeFfmpegTool, type FfmpegTool } from './ffmpeg-tool.ts';
import type { Downmix, Levelling, Preparation } from './filter-graph.ts';
import { flatten } from './flatten.ts';
import { nextLevelling, type Tried, targetOf } from './levelling.ts';
import { measure } from './measure.ts';
import type { FfmpegRun } from './run-ffmpeg.ts';
import { isTagOnly, sniffContent } from './sniff-content.ts';

export interface TranscoderLimits {
  minDurationMs: number;
  maxDurationMs: number;
  /** wall time for the whole intake of one file; small files get less, see `deadlineMsFor` */
  wallMs: number;
  /** processor time of any one ffmpeg */
  cpuSeconds: number;
}

/**
 * - 200 ms: shorter than a syllable; the largest single frame of a common codec is 128 ms.
 * - 3 h: longer than any session the regulations know.
 * - One hour of wall time: three hours of sound on a small board beside other work.
 */
const DEFAULT_TRANSCODER_LIMITS: TranscoderLimits = {
  minDurationMs: 200,
  maxDurationMs: 3 * 3600 * 1000,
  wallMs: 3600 * 1000,
  cpuSeconds: 40 * 60,
};

/**
 * A few kilobytes must not hang for an hour. The leanest speech is 6 kbit/s, so a byte is at most 1.3 ms of sound, and
 * a small board works through sound four times as fast as it plays: a third of a millisecond a byte, after a minute
 * that a loaded machine may need to start at all.
 */
function deadlineMsFor(bytes: number): number {
  return 60_000 + bytes / 3;
}

/** Speech needs one or two, a soft voice beside slamming doors four; what is then still off is said as measured. */
const MAX_ENCODINGS = 6;
/** Bytes of an asset that are not sound: headers and page tables, generously. */
const CONTAINER_BYTES = 64 * 1024;
/** A finished asset this far below its target is called quiet. */
const QUIET_LU = 1;

type Fault = { ok: false; fault: IntakeFault; detail: string };
interface Work {
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
type Source = { decoded: Decoded; frames: SoundFrames; downmix: Downmix; path: string };
type Look = { ok: true; decoded: Decoded; frames: SoundFrames } | Fault;

function fault(code: IntakeFault, detail: string): Fault {
  return { ok: false, fault: code, detail };
}

/** Ends that say nothing about the recording; undefined for those that do. */
function toolFault(run: FfmpegRun): Fault | undefined {
  if (run.end === 'deadline' || run.end === 'aborted') return fault('audio-too-slow', run.detail);
  if (run.end === 'missing') return fault('audio-tool-missing', run.detail);
  return undefined;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export class FfmpegTranscoder implements Transcoder {
  readonly #tool: FfmpegTool;
  readonly #limits: TranscoderLimits;

  constructor(tool: FfmpegTool, limits: Partial<TranscoderLimits> = {}) {
    this.#tool = tool;
    this.#limits = { ...DEFAULT_TRANSCODER_LIMITS, ...limits };
  }

  async describe(): Promise<string> {
    return describeFfmpegTool(this.#tool);
  }

  async makeAsset(
    inputPath: string,
    workFolder: string,
    settings: EncodingSettings,
    signal: AbortSignal,
  ): Promise<Intake> {
    const folder = await mkdtemp(join(resolve(workFolder), 'take-'));
    const endsAt = performance.now() + this.#limits.wallMs;
    const [outputPath, flatPath] = [join(folder, 'made.opus'), join(folder, 'flat.w64')];
    const work: Work = { folder, inputPath: join(folder, 'recording'), outputPath, flatPath, settings, signal, endsAt };
    try {
      // Under a name that says nothing: ffmpeg lets the ending of a name overrule what is in the file.
      await symlink(resolve(inputPath), work.inputPath);
      const source = await this.#takeIn(work);
      if ('fault' in source) return source;
      const intake = await this.#make(work, source);
      if (!intake.ok) return intake;
      const path = join(resolve(workFolder), `${randomUUID()}.opus`);
      await rename(outputPath, path);
      return { ok: true, asset: { ...intake.asset, path } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #takeIn(work: Work): Promise<Source | Fault> {
    const info = await stat(work.inputPath).catch((error: unknown) => String(error));
    if (typeof info === 'string') return fault('audio-unreadable', info);
    if (!info.isFile()) return fault('audio-not-audio', 'not a regular file');
    if (info.size === 0) return fault('audio-empty', 'the file has no bytes');
    work.endsAt = Math.min(work.endsAt, performance.now() + deadlineMsFor(info.size));
    const other = await sniffContent(work.inputPath);
    if (other !== undefined) return fault('audio-not-audio', `the file is ${other}`);

    const mixed = await this.#look(work, work.inputPath, 'mix');
    if (!mixed.ok && mixed.fault === 'audio-unreadable' && (await isTagOnly(work.inputPath)))
      return fault('audio-not-audio', 'the file holds a tag, perhaps a cover picture, and no sound');
    if (!mixed.ok) return mixed;
    if (mixed.decoded.changesFormat) return this.#takeInFlat(work, mixed.decoded);
    if (!mixed.decoded.mixCancels) return { ...mixed, downmix: 'mix', path: work.inputPath };
    const first = await this.#look(work, work.inputPath, 'first-channel');
    if (!first.ok) return first;
    const { channels, correlation } = mixed.decoded;
    const decoded = { ...first.decoded, channels, correlation, mixCancels: true };
    return { ...first, decoded, downmix: 'first-channel', path: work.inputPath };
  }

  async #takeInFlat(work: Work, { durationMs, warnings, codec, sampleRateHz }: Decoded): Promise<Source | Fault> {
    const { inputPath, flatPath } = work;
    const wholeMs = work.settings.repair?.range === undefined ? durationMs : this.#stopAfterMs();
    const job = { inputPath, outputPath: flatPath, durationMs: wholeMs };
    const run = await flatten(this.#tool, job, this.#left(work), work.signal);
    const failed = toolFault(run);
    if (failed !== undefined) return failed;
    if (run.end !== 'ok') return fault('audio-unreadable', `decoding failed: ${run.detail}`);
    const flat = await this.#look(work, flatPath, 'mix');
    if (!flat.ok) return flat;
    const decoded = { ...flat.decoded, codec, sampleRateHz };
    const damaged = warnings.includes('audio-damaged') && !decoded.warnings.includes('audio-damaged');
    if (damaged) decoded.warnings.push('audio-damaged');
    return { ...flat, decoded, downmix: 'mix', path: flatPath };
  }

  /** Decodes and judges what is to be made into an asset. */
  async #look(work: Work, path: string, downmix: Downmix): Promise<Look> {
    const { hornBandHz, repair } = work.settings;
    const job = { path, downmix, hornBandHz, repair, stopAfterMs: this.#stopAfterMs(), withFrames: true };
    const { run, report, frames } = await measure(this.#tool, job, this.#left(work), work.signal);
    const asked = { fileBytes: (await stat(path)).size, range: repair?.range };
    const verdict = toolFault(run) ?? assessDecoding(report, run, asked, this.#limits);
    if (!verdict.ok) return verdict;
    if (frames === undefined) throw new Error('the frames were asked for');
    return { ...verdict, frames };
  }

  async #make(work: Work, source: Source): Promise<Intake> {
    const { decoded } = source;
    const tries: Tried[] = [];
    let made: Decoded | undefined;
    while (tries.length < MAX_ENCODINGS) {
      const levelling = nextLevelling(tries, decoded, work.settings);
      if (levelling === undefined) break;
      const result = await this.#encode(work, source, levelling);
      if (!result.ok) return result;
      made = result.decoded;
      tries.push({ levelling, made });
    }
    if (made === undefined) throw new Error('no encoding was attempted');
    return { ok: true, asset: await this.#record(work, source, made) };
  }

  async #encode(work: Work, { decoded, downmix, path: inputPath }: Source, levelling: Levelling): Promise<Verdict> {
    const { outputPath, settings } = work;
    const { durationMs } = decoded;
    const preparation: Preparation = { downmix, hornBandHz: settings.hornBandHz, repair: settings.repair };
    // VBR stays near its rate over a whole recording; four times that can only be a runaway.
    const maxBytes = Math.ceil((durationMs / 1000) * (settings.bitRate / 8) * 4) + CONTAINER_BYTES;
    const stopAfterMs = this.#stopAfterMs();
    const job = { ...preparation, inputPath, outputPath, levelling, settings, maxBytes, stopAfterMs };
    const run = await encodeOpus(this.#tool, job, this.#left(work), work.signal);
    const failed = toolFault(run);
    if (failed !== undefined) return failed;
    if (run.end !== 'ok') return fault('audio-unreadable', `encoding failed: ${run.detail}`);
    const made = await measure(
      this.#tool,
      // What was cut to the band and repaired is measured as it is.
      { path: outputPath, downmix: 'mix', stopAfterMs },
      this.#left(work),
      work.signal,
    );
    const asked = { fileBytes: (await stat(outputPath)).size };
    const verdict = toolFault(made.run) ?? assessDecoding(made.report, made.run, asked, this.#limits);
    if (!verdict.ok) return verdict;
    // Both passes read the same file: a difference means that it changed between them or the encoder was stopped.
    if (Math.abs(verdict.decoded.durationMs - durationMs) > 1)
      return fault('audio-unreadable', `encoded ${verdict.decoded.durationMs} ms of ${durationMs} ms`);
    return verdict;
  }

  async #record({ outputPath, settings }: Work, { decoded: source, frames }: Source, made: Decoded) {
    const analysis = analyseRecording(source, frames);
    const warnings: IntakeWarning[] = [...source.warnings];
    if (analysis.clipped && !warnings.includes('audio-clipped')) warnings.push('audio-clipped');
    const lufs = made.integratedLufs;
    if (!source.silent && lufs !== undefined && lufs < targetOf(settings) - QUIET_LU) warnings.push('audio-quiet');
    return {
      path: outputPath,
      assetId: await sha256Of(outputPath),
      sizeBytes: (await stat(outputPath)).size,
      durationMs: made.durationMs,
      levelDbfs: made.rmsDbfs,
      loudness: loudnessOf(made),
      source: { durationMs: source.durationMs, loudness: loudnessOf(source), silent: source.silent },
      analysis,
      warnings,
    };
  }

  #stopAfterMs(): number {
    return this.#limits.maxDurationMs + 1_000;
  }

  #left(work: Work) {
    const wallMs = Math.max(1, work.endsAt - performance.now());
    return { wallMs, cpuSeconds: this.#limits.cpuSeconds, folder: work.folder };
  }
}

function loudnessOf({ integratedLufs, truePeakDbtp }: Decoded) {
  return integratedLufs === undefined ? { truePeakDbtp } : { integratedLufs, truePeakDbtp };
}
