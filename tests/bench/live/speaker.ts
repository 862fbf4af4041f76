/** Somebody who speaks live through the controller's WebSocket, as the console's page does. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveBegun, LiveCreate, LiveStateMessage } from '@loa-lang/schemas/http/live';
import { LIVE_MESSAGE_KINDS } from '@loa-lang/schemas/http/live-frames';
import WebSocket from 'ws';
import type { ControllerProcess } from '../../support/world/controller-process.ts';

const ON_AIR_PATIENCE_MS = 60_000;

export class Speaker {
  readonly live: LiveBegun;
  /** what the controller said last */
  state: LiveStateMessage | undefined;
  readonly #socket: WebSocket;
  /** why the connection ended, if it has */
  #closed: string | undefined;
  readonly #frames: readonly Uint8Array[] | undefined;

  private constructor(live: LiveBegun, socket: WebSocket, frames: readonly Uint8Array[] | undefined) {
    this.live = live;
    this.#socket = socket;
    this.#frames = frames;
    socket.on('close', (code, reason) => {
      this.#closed = `${code} ${reason}`;
    });
    socket.on('message', (data) => {
      this.state = JSON.parse(String(data)) as LiveStateMessage;
    });
  }

  /** A block of a microphone, by its number from 0. */
  take(block: Int16Array, number: number): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const frame = this.#frames?.[number % this.#frames.length];
    const pcm = new Uint8Array(block.buffer, block.byteOffset, block.byteLength);
    const kind = frame === undefined ? LIVE_MESSAGE_KINDS.pcm : LIVE_MESSAGE_KINDS.opus;
    this.#socket.send(Buffer.concat([Buffer.from([kind]), frame ?? pcm]));
  }

  /**
   * May speak when this resolves; what is said sounds from `live.startAt` on.
   * @param frames one for each block of a turn; without them PCM is sent, for the server to encode
   */
  static async begin(
    controller: ControllerProcess,
    body: LiveCreate,
    frames: readonly Uint8Array[] | undefined,
  ): Promise<Speaker> {
    const live = await controller.api.post<LiveBegun>('/live', { chime: false, ...body });
    const url = new URL(live.audioUrl, controller.httpUrl);
    url.protocol = 'ws:';
    const socket = new WebSocket(url, { origin: controller.httpUrl });
    const speaker = new Speaker(live, socket, frames);
    await once(socket, 'open');
    socket.on('error', () => undefined);
    return speaker;
  }

  /** @throws when it is not on air in time. */
  async untilOnAir(): Promise<void> {
    for (const end = performance.now() + ON_AIR_PATIENCE_MS; this.state?.state !== 'on-air'; await sleep(50))
      if (performance.now() > end)
        throw new Error(`not on air: ${JSON.stringify(this.state)}, connection ${this.#closed ?? 'open'}`);
  }

  /** Ends as a speaker does who presses the button. */
  async end(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const closed = once(this.#socket, 'close');
    this.#socket.send(JSON.stringify({ type: 'end' }));
    await Promise.race([closed, sleep(10_000)]);
    this.#socket.terminate();
  }
}
