/**
 * Who was refused, in the program's log: one line a minute and sender at most, however many requests there were, so that
 * a collector of logs sees an attack and nobody fills the disk with one.
 */
import type { FastifyRequest } from 'fastify';
import type { HttpServer } from '../http-server.ts';
import { SIGN_IN_PAGE, SIGN_IN_ROOT } from '../identity/addresses.ts';
import { senderOf } from '../sender.ts';

const EVERY_MS = 60_000;
/** Senders with a line of their own; all others share one. */
const MOST_SENDERS = 1000;
const OTHERS = 'others';

type Kind = 'sign-in' | 'bearer' | 'forbidden' | 'too-many' | 'proxy-not-trusted';

/** What came of a request, where it is worth counting. */
function kindsOf({ method, routeOptions, headers, ips }: FastifyRequest, status: number): Kind[] {
  const { url = '' } = routeOptions;
  const kinds: Kind[] = [];
  if ([401, 403, 429].includes(status)) {
    const isSignIn = method === 'POST' && (url.startsWith(SIGN_IN_ROOT) || url.startsWith(SIGN_IN_PAGE));
    if (isSignIn) kinds.push('sign-in');
    else if (status === 403) kinds.push('forbidden');
    else if (status === 429) kinds.push('too-many');
    else if (headers.authorization !== undefined) kinds.push('bearer');
  }
  // all who come through it are taken for one: somebody must name it, or it is somebody who lies
  if (headers['x-forwarded-for'] !== undefined && (ips?.length ?? 1) < 2) kinds.push('proxy-not-trusted');
  return kinds;
}

/** Before the first route. */
export function installRefusals(server: HttpServer): void {
  let counted = new Map<string, Partial<Record<Kind, number>>>();
  const write = () => {
    const lines = counted;
    counted = new Map();
    for (const [sender, counts] of lines) server.log.warn({ sender, counts }, 'requests were refused');
  };
  server.addHook('onResponse', async (request, { statusCode }) => {
    for (const kind of kindsOf(request, statusCode)) {
      const own = senderOf(request);
      const sender = counted.has(own) || counted.size < MOST_SENDERS ? own : OTHERS;
      const counts = counted.get(sender) ?? {};
      counted.set(sender, { ...counts, [kind]: (counts[kind] ?? 0) + 1 });
    }
  });
  const timer = setInterval(write, EVERY_MS);
  timer.unref();
  server.addHook('onClose', async () => {
    clearInterval(timer);
    write();
  });
}
