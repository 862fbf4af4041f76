/** The console: one shell for all its addresses, and the files that the shell names. What it may do, the API decides. */
import { CONSOLE_PAGES } from '@loa-lang/schemas/http/console-pages';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../services/refusal.ts';
import { consolePolicy } from '../console-site/policy.ts';
import { Site } from '../console-site/site.ts';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';
import type { MapRouteDeps } from './map.ts';

const SHELL = 'index.html';
/** Files whose name is not made of what they say. */
const NAMED = ['console-icon.svg', 'console.webmanifest'];
/** The worker that keeps the shell has a policy of its own, not that of the page: it fetches what it keeps. */
const WORKER = 'console-worker.js';
const WORKER_POLICY = "default-src 'none';connect-src 'self'";
/** A year: the longest that HTTP knows. */
const KEPT = 'public, max-age=31536000, immutable';
/** Asked for each time, and answered with "not modified" where nothing is new. */
const ASKED_ANEW = 'no-cache';

/** The origin of the map's pictures stands in the policy; none unless configured. */
export type ConsoleSiteDeps = Pick<MapRouteDeps, 'mapTiles'>;

export function consoleSiteRoutes(server: HttpServer, { mapTiles }: ConsoleSiteDeps): void {
  const site = new Site();
  const policy = consolePolicy(
    mapTiles === undefined ? [] : [new URL(mapTiles.url.replaceAll(/\{[zxy]\}/g, '0')).origin],
  );
  const open = { ...needs('open'), schema: { hide: true } };

  const send = (request: FastifyRequest, reply: FastifyReply, path: string, cache: string) => {
    const file = site.file(path, request.headers['accept-encoding']);
    if (file === undefined) throw new Refusal('not-found');
    reply.header('cache-control', cache).header('etag', file.tag).header('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === file.tag) return reply.status(304).send();
    if (file.encoding !== 'identity') reply.header('content-encoding', file.encoding);
    return reply.type(file.type).send(file.body);
  };
  const shell = (request: FastifyRequest, reply: FastifyReply) => {
    reply
      .header('content-security-policy', policy)
      .header('permissions-policy', 'microphone=(self), camera=(self)')
      .header('referrer-policy', 'same-origin')
      .header('x-robots-tag', 'noindex, nofollow');
    return send(request, reply, SHELL, ASKED_ANEW);
  };

  for (const page of CONSOLE_PAGES) {
    server.get(`/${page}`, open, shell);
    if (page !== '') server.get(`/${page}/*`, open, shell);
  }
  for (const name of NAMED) server.get(`/${name}`, open, (request, reply) => send(request, reply, name, ASKED_ANEW));
  server.get(`/${WORKER}`, open, (request, reply) =>
    send(request, reply.header('content-security-policy', WORKER_POLICY), WORKER, ASKED_ANEW),
  );
  server.get('/console/*', open, (request, reply) =>
    send(request, reply, `console/${(request.params as { '*': string })['*']}`, KEPT),
  );
}
