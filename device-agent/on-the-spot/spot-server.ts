/**
 * The device's own page: plain HTTP on its own access point or cable, since a telephone opens nothing else without a
 * warning there. Sends and takes nothing that another page in the same browser could use: no cookies, JSON only, and the
 * session in a header.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { pageAssets } from './page/page.ts';
import type { SpeakOnTheSpot } from './speak-on-the-spot.ts';
import type { SpotDoorkeeper } from './spot-doorkeeper.ts';
import { refused, type SpotProblem, type SpotRefusal } from './spot-refusal.ts';

export interface SpotAddress {
  host: string;
  port: number;
}

export interface SpotServerDeps {
  doorkeeper: Pick<SpotDoorkeeper, 'enter' | 'leave'>;
  speak: Pick<SpeakOnTheSpot, 'state' | 'start' | 'speak' | 'stop'>;
  log(text: string): void;
}

export interface SpotServer {
  /** the port it listens on; `undefined` while it cannot */
  readonly port: number | undefined;
  close(): Promise<void>;
}

/** An access point that is not up yet has no address to listen on. */
const RETRY_MS = 10_000;
const MAX_BODY_BYTES = 1024;
const MAX_CONNECTIONS = 32;

const STATUS: Partial<Record<SpotProblem, number>> = {
  'code-wait': 429,
  'too-often': 429,
  'code-malformed': 400,
  'bad-request': 400,
  'template-unknown': 404,
  'code-wrong': 403,
  'card-not-yet': 403,
  'card-over': 403,
  'not-allowed': 403,
  'session-over': 401,
};
const REFUSED_STATUS = 409;

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

type Answer = { ok: true } | SpotRefusal;

/** Listens as soon as it can, and never keeps the loudspeaker from anything. */
export async function serveOnTheSpot(address: SpotAddress, deps: SpotServerDeps): Promise<SpotServer> {
  const server = createServer((request, response) => {
    void answer(request, response, deps).catch((error: unknown) => {
      deps.log(`page at the device: ${error}`);
      response.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = 10_000;
  server.headersTimeout = 5000;
  let retry: NodeJS.Timeout | undefined;
  let isClosing = false;
  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      const onError = (error: Error): void => {
        deps.log(`page at the device cannot be served: ${error.message}`);
        if (!isClosing) retry = setTimeout(() => void listen(), RETRY_MS).unref();
        resolve();
      };
      server.once('error', onError);
      server.listen(address.port, address.host, () => {
        server.off('error', onError);
        resolve();
      });
    });
  await listen();
  return {
    get port() {
      return portOf(server);
    },
    close() {
      isClosing = true;
      clearTimeout(retry);
      server.closeAllConnections();
      return new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
    },
  };
}

function portOf(server: Server): number | undefined {
  const bound = server.address();
  return typeof bound === 'object' ? bound?.port : undefined;
}

/**
 * The device is reached by its address. A name of the Internet can be made to point at it by whoever owns that name, and
 * then a page of his would count as this one (DNS rebinding).
 */
function isOwnName(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || /^([^.]+|[^.]+\.(local|lan|home\.arpa))$/i.test(name);
}

async function answer(request: IncomingMessage, response: ServerResponse, deps: SpotServerDeps): Promise<void> {
  if (!isOwnName(request.headers.host ?? '')) return end(response, 421, 'text/plain', '');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const asset = pageAssets().get(path);
  if (asset !== undefined) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'text/plain', '');
    return end(response, 200, asset.type, request.method === 'HEAD' ? '' : asset.body);
  }
  const route = `${request.method} ${path}`;
  const session = String(request.headers['x-session'] ?? '');
  if (route === 'GET /api/state') return say(response, deps.speak.state(session));
  if (request.method !== 'POST' || !path.startsWith('/api/')) return end(response, 404, 'text/plain', '');
  // what a form of another site can send is not this
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return say(response, refused('bad-request'));
  const body = await readBody(request);
  if (body === undefined) return say(response, refused('bad-request'));
  return say(response, await act(route, session, body, deps));
}

async function act(
  route: string,
  session: string,
  { code, templateId }: Record<string, unknown>,
  { doorkeeper, speak }: SpotServerDeps,
): Promise<Answer> {
  switch (route) {
    case 'POST /api/enter':
      return typeof code === 'string' ? doorkeeper.enter(code) : refused('bad-request');
    case 'POST /api/start':
      return typeof templateId === 'string' ? speak.start(session, templateId) : refused('bad-request');
    case 'POST /api/speak':
      return speak.speak(session);
    case 'POST /api/stop':
      return speak.stop(session);
    case 'POST /api/leave':
      doorkeeper.leave(session);
      return { ok: true };
    default:
      return refused('bad-request');
  }
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    pieces.push(piece);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function say(response: ServerResponse, body: Answer): void {
  const status = body.ok ? 200 : (STATUS[body.problem] ?? REFUSED_STATUS);
  end(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
