/**
 * Uploads in pieces over the tus protocol 1.0.0 (tus.io), for telephones on a network that comes and goes. The upload's
 * id, the last part of its address, becomes the bulletin's id when the last byte is there.
 */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { ERRORS, Server } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ResumableUploads } from '../../services/recordings/resumable-uploads.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { type Named, needs } from '../right.ts';
import { TusStore } from '../tus-store.ts';
import { UploadLocks } from '../upload-locks.ts';

const PATH = `${API_ROOT}/bulletins/uploads`;
const PIECE = 'application/offset+octet-stream';

export interface ResumableUploadRouteDeps {
  resumable: ResumableUploads;
}

export async function resumableUploadRoutes(server: HttpServer, resumable: ResumableUploads): Promise<void> {
  /** What was thrown while a request was served: the server's one handler of errors answers it. */
  const thrown = new WeakMap<Request, unknown>();
  const tus = new Server({
    path: PATH,
    datastore: new TusStore(resumable),
    locker: new UploadLocks(),
    maxSize: resumable.limitBytes,
    relativeLocation: true,
    // pages of other origins are refused before they come here
    allowedOrigins: () => false,
    namingFunction: () => resumable.newId(),
    // a sender whose last answer was lost asks how far it is; and whatever was not handed on then is now
    onIncomingRequest: (_, id) => resumable.finish(id),
    onUploadFinish: async (_, { id }) => {
      await resumable.finish(id);
      return {};
    },
    onResponseError: (request, error) => {
      thrown.set(request, error);
      return undefined;
    },
  });
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asked = asWeb(request);
    const { status, headers, ...response } = await answerTo(tus, asked);
    for (const [name, value] of headers) if (name !== 'content-length') reply.header(name, value);
    const fault = thrown.get(asked);
    if (fault !== undefined || status >= 400) throw refusalOf(fault ?? { status_code: status, body: response.body });
    return reply.status(status).send(response.body === '' ? undefined : response.body);
  };
  await server.register(async (scope) => {
    // Pieces are read by whoever writes them to the disk, not beforehand.
    scope.addContentTypeParser(PIECE, (_request, _payload, done) => done(null));
    const schema = {
      tags: ['uploads'],
      description: 'tus 1.0.0: creation, creation-with-upload, termination, expiration',
    };
    scope.route({
      ...needs('draft', { named: describedCommune }),
      ...{ method: 'POST', url: PATH, schema, handler: handle },
    });
    scope.route({
      ...needs('draft', { place: 'anywhere' }),
      ...{ method: 'OPTIONS', url: PATH, schema, handler: handle },
    });
    scope.route({
      ...needs('draft', { of: 'upload' }),
      ...{ method: ['HEAD', 'PATCH', 'DELETE'], url: `${PATH}/:id`, schema, handler: handle },
    });
  });

  function refusalOf(error: unknown): unknown {
    if (!(error instanceof Object && 'status_code' in error && 'body' in error)) return error;
    if (error.status_code === 404 || error.status_code === 410) return new Refusal('upload-unknown');
    // 409 for a lock that was not to be had, too: senders ask again after that and give up after any other 4xx
    if (error.status_code === 409 || error === ERRORS.ERR_LOCK_TIMEOUT) return new Refusal('upload-conflict');
    if (error.status_code === 413)
      return new Refusal('upload-too-large', { limitMb: Math.floor(resumable.limitBytes / 1_000_000) });
    return new Refusal('upload-refused', { detail: String(error.body).trim() });
  }
}

/** tus 1.0.0, Upload-Metadata: `key base64, key base64` */
const describedCommune = ({ headers }: FastifyRequest): Named[] =>
  String(headers['upload-metadata'] ?? '')
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .filter(([key]) => key === 'communeId')
    .map(([, value = '']) => ({ subject: 'area', id: Buffer.from(value, 'base64').toString() }));

async function answerTo(tus: Server, request: Request) {
  const response = await tus.handleWeb(request);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

function asWeb({ raw, url, method, headers }: FastifyRequest): Request {
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  const hasBody = method === 'PATCH' || (method === 'POST' && headers['content-type'] === PIECE);
  const body = hasBody ? { body: Readable.toWeb(raw) as ReadableStream<Uint8Array>, duplex: 'half' as const } : {};
  return new Request(new URL(url, 'http://tus'), { method, headers: sent, ...body } as RequestInit);
}
