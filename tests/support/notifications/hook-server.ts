/** Another system on loopback that takes webhooks, and checks their signatures by itself. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Called {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export class HookServer {
  /** a status; `hang`: no answer; `redirect`: elsewhere */
  behaviour: number | 'hang' | 'redirect' = 200;
  answer = '{}';
  readonly calls: Called[] = [];
  readonly #server: Server;
  readonly #scheme: string;

  private constructor(tls: { key: string; cert: string } | undefined) {
    const listener = (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        this.calls.push({ method, path, headers, body });
        if (this.behaviour === 'hang') return;
        if (this.behaviour === 'redirect') {
          response.writeHead(307, { location: `${this.url}/elsewhere` }).end();
          return;
        }
        response.writeHead(this.behaviour, { 'content-type': 'application/json' }).end(this.answer);
      });
    };
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    this.#server.on('clientError', () => undefined);
  }

  static async start(tls?: { key: string; cert: string }): Promise<HookServer> {
    const server = new HookServer(tls);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const host = this.#scheme === 'https' ? 'localhost' : '127.0.0.1';
    return `${this.#scheme}://${host}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends what hangs. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/**
 * As a receiver does it, by the text of Standard Webhooks and nothing of the controller's.
 * @param now seconds @returns why it is refused; `undefined`: it is theirs
 */
export function refusalOf({ headers, body }: Called, secret: string, now: number): string | undefined {
  const [id, at, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (typeof id !== 'string' || typeof at !== 'string' || typeof signatures !== 'string') return 'headers missing';
  if (!/^\d+$/.test(at) || Math.abs(now - Number(at)) > 300) return 'too old or too new';
  if (!secret.startsWith('whsec_')) return 'no secret';
  const hmac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'));
  const expected = hmac.update(`${id}.${at}.`).update(body).digest();
  const isSigned = signatures.split(' ').some((each) => {
    const [version, value = ''] = each.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? undefined : 'wrong signature';
}
