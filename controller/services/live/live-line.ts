/** From the frames of a microphone to signed packets: paced, packed, sent, and written down where that is wanted. */
import { LIVE_MESSAGE_KINDS, LIVE_PCM_BYTES } from '@loa-lang/schemas/http/live-frames';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';
import { FrameFlow } from '../../domain/live/frame-flow.ts';
import { isLiveFrame, isPause, SILENT_FRAME } from '../../domain/live/opus-frame.ts';
import { type Paced, Pacer, type PacerCounts } from '../../domain/live/pacer.ts';
import { type Packed, Packer } from '../../domain/live/packer.ts';
import type { LiveRecorder } from '../../ports/live-recordings.ts';
import type { OpusEncoder, OpusEncoding } from '../../ports/opus-encoder.ts';

export interface LiveLineDeps {
  /** publishes frames that are heard one after another from an instant on, microseconds */
  send: (frames: readonly Uint8Array[], playAtMicros: bigint) => void;
  encoder: OpusEncoder;
  /** begins the recording; called once, with the first frame that is on air */
  record: (() => LiveRecorder) | undefined;
}

/** 32 kbit/s carries every word over a re-entrant horn. */
const PCM_SETTINGS = { bitRate: 32_000, sound: 'voice' } as const;
const SILENT_PCM = new Uint8Array(LIVE_PCM_BYTES);
/** What waits longer for the rest of its packet goes without it. */
const MOST_WAIT_MS: Millis = 120;
/** Before the microphone is on air nobody needs what is said but to be ready for it. */
const AHEAD_MS: Millis = 1_000;
/** An encoder that gives back what was to be heard by now: nobody would. */
const LEAST_LEFT_MS: Millis = 40;

export type FrameFault = 'wrong' | 'flood';

export class LiveLine {
  readonly #deps: LiveLineDeps;
  readonly #pacer: Pacer;
  readonly #packer = new Packer();
  readonly #flow = new FrameFlow();
  #encoding: OpusEncoding | undefined;
  /** instants of what the encoder has not given back yet */
  readonly #encoded: EpochMillis[] = [];
  #leadMicros = 0;
  #recorder: LiveRecorder | undefined;
  #usualBytes = 0;
  #spokenFrames: number;
  #packetSince: number | undefined;
  /** the microphone is on air from here on; not known before */
  #onAirAt = Number.POSITIVE_INFINITY;
  #now = 0;

  /** @param spokenMs before, through another controller */
  constructor(delayMs: Millis, spokenMs: Millis, deps: LiveLineDeps) {
    this.#deps = deps;
    this.#spokenFrames = Math.round(spokenMs / LIVE_FRAME_MS);
    this.#pacer = new Pacer(delayMs);
  }

  get counts(): Readonly<PacerCounts> {
    return this.#pacer.counts;
  }

  /** What was sent on air. */
  get spokenMs(): Millis {
    return this.#spokenFrames * LIVE_FRAME_MS;
  }

  /** When what was said last is over. */
  get until(): EpochMillis | undefined {
    return this.#pacer.until;
  }

  onAirFrom(at: EpochMillis): void {
    this.#onAirAt = at;
  }

  /**
   * A binary message.
   * @param at controller time of its arrival
   * @returns a fault for which its sender is cut off
   */
  take(message: Uint8Array, at: number): FrameFault | undefined {
    this.#now = at;
    const content = message.subarray(1);
    switch (message[0]) {
      case LIVE_MESSAGE_KINDS.open:
        this.#silence(this.#pacer.muted(at).silence);
        return undefined;
      case LIVE_MESSAGE_KINDS.opus:
        if (!isLiveFrame(content)) return 'wrong';
        return this.#voice(at, () => this.#opus(content, at));
      case LIVE_MESSAGE_KINDS.pcm:
        if (content.length !== LIVE_PCM_BYTES) return 'wrong';
        return this.#voice(at, () => this.#pcm(content, at));
      default:
        return 'wrong';
    }
  }

  /** To be called every tenth of a second or so: what lies about too long goes out. */
  tick(at: number): void {
    if (this.#packetSince !== undefined && at - this.#packetSince > MOST_WAIT_MS) this.#send(this.#packer.flush());
  }

  /** What is under way goes out. Resolves when the recording is on the disk; whether there is one. */
  async close(): Promise<boolean> {
    this.#send(this.#packer.flush());
    this.#encoding?.stop();
    this.#encoding = undefined;
    await this.#recorder?.close();
    return this.#recorder !== undefined;
  }

  #voice(at: number, place: () => void): FrameFault | undefined {
    if (this.#flow.take(at)) place();
    return this.#flow.isFlood ? 'flood' : undefined;
  }

  #opus(frame: Uint8Array, at: number): void {
    const paced = this.#pacer.voice(at, isPause(frame.length, this.#usualBytes));
    this.#usualBytes += (frame.length - this.#usualBytes) / 50;
    this.#silence(paced.silence);
    if (paced.playAt !== undefined) this.#place(frame, paced.playAt);
  }

  #pcm(samples: Uint8Array, at: number): void {
    const encoding = this.#encodes();
    const paced: Paced = this.#pacer.voice(at);
    this.#silence(paced.silence);
    if (paced.playAt !== undefined && encoding.write(samples)) this.#encoded.push(paced.playAt);
  }

  /** One that has died is begun anew. */
  #encodes(): OpusEncoding {
    if (this.#encoding !== undefined) return this.#encoding;
    const encoding = this.#deps.encoder.start(PCM_SETTINGS, {
      onFrame: (frame, leadMicros) => {
        const playAt = this.#encoded.shift();
        this.#leadMicros = leadMicros;
        if (playAt !== undefined && playAt - this.#now >= LEAST_LEFT_MS) this.#place(frame, playAt);
      },
      onEnd: () => {
        if (this.#encoding !== encoding) return;
        this.#encoding = undefined;
        this.#encoded.length = 0;
      },
    });
    this.#encoding = encoding;
    return encoding;
  }

  #silence(silence: Paced['silence']): void {
    if (silence === undefined) return;
    for (let index = 0; index < silence.frames; index++) {
      const playAt = silence.playAt + index * LIVE_FRAME_MS;
      // an encoder keeps the last words until more comes
      if (this.#encoding?.write(SILENT_PCM)) this.#encoded.push(playAt);
      else this.#place(SILENT_FRAME, playAt);
    }
  }

  #place(frame: Uint8Array, playAt: EpochMillis): void {
    if (playAt >= this.#onAirAt) {
      this.#spokenFrames++;
      this.#recorder ??= this.#deps.record?.();
      this.#recorder?.add(frame);
    }
    if (playAt < this.#onAirAt - AHEAD_MS) return;
    this.#packetSince ??= this.#now;
    this.#send(this.#packer.add(playAt, frame));
  }

  #send(packets: readonly Packed[]): void {
    for (const { playAt, frames } of packets) {
      this.#deps.send(frames, BigInt(playAt) * 1000n - BigInt(this.#leadMicros));
    }
    if (packets.length > 0) this.#packetSince = this.#packer.waitingSince === undefined ? undefined : this.#now;
  }
}
