/** Whether a request comes from a page of this system. */
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'headers'>;

/** `https://host` of a page's own address, as its browser says it; `undefined` where it says none. */
export function isForeignOrigin({ headers }: Asked, publicUrl: string | undefined): boolean {
  const { origin, host = '' } = headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  return origin !== own && new URL(origin).host !== host;
}

/** By the browser's own word (Fetch Metadata): another site, or a neighbouring name, made it ask. */
export const isFromElsewhere = ({ headers }: Asked): boolean =>
  headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';

/** For forms: browsers say where a form comes from. */
export const isOwnForm = (request: Asked, publicUrl: string | undefined): boolean =>
  !isForeignOrigin(request, publicUrl) &&
  !isFromElsewhere(request) &&
  (request.headers.origin !== undefined || request.headers['sec-fetch-site'] === 'same-origin');

/** A foreign name that was made to point to this machine is none of its names. */
export function isLoopbackHost({ headers: { host = '' } }: Asked): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '') : '';
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

/** Somebody behind a proxy, who may be anywhere. */
export const isForwarded = ({ headers }: Asked): boolean =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
