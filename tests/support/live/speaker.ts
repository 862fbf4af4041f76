/** Somebody speaks: a WebSocket client (RFC 6455) over a plain socket, which can be cut, stalled or left without a word. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { LiveStateMessage } from '@loa-lang/schemas/http/live';
import { LIVE_MESSAGE_KINDS, LIVE_PCM_BYTES } from '@loa-lang/schemas/http/live-frames';
import { eventually } from '../eventually.ts';

const [TEXT, BINARY, CLOSE, PING, PONG] = [1, 2, 8, 9, 10];

function masked(opcode: number, content: Uint8Array): Buffer {
  const head =
    content.length < 126
      ? Buffer.of(0x80 | opcode, 0x80 | content.length)
      : Buffer.of(0x80 | opcode, 0x80 | 126, content.length >> 8, content.length & 255);
  const key = randomBytes(4);
  return Buffer.concat([head, key, content.map((byte, index) => byte ^ (key[index % 4] ?? 0))]);
}

/** A frame of 20 ms of a tone would be some 80 bytes: CELT, mono. */
export const opusFrame = (mark = 0, bytes = 80): Uint8Array => {
  const frame = new Uint8Array(bytes).fill(mark & 255);
  frame[0] = 0xf8;
  return frame;
};

export class Speaker {
  readonly states: LiveStateMessage[] = [];
  /** close code, once closed; 1006 where nobody said one */
  closed: number | undefined;
  readonly #socket: Socket;
  #unread = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @returns the status of the answer where it is no upgrade */
  static async open(port: number, path: string, headers: Record<string, string> = {}): Promise<Speaker | number> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    const speaker = new Speaker(socket);
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const status = await new Promise<number>((resolve) => {
      let head = Buffer.alloc(0);
      const onData = (piece: Buffer) => {
        head = Buffer.concat([head, piece]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        socket.off('data', onData);
        socket.on('data', (next: Buffer) => speaker.#read(next));
        speaker.#read(head.subarray(end + 4));
        resolve(Number(head.subarray(9, 12).toString('latin1')));
      };
      socket.on('data', onData);
    });
    socket.on('close', () => {
      speaker.closed ??= 1006;
      speaker.silent();
    });
    if (status === 101) return speaker;
    socket.destroy();
    return status;
  }

  get last(): LiveStateMessage | undefined {
    return this.states.at(-1);
  }

  frame(frame: Uint8Array): void {
    this.#socket.write(masked(BINARY, Buffer.concat([Buffer.of(LIVE_MESSAGE_KINDS.opus), frame])));
  }

  pcm(samples: Uint8Array = new Uint8Array(LIVE_PCM_BYTES)): void {
    this.#socket.write(masked(BINARY, Buffer.concat([Buffer.of(LIVE_MESSAGE_KINDS.pcm), samples])));
  }

  open(): void {
    this.#socket.write(masked(BINARY, Uint8Array.of(LIVE_MESSAGE_KINDS.open)));
  }

  say(said: object): void {
    this.#socket.write(masked(TEXT, Buffer.from(JSON.stringify(said))));
  }

  raw(content: Uint8Array): void {
    this.#socket.write(masked(BINARY, content));
  }

  /** Frames as a microphone makes them, until `silent`. */
  talk(make: () => void = () => this.frame(opusFrame())): void {
    const begun = performance.now();
    let made = 0;
    this.silent();
    this.#timer = setInterval(() => {
      for (; made * 20 <= performance.now() - begun; made++) make();
    }, 5);
  }

  silent(): void {
    clearInterval(this.#timer);
  }

  close(code: number): void {
    this.#socket.write(masked(CLOSE, Buffer.of(code >> 8, code & 255)));
  }

  /** The connection is gone without a word of the WebSocket. */
  cut(): void {
    this.silent();
    this.#socket.destroy();
  }

  async until(what: string, probe: (state: LiveStateMessage) => boolean, withinMs?: number): Promise<LiveStateMessage> {
    await eventually(what, () => this.states.some(probe), withinMs);
    return this.states.find(probe) as LiveStateMessage;
  }

  async untilClosed(): Promise<number> {
    await eventually('the connection is closed', () => this.closed !== undefined);
    return this.closed ?? 0;
  }

  #read(piece: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, piece]);
    for (;;) {
      const [first, second] = this.#unread;
      if (first === undefined || second === undefined) return;
      const isLong = (second & 127) === 126;
      const head = isLong ? 4 : 2;
      if (this.#unread.length < head) return;
      const length = isLong ? this.#unread.readUInt16BE(2) : second & 127;
      if (this.#unread.length < head + length) return;
      const content = this.#unread.subarray(head, head + length);
      this.#unread = this.#unread.subarray(head + length);
      this.#take(first & 15, content);
    }
  }

  #take(opcode: number, content: Buffer): void {
    if (opcode === TEXT) this.states.push(JSON.parse(content.toString('utf8')));
    else if (opcode === PING) this.#socket.write(masked(PONG as number, content));
    else if (opcode === CLOSE) {
      this.closed = content.length >= 2 ? content.readUInt16BE(0) : 1005;
      this.#socket.end(masked(CLOSE as number, content));
    }
  }
}
