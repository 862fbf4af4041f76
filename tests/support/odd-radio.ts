/** A server of loopback that answers as stations do, and as they should not: lists, pages, redirects, SHOUTcast, HLS. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIT_RATE = 64_000;
const STEP_MS = 100;

const answer = (status: string, headers: string[], body: string | Buffer = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`${[`HTTP/1.1 ${status}`, ...headers, 'Connection: close', '', ''].join('\r\n')}`),
    Buffer.from(body),
  ]);

export class OddRadio {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'loa-radio-'));
  readonly #mp3: Buffer;
  /** paths that were asked for */
  readonly asked: string[] = [];

  private constructor() {
    const sine = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=20'];
    const quiet = ['-hide_banner', '-loglevel', 'error', '-y', ...sine];
    const mp3 = join(this.#folder, 'sound.mp3');
    execFileSync('ffmpeg', [...quiet, '-c:a', 'libmp3lame', '-b:a', `${BIT_RATE}`, '-write_xing', '0', mp3]);
    this.#mp3 = readFileSync(mp3);
    const hls = ['-c:a', 'aac', '-b:a', '64k', '-f', 'hls', '-hls_time', '4', '-hls_list_size', '0'];
    execFileSync('ffmpeg', [...quiet, ...hls, join(this.#folder, 'list.m3u8')]);
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(host = '127.0.0.1'): Promise<OddRadio> {
    const radio = new OddRadio();
    await new Promise<void>((resolve) => radio.#server.listen(0, host, resolve));
    return radio;
  }

  url(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${(this.#server.address() as AddressInfo).port}/${path}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.once('data', (head) => {
      const path = /^GET \/(\S*)/.exec(head.toString('latin1'))?.[1] ?? '';
      this.asked.push(path);
      this.#answer(socket, path);
    });
  }

  #answer(socket: Socket, path: string): void {
    const [name = '', argument = ''] = path.split('?');
    switch (name) {
      case 'page':
        return void socket.end(answer('200 OK', ['Content-Type: text/html'], '<!DOCTYPE html><p>Nghe đài</p>'));
      case 'list.m3u':
        return void socket.end(
          answer(
            '200 OK',
            ['Content-Type: audio/x-mpegurl'],
            `#EXTM3U\n#EXTINF:-1,x\nfile:///etc/passwd\npage\n/icy\n`,
          ),
        );
      case 'list.pls':
        return void socket.end(
          answer('200 OK', ['Content-Type: audio/x-scpls'], `[playlist]\nFile1=${this.url('icy')}\n`),
        );
      case 'to':
        return void socket.end(answer('302 Found', [`Location: ${decodeURIComponent(argument)}`]));
      case 'icy':
        this.#sound(socket, 'ICY 200 OK\r\nicy-name:x\r\nContent-Type: audio/mpeg\r\n\r\n');
        return;
      case 'never':
        return;
      case 'endless-head':
        return void this.#endless(socket);
      case 'text':
        return void socket.end(answer('200 OK', ['Content-Type: audio/mpeg'], 'this is no sound '.repeat(500)));
      default:
        this.#piece(socket, name, argument);
    }
  }

  /** @param argument host at which the pieces of the list are said to be */
  #piece(socket: Socket, name: string, argument: string): void {
    if (!readdirSync(this.#folder).includes(name)) return void socket.end(answer('404 Not Found', []));
    const bytes = readFileSync(join(this.#folder, name));
    const list = name.endsWith('.m3u8');
    const elsewhere = this.url('', argument);
    const body = list && argument !== '' ? bytes.toString().replaceAll(/^(list\d)/gm, `${elsewhere}$1`) : bytes;
    socket.end(answer('200 OK', [`Content-Type: ${list ? 'application/vnd.apple.mpegurl' : 'video/mp2t'}`], body));
  }

  #sound(socket: Socket, head: string): void {
    socket.write(head);
    let sent = 0;
    const send = (bytes: number) => {
      for (let left = bytes; left > 0; ) {
        const from = sent % this.#mp3.length;
        const piece = this.#mp3.subarray(from, from + left);
        socket.write(piece);
        sent += piece.length;
        left -= piece.length;
      }
    };
    send(BIT_RATE / 4);
    const timer = setInterval(() => send((BIT_RATE / 8000) * STEP_MS), STEP_MS);
    socket.once('close', () => clearInterval(timer));
  }

  #endless(socket: Socket): void {
    const timer = setInterval(() => socket.write(`X-Header: ${'x'.repeat(1000)}\r\n`), 5);
    socket.write('HTTP/1.1 200 OK\r\n');
    socket.once('close', () => clearInterval(timer));
  }
}
