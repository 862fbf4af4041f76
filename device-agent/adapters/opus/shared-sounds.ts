/**
 * Decoded sound shared by all agents of one process: devices that play the same asset are at the same position, so one
 * decoder serves them all, whichever of their files it reads. Holds a bounded, recent part of what was decoded, never
 * a whole broadcast.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import { type OpenedSound, SoundFault, type SoundReader } from '../../playout/segment.ts';
import { OggOpusReader } from './ogg-opus-reader.ts';

/** 200 ms: short enough that decoding one never delays a 20 ms block audibly */
const CHUNK_SAMPLES = 9600;
/** Of one sound, 2.4 s and 0.5 MiB: more than lies between two that are at "the same" position. */
const MAX_CHUNKS = 12;
/** Sounds that nobody reads stay open: a chime or a repeated warning comes again, and a decoder takes time to make. */
const MAX_IDLE_SOUNDS = 3;

interface SharedSound {
  assetId: AssetId;
  reader: SoundReader;
  users: number;
  /** least recently used first */
  chunks: Map<number, Float32Array>;
  /** its file could not be read: whoever comes next must get what may have replaced it */
  broken: boolean;
}

export class SharedSounds {
  /** those that are worth opening again; one that broke is known to its users only */
  readonly #sounds = new Map<AssetId, Promise<SharedSound | (OpenedSound & { ok: false })>>();
  /** without users, longest so first */
  readonly #idle = new Map<AssetId, SharedSound>();
  /** room of chunks that are gone: used again, since what lies outside the heap is collected late */
  readonly #spare: Float32Array[] = [];

  async open(path: string, assetId: AssetId): Promise<OpenedSound> {
    let opening = this.#sounds.get(assetId);
    if (opening === undefined) {
      opening = OggOpusReader.open(path).then((opened) =>
        opened.ok ? { assetId, reader: opened.reader, users: 0, chunks: new Map(), broken: false } : opened,
      );
      this.#sounds.set(assetId, opening);
      opening.then(
        (opened) => 'ok' in opened && this.#sounds.delete(assetId),
        () => this.#sounds.delete(assetId),
      );
    }
    const sound = await opening;
    if ('ok' in sound) return sound;
    // the last user may have left while this one waited
    if (this.#sounds.get(assetId) !== opening) return this.open(path, assetId);
    this.#idle.delete(assetId);
    sound.users++;
    return { ok: true, reader: new SharedReader(sound, this.#chunk, () => this.#leave(sound)) };
  }

  readonly #chunk = (sound: SharedSound, index: number): Float32Array => {
    const { chunks } = sound;
    const chunk = chunks.get(index) ?? this.#decode(sound, index);
    chunks.delete(index);
    chunks.set(index, chunk);
    if (chunks.size > MAX_CHUNKS) this.#evict(chunks);
    return chunk;
  };

  #decode(sound: SharedSound, index: number): Float32Array {
    const room = this.#spare.pop() ?? new Float32Array(CHUNK_SAMPLES);
    try {
      sound.reader.seek(index * CHUNK_SAMPLES);
      return room.subarray(0, sound.reader.read(room));
    } catch (cause) {
      this.#spare.push(room);
      if (!sound.broken) this.#sounds.delete(sound.assetId);
      sound.broken = true;
      throw cause;
    }
  }

  #evict(chunks: Map<number, Float32Array>): void {
    for (const [index, chunk] of chunks) {
      chunks.delete(index);
      this.#free(chunk);
      return;
    }
  }

  #free(chunk: Float32Array): void {
    if (this.#spare.length < MAX_CHUNKS) this.#spare.push(new Float32Array(chunk.buffer as ArrayBuffer));
  }

  #leave(sound: SharedSound): void {
    if (--sound.users > 0) return;
    if (sound.broken) this.#close(sound);
    else this.#idle.set(sound.assetId, sound);
    for (const [assetId, oldest] of this.#idle) {
      if (this.#idle.size <= MAX_IDLE_SOUNDS) return;
      this.#idle.delete(assetId);
      this.#sounds.delete(assetId);
      this.#close(oldest);
    }
  }

  #close({ chunks, reader }: SharedSound): void {
    for (const chunk of chunks.values()) this.#free(chunk);
    reader.free();
  }
}

class SharedReader implements SoundReader {
  readonly durationSamples: number;
  readonly #sound: SharedSound;
  readonly #chunk: (sound: SharedSound, index: number) => Float32Array;
  readonly #leave: () => void;
  #position = 0;
  #freed = false;

  constructor(sound: SharedSound, chunk: (sound: SharedSound, index: number) => Float32Array, leave: () => void) {
    this.#sound = sound;
    this.#chunk = chunk;
    this.#leave = leave;
    this.durationSamples = sound.reader.durationSamples;
  }

  seek(sample: number): void {
    this.#position = Math.max(0, Math.min(this.durationSamples, Math.floor(sample)));
  }

  read(into: Float32Array): number {
    if (this.#freed) throw new SoundFault('missing', 'read after free');
    let filled = 0;
    while (filled < into.length && this.#position < this.durationSamples) {
      const chunk = this.#chunk(this.#sound, Math.floor(this.#position / CHUNK_SAMPLES));
      const from = this.#position % CHUNK_SAMPLES;
      const count = Math.min(chunk.length - from, into.length - filled);
      if (count <= 0) break;
      into.set(chunk.subarray(from, from + count), filled);
      filled += count;
      this.#position += count;
    }
    return filled;
  }

  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#leave();
  }
}
