/**
 * Streams decoded once for all agents of one process: they hear the same packets at the same instants. Each decides by
 * itself which packets it has; what one has decoded lately is there for the others.
 */
import type { StreamId } from '@loa-lang/schemas/ids';
import { OpusDecoder } from 'opus-decoder';
import type { StreamDecoder } from '../../ports/stream-decoder.ts';

/** 3.2 s of packets of 100 ms, 0.6 MiB: more than lies between two outputs that hear the same instant. */
const KEPT_PACKETS = 32;

interface SharedStream {
  decoder: OpusDecoder<48000>;
  users: number;
  /** oldest first; `undefined` for a broken one */
  decoded: Map<string, Float32Array | undefined>;
}

type Packet = Parameters<StreamDecoder['decode']>[0];

/** 20 ms of silence, RFC 6716 §3.1: CELT at full bandwidth with nothing in it. */
const SILENT_FRAME = Uint8Array.of(0xf8, 0xff, 0xfe);

export class SharedStreams {
  readonly #streams = new Map<StreamId, Promise<SharedStream>>();
  readonly #make: () => Promise<OpusDecoder<48000>>;

  constructor(make = makeDecoder) {
    this.#make = make;
  }

  async open(streamId: StreamId): Promise<StreamDecoder> {
    const opening = this.#streams.get(streamId) ?? this.#makeStream();
    this.#streams.set(streamId, opening);
    const stream = await opening.catch((error: unknown) => {
      // for want of memory, perhaps: who asks again gets another one
      if (this.#streams.get(streamId) === opening) this.#streams.delete(streamId);
      throw error;
    });
    // the last user may have left while this one waited
    if (this.#streams.get(streamId) !== opening) return this.open(streamId);
    stream.users++;
    let isFreed = false;
    return {
      decode: (packet) => (isFreed ? undefined : decodeOnce(stream, packet)),
      free: () => {
        if (isFreed) return;
        isFreed = true;
        if (--stream.users > 0) return;
        this.#streams.delete(streamId);
        stream.decoder.free();
      },
    };
  }

  async #makeStream(): Promise<SharedStream> {
    return { decoder: await this.#make(), users: 0, decoded: new Map() };
  }
}

async function makeDecoder(): Promise<OpusDecoder<48000>> {
  // of one channel: what comes in stereo is mixed by the codec itself
  const decoder = new OpusDecoder({ channels: 1, sampleRate: 48_000 });
  await decoder.ready;
  // the first call of a process costs some tens of milliseconds, which the first packet does not have
  decoder.decodeFrame(SILENT_FRAME);
  return decoder;
}

function decodeOnce({ decoder, decoded }: SharedStream, packet: Packet): Float32Array | undefined {
  const key = `${packet.sequence}@${packet.start}`;
  if (decoded.has(key)) return decoded.get(key);
  const pcm = decode(decoder, packet);
  decoded.set(key, pcm);
  if (decoded.size > KEPT_PACKETS) {
    for (const oldest of decoded.keys()) {
      decoded.delete(oldest);
      break;
    }
  }
  return pcm;
}

function decode(decoder: OpusDecoder<48000>, { frames, samples }: Packet): Float32Array | undefined {
  try {
    const { channelData, samplesDecoded, errors } = decoder.decodeFrames([...frames]);
    return errors.length === 0 && samplesDecoded === samples ? channelData[0] : undefined;
  } catch {
    // one that the codec's memory has no room for
    return undefined;
  }
}
