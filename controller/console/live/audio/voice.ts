/** From the microphone's frames to messages: meter, gate, encoder, and no queue that could grow. */
import { LIVE_FRAME_SAMPLES } from '@loa-lang/schemas/http/live-frames';
import { silentMessage } from './frames.ts';
import { Gate } from './gate.ts';
import { levelOf, Meter } from './level.ts';
import type { Captured } from './microphone.ts';
import type { FrameEncoder } from './opus.ts';

/** `off`: nothing is sent; `closed`: that the page is alive; `cut`: as closed, and at once */
export type Wish = 'off' | 'closed' | 'cut' | 'open';

export interface VoiceDeps {
  /** @returns false where the message was dropped */
  send(message: Uint8Array<ArrayBuffer>): boolean;
  encoder(onMessage: (message: Uint8Array<ArrayBuffer>) => void, onDropped: () => void): Promise<FrameEncoder>;
}

/** The controller ends a live that sends nothing for 2 s; it wants to hear every 20–100 ms. */
const SILENT_EVERY_FRAMES = 3;
/** A page that stood still for longer than this speaks of the past. */
const TOO_OLD_MS = 1000;

export class Voice {
  readonly meter = new Meter();
  wish: Wish = 'off';
  dropped = 0;
  sent = 0;
  /** of the youngest frame, when it was taken from the audio thread */
  ageMs = 0;
  readonly #deps: VoiceDeps;
  #gate = new Gate();
  #encoder: FrameEncoder | undefined;
  #silent = 0;

  constructor(deps: VoiceDeps) {
    this.#deps = deps;
  }

  /** Before the first frame that is sent. */
  async prepare(): Promise<FrameEncoder['kind']> {
    const send = (message: Uint8Array<ArrayBuffer>): void => {
      if (this.#deps.send(message)) this.sent++;
      else this.dropped++;
    };
    this.#encoder?.close();
    this.#encoder = await this.#deps.encoder(send, () => this.dropped++);
    this.#gate = new Gate();
    this.dropped = 0;
    this.sent = 0;
    return this.#encoder.kind;
  }

  take({ samples, ageMs }: Captured): void {
    this.meter.add(levelOf(samples));
    this.ageMs = ageMs;
    if (this.wish === 'off' || this.#encoder === undefined) return;
    if (ageMs > TOO_OLD_MS) {
      this.dropped++;
      return;
    }
    const heard = this.#gate.pass(samples, this.wish === 'open', this.wish === 'cut');
    this.#encoder.encode(heard ?? new Float32Array(LIVE_FRAME_SAMPLES), heard !== undefined);
    if (heard === undefined && this.#silent++ % SILENT_EVERY_FRAMES === 0) this.#deps.send(silentMessage());
  }

  close(): void {
    this.wish = 'off';
    this.#encoder?.close();
    this.#encoder = undefined;
  }
}
