/** Frames of samples become messages: Opus where the browser can, samples as they are where it cannot. */
import { LIVE_FRAME_SAMPLES, LIVE_SAMPLE_RATE_HZ } from '@loa-lang/schemas/http/live-frames';
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';
import { isLiveFrame, opusMessage, pcmMessage } from './frames.ts';

type Message = Uint8Array<ArrayBuffer>;

export interface FrameEncoder {
  readonly kind: 'opus' | 'pcm';
  /** @param isHeard whether a message comes of it; what is not heard only keeps the encoder's memory in step */
  encode(samples: Float32Array, isHeard: boolean): void;
  close(): void;
}

const SETTINGS: AudioEncoderConfig = {
  codec: 'opus',
  sampleRate: LIVE_SAMPLE_RATE_HZ,
  numberOfChannels: 1,
  // a voice that is not to be told from the original (RFC 7587 §3.1.1: 28–40 kbit/s for full-band speech)
  bitrate: 32_000,
  // `voip` brings out consonants; `lowdelay` would save 4 ms of 300 and lose the codec's model of speech
  opus: { frameDuration: LIVE_FRAME_MS * 1000, application: 'voip', signal: 'voice' } as OpusEncoderConfig,
};
/** Beyond this the machine cannot keep up, and what waits would only be late. */
const MOST_WAITING = 25;

const TRIED_FRAMES = 5;
const TRIED_WITHIN_MS = 2000;

/** By trying: browsers say that they can, and leave out what they do not know of the settings. */
async function canEncode(): Promise<boolean> {
  if (!('AudioEncoder' in globalThis)) return false;
  const packets: Uint8Array[] = [];
  const encoder = new AudioEncoder({
    output: (packet) => {
      const bytes = new Uint8Array(packet.byteLength);
      packet.copyTo(bytes);
      packets.push(bytes);
    },
    error: () => undefined,
  });
  try {
    encoder.configure(SETTINGS);
    for (let frame = 0; frame < TRIED_FRAMES; frame++) encode(encoder, new Float32Array(LIVE_FRAME_SAMPLES), frame);
    await Promise.race([encoder.flush(), new Promise((resolve) => setTimeout(resolve, TRIED_WITHIN_MS))]);
  } catch {
    return false;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  return packets.length >= TRIED_FRAMES && packets.every(isLiveFrame);
}

/** @param index of the frame, from the first on */
function encode(encoder: AudioEncoder, samples: Float32Array, index: number): void {
  const data = new AudioData({
    format: 'f32-planar',
    sampleRate: LIVE_SAMPLE_RATE_HZ,
    numberOfChannels: 1,
    numberOfFrames: samples.length,
    timestamp: index * LIVE_FRAME_MS * 1000,
    data: samples as Float32Array<ArrayBuffer>,
  });
  encoder.encode(data);
  data.close();
}

/** @param onDropped of each frame that there was no time for */
export async function frameEncoder(
  onMessage: (message: Message) => void,
  onDropped: () => void,
): Promise<FrameEncoder> {
  if (await canEncode()) return new OpusFrames(onMessage, onDropped);
  return {
    kind: 'pcm',
    encode: (samples, isHeard) => isHeard && onMessage(pcmMessage(samples)),
    close: () => undefined,
  };
}

/** One packet out for one frame in, in order. */
class OpusFrames implements FrameEncoder {
  readonly kind = 'opus';
  readonly #onDropped: () => void;
  readonly #encoder: AudioEncoder;
  #heard: boolean[] = [];
  #frames = 0;

  constructor(onMessage: (message: Message) => void, onDropped: () => void) {
    this.#onDropped = onDropped;
    this.#encoder = new AudioEncoder({
      output: (packet) => {
        if (this.#heard.shift() === true) onMessage(opusMessage(packet));
      },
      // without an encoder no messages come, and the controller ends a live that sends none
      error: (cause) => console.error(cause),
    });
    this.#encoder.configure(SETTINGS);
  }

  encode(samples: Float32Array, isHeard: boolean): void {
    if (this.#encoder.state !== 'configured') return;
    if (this.#encoder.encodeQueueSize > MOST_WAITING) {
      this.#onDropped();
      return;
    }
    this.#heard.push(isHeard);
    encode(this.#encoder, samples, this.#frames++);
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }
}
