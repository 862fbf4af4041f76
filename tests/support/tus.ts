/** A sender of the tus protocol 1.0.0, in the few requests of it that tests need. */
import { Readable } from 'node:stream';

export interface TusAnswer {
  status: number;
  offset: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by tests, which fail where they differ
  body: any;
}

export class TusSender {
  readonly #root: string;

  /** @param baseUrl `http://host:port` */
  constructor(baseUrl: string) {
    this.#root = `${baseUrl}/api/v1/bulletins/uploads`;
  }

  async create(sizeBytes: number, fields: Record<string, string>): Promise<TusAnswer & { id: string }> {
    const metadata = Object.entries(fields).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`);
    const answer = await this.#ask('POST', this.#root, {
      'upload-length': String(sizeBytes),
      'upload-metadata': metadata.join(','),
    });
    return { ...answer, id: answer.headers.get('location')?.split('/').at(-1) ?? '' };
  }

  options(): Promise<TusAnswer> {
    return this.#ask('OPTIONS', this.#root);
  }

  head(id: string): Promise<TusAnswer> {
    return this.#ask('HEAD', `${this.#root}/${id}`);
  }

  send(id: string, offset: number, bytes: Uint8Array): Promise<TusAnswer> {
    return this.#ask('PATCH', `${this.#root}/${id}`, this.#piece(offset), bytes);
  }

  /** Sends the bytes and then nothing more, until `signal` cuts the connection. */
  hang(id: string, offset: number, bytes: Uint8Array, signal: AbortSignal): Promise<unknown> {
    const body = Readable.toWeb(
      Readable.from(
        (async function* () {
          yield bytes;
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        })(),
      ),
    );
    const init = { method: 'PATCH', headers: this.#headers(this.#piece(offset)), body, duplex: 'half', signal };
    return fetch(`${this.#root}/${id}`, init as RequestInit).catch(() => undefined);
  }

  remove(id: string): Promise<TusAnswer> {
    return this.#ask('DELETE', `${this.#root}/${id}`);
  }

  #piece(offset: number): Record<string, string> {
    return { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
  }

  #headers(more: Record<string, string>): Record<string, string> {
    return { 'tus-resumable': '1.0.0', ...more };
  }

  async #ask(method: string, url: string, headers: Record<string, string> = {}, body?: Uint8Array): Promise<TusAnswer> {
    const init = { method, headers: this.#headers(headers), ...(body !== undefined && { body: Buffer.from(body) }) };
    const response = await fetch(url, init);
    const text = await response.text();
    return {
      status: response.status,
      offset: Number(response.headers.get('upload-offset') ?? Number.NaN),
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }
}
