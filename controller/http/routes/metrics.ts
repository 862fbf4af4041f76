/** What the controller counts of itself, for a program that watches it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { MetricsPage } from '../../ports/metrics.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';

export interface MetricsRouteDeps {
  /** absent where nothing is counted */
  metrics?: {
    page: MetricsPage;
    /** whoever shows it may look; without one whoever asks on this machine, and nobody else */
    token: string | undefined;
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A proxy on this machine speaks for somebody elsewhere. */
function isOnThisMachine({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return !isForwarded && (address === '::1' || address.startsWith('127.'));
}

export function metricsRoutes(server: HttpServer, { metrics }: MetricsRouteDeps): void {
  if (metrics === undefined) return;
  const { page, token } = metrics;
  const expected = token === undefined ? undefined : digest(token);
  const mayLook = (request: FastifyRequest): boolean => {
    if (expected === undefined) return isOnThisMachine(request);
    const shown = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return shown !== undefined && timingSafeEqual(digest(shown), expected);
  };
  server.addHook('onResponse', async ({ method, routeOptions: { url } }, { statusCode: status, elapsedTime }) => {
    page.answered({ method, route: url ?? 'none', status, seconds: elapsedTime / 1000 });
  });
  server.get('/metrics', { ...needs('open'), schema: { hide: true } }, async (request, reply) => {
    // to whom it is not told it is not there
    if (!mayLook(request)) throw new Refusal('not-found');
    return reply.header('content-type', page.contentType).send(await page.text());
  });
}
