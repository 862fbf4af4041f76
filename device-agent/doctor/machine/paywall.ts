/** Whether something between here and the Internet answers for everybody: a page that asks to pay or to sign in. */
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { get } from 'node:http';
import type { Millis } from '@loa-lang/schemas/units';

const PATIENCE_MS: Millis = 6000;
/** RFC 6585: network authentication required */
const SIGN_IN_FIRST = 511;

/** Names below `.invalid` are nobody's (RFC 6761): whoever answers for one answers for all. */
export const answersForAnyName = (): Promise<string | undefined> =>
  lookup(`loa-${randomBytes(6).toString('hex')}.invalid`).then(
    ({ address }) => address,
    () => undefined,
  );

/** Where a plain request to this host is sent instead; `undefined` when nobody sends it elsewhere. */
export function sentElsewhere(host: string, port = 80): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/', timeout: PATIENCE_MS, agent: false }, (response) => {
      const { statusCode = 0, headers } = response;
      response.destroy();
      const to =
        headers.location !== undefined && URL.canParse(headers.location)
          ? new URL(headers.location).hostname
          : undefined;
      if (statusCode === SIGN_IN_FIRST) resolve(to ?? host);
      else resolve(to !== undefined && !isSame(to, host) ? to : undefined);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** `www.` before a name is the same house. */
const isSame = (a: string, b: string): boolean => a.replace(/^www\./, '') === b.replace(/^www\./, '');
