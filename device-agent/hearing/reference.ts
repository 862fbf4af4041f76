/** How loud the content is at a place: of an asset from its file, read anew; of a stream as its decoder made it. */
import type { AssetId, StreamId } from '@loa-lang/schemas/ids';
import type { Segment } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { FRAME_MS, FrameLevels, type Levels, levelsOf } from '../domain/hearing/frame-levels.ts';
import type { OpenedSegment, OpenedSound, SoundReader } from '../playout/segment.ts';
import type { SoundWindow } from '../playout/sound-window.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';

export interface ReferenceDeps {
  cache: { has(assetId: AssetId): boolean; pathOf(assetId: AssetId): string };
  openSound(path: string, assetId: AssetId): Promise<OpenedSound>;
}

/** 200 ms, as decoders keep them: others have their turn in between. */
const PIECE = 200 * SAMPLES_PER_MS;
const EMPTY: Levels = { meanSquare: new Float64Array(0), mean: new Float64Array(0) };

export class Reference {
  readonly #deps: ReferenceDeps;
  readonly #streams = new Map<StreamId, FrameLevels>();

  constructor(deps: ReferenceDeps) {
    this.#deps = deps;
  }

  /** An opener of streams that is listened to: what its windows are read for is measured. */
  metered(open: (streamId: StreamId, originAt: EpochMillis) => Promise<OpenedSegment>): typeof open {
    return async (streamId, originAt) => {
      const opened = await open(streamId, originAt);
      if (!opened.ok || !('window' in opened)) return opened;
      const levels = new FrameLevels();
      this.#streams.set(streamId, levels);
      const forget = () => this.#streams.get(streamId) === levels && this.#streams.delete(streamId);
      return { ok: true, window: new MeteredWindow(opened.window, levels, originAt, forget) };
    };
  }

  /**
   * The content of the segment, at its own loudness, in frames of 10 ms from `from` to `to` (controller time).
   * @returns `undefined` when it cannot be had
   */
  async levels(segment: Segment, from: EpochMillis, to: EpochMillis): Promise<Levels | undefined> {
    const { assetId, streamId } = segment;
    if (streamId !== undefined) return this.#streams.get(streamId)?.between(from, to) ?? EMPTY;
    if (assetId === undefined || !this.#deps.cache.has(assetId)) return undefined;
    const opened = await this.#deps.openSound(this.#deps.cache.pathOf(assetId), assetId);
    if (!opened.ok) return undefined;
    try {
      const count = Math.round((to - from) / FRAME_MS) * FRAME_MS * SAMPLES_PER_MS;
      return levelsOf(await read(opened.reader, segment.offsetMs + from - segment.startAt, count));
    } catch {
      return undefined;
    } finally {
      opened.reader.free();
    }
  }
}

/** What lies before the beginning or after the end is silent. */
async function read(reader: SoundReader, fromMs: number, count: number): Promise<Float32Array> {
  const samples = new Float32Array(count);
  const first = Math.round(fromMs * SAMPLES_PER_MS);
  const skipped = Math.max(0, -first);
  reader.seek(Math.max(0, first));
  for (let at = skipped; at < count; ) {
    const got = reader.read(samples.subarray(at, Math.min(count, at + PIECE)));
    if (got === 0) break;
    at += got;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return samples;
}

class MeteredWindow implements SoundWindow {
  readonly #window: SoundWindow;
  readonly #levels: FrameLevels;
  readonly #originAt: EpochMillis;
  readonly #freed: () => void;

  constructor(window: SoundWindow, levels: FrameLevels, originAt: EpochMillis, freed: () => void) {
    this.#window = window;
    this.#levels = levels;
    this.#originAt = originAt;
    this.#freed = freed;
  }

  prepare(position: number): void {
    this.#window.prepare(position);
  }

  soundsFrom(from: number, to: number): number | undefined {
    return this.#window.soundsFrom(from, to);
  }

  read(position: number, rate: number, out: Float32Array, at: number, count: number): number {
    const there = this.#window.read(position, rate, out, at, count);
    this.#levels.push(out.subarray(at, at + count), this.#originAt + position / SAMPLES_PER_MS);
    return there;
  }

  free(): void {
    this.#freed();
    this.#window.free();
  }
}
