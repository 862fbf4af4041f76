/** Makes the one recording of a composed bulletin: speech, recording, chimes and pauses joined sample by sample. */
import { createHash } from 'node:crypto';
import { isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { Chime, ComposedPart } from '@loa-lang/schemas/http/composition';
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';
import { CHIME_RATE_HZ, CHIMES_VERSION, chimeSamples } from '../../domain/composition/chimes.ts';
import { repairKey } from '../../domain/recordings/repair.ts';
import type { Assembly, DecodedSound, Piece } from '../../ports/assembly.ts';
import type { EncodingSettings } from '../../ports/audio.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import { type KeptEncodingDeps, keepEncoding, keptEncoding } from './kept-encodings.ts';
import { warningsToKeep } from './recording-source.ts';
import type { OnProgress, Recorded, Source } from './sound-source.ts';

export interface ComposingDeps extends KeptEncodingDeps {
  assembly: Assembly;
  encoding: EncodingSettings;
  encodingKey: (inputSha256: string, settings: EncodingSettings) => string;
}

/** A part and where its sound comes from, for those that are not made by formula. */
export interface PartSource {
  part: ComposedPart;
  source?: Source;
}

/**
 * Each part goes through the same intake as any recording, and so comes out equally loud and judged by the same rules;
 * at this rate Opus cannot be told from its source, which matters because the whole is encoded once more.
 */
const PART_BIT_RATE = 192_000;
/** Joining and encoding the whole take about as long as preparing one part. */
const LAST_STEPS = 1;

/** Three hours, as of any recording: told before the disk is filled with what would be refused. */
const MAX_SAMPLES = 3 * 3600 * CHIME_RATE_HZ;

const samplesOf = (piece: Piece): number => (piece.kind === 'samples' ? piece.samples.length : piece.samples);

interface Levelled {
  path: string;
  /** of a body */
  analysis: RecordingAnalysis | undefined;
  provenance: object;
  warnings: readonly string[];
  standIn: string | undefined;
}
type Prepared = Omit<Levelled, 'path'> & { sound: DecodedSound };
type Fault = { ok: false; fault: string };

const bodyOf = (parts: readonly PartSource[]): Source | undefined =>
  parts.find(({ part }) => part.kind === 'body')?.source;

export class Composing {
  readonly #deps: ComposingDeps;
  readonly #oneAtATime = new OneAtATime();
  readonly #chimes = new Map<Chime, Float32Array>();

  constructor(deps: ComposingDeps) {
    this.#deps = deps;
  }

  /** One source out of many: its hash is that of the recipe with everything that is in it. */
  compose(parts: readonly PartSource[], signal: AbortSignal): Source {
    const recipe = parts.map(({ part, source }) => {
      if (part.kind === 'chime') return part.chime;
      return part.kind === 'pause' ? part.durationMs : [source?.sha256, repairKey(source?.repair ?? {})];
    });
    const sha256 = createHash('sha256')
      .update(JSON.stringify(['composed', CHIMES_VERSION, PART_BIT_RATE, recipe]))
      .digest('hex');
    const recording = (folder: string, onProgress: OnProgress) => this.#record(parts, folder, onProgress, signal);
    return { sha256, reusable: false, recording };
  }

  async #record(
    parts: readonly PartSource[],
    folder: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Recorded> {
    const distinct = new Map(parts.flatMap(({ source }) => (source === undefined ? [] : [[source.sha256, source]])));
    const steps = distinct.size + LAST_STEPS;
    const prepared = new Map<string, Prepared>();
    for (const [key, source] of distinct) {
      const before = prepared.size;
      const made = await this.#prepare(source, folder, (share) => onProgress((before + share) / steps), signal);
      if (!made.ok) return made;
      prepared.set(key, made);
      onProgress(prepared.size / steps);
    }
    const pieces = parts.map(({ part, source }): Piece => {
      if (part.kind === 'chime') return { kind: 'samples', samples: this.#chime(part.chime) };
      if (part.kind === 'pause') return { kind: 'silence', samples: (part.durationMs * CHIME_RATE_HZ) / 1000 };
      const sound = prepared.get(source?.sha256 ?? '')?.sound;
      if (sound === undefined) throw new Error('a part has no sound');
      return { kind: 'file', ...sound };
    });
    if (pieces.reduce((sum, piece) => sum + samplesOf(piece), 0) > MAX_SAMPLES)
      return { ok: false, fault: 'audio-too-long' };
    const all = [...prepared.values()];
    const standIns = all.flatMap((each) => each.standIn ?? []);
    const joined = await this.#deps.assembly.join(pieces, folder, signal);
    if (!joined.ok) return joined;
    return {
      ok: true,
      path: joined.path,
      provenance: { recipe: parts.map(({ part }) => part), parts: all.map((each) => each.provenance) },
      warnings: all.flatMap((each) => each.warnings),
      judged: { analysis: prepared.get(bodyOf(parts)?.sha256 ?? '')?.analysis },
      ...(standIns.length > 0 && { standIn: createHash('sha256').update(standIns.join()).digest('hex') }),
    };
  }

  async #prepare(
    source: Source,
    folder: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<({ ok: true } & Prepared) | Fault> {
    const levelled = await this.#levelled(source, folder, onProgress, signal);
    if (!levelled.ok) return levelled;
    const { path, ...rest } = levelled;
    const decoded = await this.#deps.assembly.decode(path, folder, signal);
    return decoded.ok ? { ...rest, sound: decoded.sound } : decoded;
  }

  /** Words that are said every day are spoken once and kept. */
  async #levelled(
    source: Source,
    folder: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<({ ok: true } & Levelled) | Fault> {
    const { encoding, encodingKey } = this.#deps;
    const { repair } = source;
    const settings = { ...encoding, bitRate: PART_BIT_RATE, ...(repair !== undefined && { repair }) };
    const key = encodingKey(source.sha256, settings);
    const make = () => this.#level(source, settings, key, folder, onProgress, signal);
    if (!source.reusable) return make();
    return this.#oneAtATime.run(key, async () => (await this.#kept(key)) ?? (await make()));
  }

  async #level(
    source: Source,
    settings: EncodingSettings,
    key: string,
    folder: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<({ ok: true } & Levelled) | Fault> {
    const { transcoder, assets } = this.#deps;
    const recorded = await source.recording(folder, onProgress);
    if (!recorded.ok) return recorded;
    const { standIn } = recorded;
    const intake = await transcoder.makeAsset(recorded.path, folder, settings, signal);
    if (!intake.ok) return { ok: false, fault: isErrorCode(intake.fault) ? intake.fault : 'audio-unreadable' };
    const { asset } = intake;
    const warnings = [...new Set([...(recorded.warnings ?? []), ...warningsToKeep(asset)])];
    const provenance = { inputSha256: source.sha256, ...recorded.provenance, source: asset.source };
    const { analysis } = asset;
    const levelled = {
      ok: true,
      provenance: { ...provenance, assetId: asset.assetId },
      warnings,
      analysis,
      standIn,
    } as const;
    // what stands in for a voice that failed is not kept: the voice is tried again next time
    if (!source.reusable || standIn !== undefined) return { ...levelled, path: asset.path };
    const kept = await keepEncoding(this.#deps, key, asset, { ...provenance, settings, warnings });
    return { ...levelled, path: assets.pathOf(kept.asset.assetId) };
  }

  async #kept(key: string): Promise<({ ok: true } & Levelled) | undefined> {
    const known = await keptEncoding(this.#deps, key);
    if (known === undefined) return undefined;
    const { assetId } = known.asset;
    const { warnings } = known;
    const path = this.#deps.assets.pathOf(assetId);
    return { ok: true, path, provenance: { assetId }, warnings, analysis: undefined, standIn: undefined };
  }

  #chime(name: Chime): Float32Array {
    const samples = this.#chimes.get(name) ?? chimeSamples(name);
    this.#chimes.set(name, samples);
    return samples;
  }
}
