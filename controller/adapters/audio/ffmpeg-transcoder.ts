/** Takes any recording in and makes the asset of it, with ffmpeg as a child process under limits. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rename, rm, stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EncodingSettings, Intake, IntakeWarning, Transcoder } from '../../ports/audio.ts';
import { analyseRecording } from './analyse-recording.ts';
import { assessDecoding, type Decoded, type Verdict } from './assess-decoding.ts';
import { encodeOpus } from './encode-opus.ts';
import { describeFfmpegTool, type FfmpegTool } from './ffmpeg-tool.ts';
import type { Levelling, Preparation } from './filter-graph.ts';
import { nextLevelling, type Tried, targetOf } from './levelling.ts';
import { type MeasuringJob, measure } from './measure.ts';
import {
  fault,
  limitsLeft,
  type Source,
  stopAfterMs,
  type TranscoderLimits,
  takeIn,
  toolFault,
  type Work,
  withLoudness,
} from './take-in.ts';

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

/** Speech needs one or two, a soft voice beside slamming doors four; what is then still off is said as measured. */
const MAX_ENCODINGS = 6;
/** Bytes of an asset that are not sound: headers and page tables, generously. */
const CONTAINER_BYTES = 64 * 1024;
/** A finished asset this far below its target is called quiet. */
const QUIET_LU = 1;

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
    const [tool, limits] = [this.#tool, this.#limits];
    const work: Work = {
      tool,
      limits,
      folder,
      inputPath: join(folder, 'recording'),
      outputPath,
      flatPath,
      settings,
      signal,
      endsAt,
    };
    try {
      // Under a name that says nothing: ffmpeg lets the ending of a name overrule what is in the file.
      await symlink(resolve(inputPath), work.inputPath);
      const source = await takeIn(work);
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
    const job = {
      ...preparation,
      inputPath,
      outputPath,
      levelling,
      settings,
      maxBytes,
      stopAfterMs: stopAfterMs(work),
    };
    const run = await encodeOpus(this.#tool, job, limitsLeft(work), work.signal);
    const failed = toolFault(run);
    if (failed !== undefined) return failed;
    if (run.end !== 'ok') return fault('audio-unreadable', `encoding failed: ${run.detail}`);
    // What was cut to the band and repaired is measured as it is.
    const check: MeasuringJob = { path: outputPath, downmix: 'mix', stopAfterMs: stopAfterMs(work) };
    const made = await measure(this.#tool, check, limitsLeft(work), work.signal);
    const asked = { fileBytes: (await stat(outputPath)).size };
    const verdict = toolFault(made.run) ?? assessDecoding(made.report, made.run, asked, this.#limits);
    if (!verdict.ok) return verdict;
    // Both passes read the same file: a difference means that it changed between them or the encoder was stopped.
    if (Math.abs(verdict.decoded.durationMs - durationMs) > 1)
      return fault('audio-unreadable', `encoded ${verdict.decoded.durationMs} ms of ${durationMs} ms`);
    return { ok: true, decoded: await withLoudness(work, check, verdict.decoded) };
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
}

function loudnessOf({ integratedLufs, truePeakDbtp }: Decoded) {
  return integratedLufs === undefined ? { truePeakDbtp } : { integratedLufs, truePeakDbtp };
}
