/** Sound from an Ogg Opus file (RFC 7845) at any sample, decoded in WebAssembly as it is read. */
import { OpusDecoder } from 'opus-decoder';
import { type OpenedSound, SoundFault, type SoundReader } from '../../playout/segment.ts';
import { OggFile } from './ogg-file.ts';
import { indexOggOpus, type OggOpusIndex } from './ogg-opus-index.ts';
import { OggOpusPackets } from './ogg-opus-packets.ts';
import { opusPacketSamples } from './opus-packet.ts';

/**
 * Decoding starts this much before the wanted sample, for the decoder to converge. RFC 7845 §4.6 asks for at least
 * 80 ms; at 200 ms what is left of the difference to a straight decode is the comfort noise of speech, below -55 dBFS.
 */
const PRE_ROLL_SAMPLES = 9600;

export class OggOpusReader implements SoundReader {
  readonly durationSamples: number;
  readonly #file: OggFile;
  readonly #index: OggOpusIndex;
  readonly #packets: OggOpusPackets;
  readonly #decoder: OpusDecoder;
  /** sample that the next `read` returns */
  #position = 0;
  /** sample of the first packet not yet decoded */
  #decodedTo: number;
  #ready: Float32Array = new Float32Array(0);
  #freed = false;

  private constructor(file: OggFile, index: OggOpusIndex, decoder: OpusDecoder) {
    this.#file = file;
    this.#index = index;
    this.#decoder = decoder;
    this.#packets = new OggOpusPackets(file, index);
    this.durationSamples = index.durationSamples;
    this.#decodedTo = -index.head.preSkip;
  }

  static async open(path: string): Promise<OpenedSound> {
    let file: OggFile | undefined;
    try {
      file = OggFile.open(path);
      const index = indexOggOpus(file);
      const decoder = new OpusDecoder({
        channels: index.head.channels,
        streamCount: 1,
        coupledStreamCount: index.head.channels - 1,
        channelMappingTable: index.head.channels === 1 ? [0] : [0, 1],
        preSkip: 0,
      });
      await decoder.ready;
      return { ok: true, reader: new OggOpusReader(file, index, decoder) };
    } catch (cause) {
      file?.close();
      if (cause instanceof SoundFault) return { ok: false, reason: cause.reason, detail: cause.message, cause };
      throw cause;
    }
  }

  seek(sample: number): void {
    const target = Math.max(0, Math.min(this.durationSamples, Math.floor(sample)));
    // forward within what is decoded anyway is no seek
    if (target >= this.#position && target < this.#decodedTo + PRE_ROLL_SAMPLES) {
      this.#position = target;
      return;
    }
    const granule = this.#packets.seek(Math.max(0, target + this.#index.firstGranule - PRE_ROLL_SAMPLES));
    this.#decodedTo = granule - this.#index.firstGranule;
    this.#ready = new Float32Array(0);
    this.#position = target;
  }

  read(into: Float32Array): number {
    const wanted = Math.min(into.length, this.durationSamples - this.#position);
    let filled = 0;
    while (filled < wanted) {
      const behind = this.#decodedTo - this.#position;
      if (behind > 0) {
        const part = this.#ready.subarray(this.#ready.length - behind);
        const count = Math.min(part.length, wanted - filled);
        into.set(part.subarray(0, count), filled);
        filled += count;
        this.#position += count;
      } else if (!this.#decodeNext()) break;
    }
    return filled;
  }

  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#decoder.free();
    this.#file.close();
  }

  #decodeNext(): boolean {
    const packet = this.#packets.next();
    if (packet === undefined) return false;
    const samples = opusPacketSamples(packet);
    // far before the wanted sample only the position counts
    if (this.#decodedTo + samples + PRE_ROLL_SAMPLES > this.#position) {
      const { channelData, samplesDecoded, errors } = this.#decode(packet);
      if (errors.length > 0 || samplesDecoded !== samples)
        throw new SoundFault('corrupt', `Opus packet not decodable at sample ${this.#decodedTo}`);
      this.#ready = this.#toMono(channelData);
    } else this.#ready = new Float32Array(0);
    this.#decodedTo += samples;
    return true;
  }

  #decode(packet: Uint8Array): ReturnType<OpusDecoder['decodeFrame']> {
    try {
      return this.#decoder.decodeFrame(packet);
    } catch (cause) {
      throw new SoundFault('corrupt', `Opus packet not decodable at sample ${this.#decodedTo}`, { cause });
    }
  }

  /** In place: the decoder has made the arrays for this packet alone. */
  #toMono([left, right]: Float32Array[]): Float32Array {
    const mono = left ?? new Float32Array(0);
    const gain = this.#index.head.gain;
    if (right !== undefined)
      for (let i = 0; i < mono.length; i++) mono[i] = ((mono[i] as number) + (right[i] as number)) / 2;
    if (gain !== 1) for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) * gain;
    return mono;
  }
}
