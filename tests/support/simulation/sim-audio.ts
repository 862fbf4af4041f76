/** Recording, speech and encoding without sound: what is made of a text has a length, and that is all devices need of it. */
import { createHash } from 'node:crypto';
import type { Assembly } from '@loa-lang/controller/ports/assembly';
import type { MadeAsset, Transcoder } from '@loa-lang/controller/ports/audio';
import type { Speech } from '@loa-lang/controller/ports/speech';
import type { UploadStore, WorkFolders } from '@loa-lang/controller/ports/uploads';
import { FakeAssets } from '../fake-assets.ts';
import { only } from './only.ts';

/** Whatever is spoken takes so long. */
export const SPOKEN_MS = 20_000;
const RATE_HZ = 48_000;

export class SimAssets extends FakeAssets {
  readonly #lengths = new Map<string, number>();

  /** A new asset of this length; the same name gives the same bytes, so that a life can be repeated. */
  of(name: string, durationMs: number): string {
    const bytes = createHash('sha256').update(name).digest();
    const assetId = this.make(Buffer.concat([bytes, Buffer.alloc(1000)]));
    this.#lengths.set(assetId, durationMs);
    return assetId;
  }

  lengthOf(assetId: string): number {
    return this.#lengths.get(assetId) ?? 0;
  }

  override async describe(assetId: string) {
    const facts = await super.describe(assetId);
    return facts && { ...facts, durationMs: this.lengthOf(assetId) };
  }

  /** It was made here. */
  override async adopt(): Promise<void> {}
}

export const sizeOf = (assets: SimAssets, assetId: string): number => assets.contents.get(assetId)?.length ?? 0;

export function simAudio(assets: SimAssets) {
  const synthesis = { engine: 'simulated', engineVersion: '1', voice: 'simulated', sentences: 1, wordsPerMinute: 180 };
  const identify = async (request: object) => JSON.stringify(request);
  const speech = only<Speech>('speech', {
    voices: async () => [],
    identify,
    speak: async (request) => {
      const identity = await identify(request);
      return { ok: true, wavPath: identity, synthesis, identity };
    },
  });
  const transcoder: Transcoder = {
    describe: async () => 'simulated',
    makeAsset: async (inputPath) => {
      const assetId = assets.of(inputPath, SPOKEN_MS);
      const facts = { assetId, sizeBytes: sizeOf(assets, assetId), durationMs: SPOKEN_MS, levelDbfs: -20 };
      const loudness = { integratedLufs: -16, truePeakDbtp: -2 };
      const source = { durationMs: SPOKEN_MS, loudness, silent: false };
      return { ok: true, asset: { ...facts, path: assetId, loudness, source, warnings: [], analysis: ANALYSIS } };
    },
  };
  const assembly: Assembly = {
    decode: async (path) => ({ ok: true, sound: { path, samples: (SPOKEN_MS / 1000) * RATE_HZ } }),
    join: async (pieces) => ({
      ok: true,
      path: JSON.stringify(pieces.map((piece) => ('path' in piece ? piece.path : piece.kind))),
    }),
  };
  const folders: WorkFolders = { use: (work) => work('folder'), clear: async () => undefined };
  const uploads = only<UploadStore>('uploads', { keepOnly: async () => undefined, remove: async () => undefined });
  return { speech, transcoder, assembly, folders, uploads };
}

/** Of speech with nothing wrong. */
const ANALYSIS: MadeAsset['analysis'] = {
  durationMs: SPOKEN_MS,
  truePeakDbtp: -2,
  leadingSilenceMs: 0,
  trailingSilenceMs: 0,
  noiseFloorDbfs: -60,
  signalToNoiseDb: 40,
  clipped: false,
  fullScaleShare: 0,
  phase: 'mono',
  speechShare: 1,
  speech: 'speech',
  waveform: { columnMs: SPOKEN_MS, min: [0], max: [0] },
};
