/** A speech service on the loopback interface: answers with real speech, or with whatever fault it is told to make. */
import { spawnSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import { wavHeader } from '@loa-lang/controller/domain/speech/wav-header';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Fault = (response: ServerResponse, wav: Buffer) => void | Promise<void>;

export class SpeechServer {
  readonly asked: Asked[] = [];
  /** taken one a request; when there are none left, all is well */
  faults: (Fault | 'well')[] = [];
  /** made for every request while set */
  always: Fault | undefined;
  /** what lies elsewhere on it, by path */
  readonly files = new Map<string, (response: ServerResponse) => void>();
  /** how answers are encoded: a content type and ffmpeg's arguments */
  format: { type: string; args: string[] } = { type: 'audio/wav', args: [] };
  readonly #espeak = new EspeakEngine({ workers: 1 });
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #ffmpegPath = 'ffmpeg';

  async start(): Promise<void> {
    const found = await findFfmpeg();
    if (!found.ok) throw new Error(found.detail);
    this.#ffmpegPath = found.tool.ffmpegPath;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/tts`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#espeak.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    let body = '';
    for await (const chunk of request) body += chunk;
    this.asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    const file = this.files.get(request.url ?? '');
    if (file !== undefined) return file(response);
    const fault = this.always ?? this.faults.shift() ?? 'well';
    const wav = await this.#speak(body);
    if (fault !== 'well') return void (await fault(response, wav));
    response.writeHead(200, { 'content-type': this.format.type });
    response.end(this.#encode(wav));
  }

  async #speak(body: string): Promise<Buffer> {
    const { text, speed } = JSON.parse(body) as { text: string; speed: number };
    const wordsPerMinute = Math.round(speed * 200);
    const spoken = await this.#espeak.speak(text, 'vi', { wordsPerMinute }, new AbortController().signal);
    const samples = spoken.ok ? Buffer.from(spoken.samples.buffer) : Buffer.alloc(0);
    return Buffer.concat([wavHeader(samples.length, 22_050), samples]);
  }

  #encode(wav: Buffer): Buffer {
    if (this.format.args.length === 0) return wav;
    const args = ['-v', 'error', '-f', 'wav', '-i', 'pipe:0', ...this.format.args, 'pipe:1'];
    const { stdout, stderr, status } = spawnSync(this.#ffmpegPath, args, { input: wav, maxBuffer: 1e8 });
    if (status !== 0) throw new Error(stderr.toString());
    return stdout;
  }
}
