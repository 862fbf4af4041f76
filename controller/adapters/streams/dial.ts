/** The only place where a relay's connections are made: to an address that was judged, never to a name. */
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import type { Millis } from '@loa-lang/schemas/units';
import type { AddressRule } from './address-rule.ts';

export type DialFault =
  /** every address that the name stands for is refused */
  | { kind: 'refused-address'; host: string; address: string }
  | { kind: 'unknown-host'; host: string }
  | { kind: 'unreachable'; host: string; detail: string };

export type Dialled = { ok: true; socket: Socket; address: string } | { ok: false; fault: DialFault };

/** Names with more addresses than this have enough that work. */
const MOST_ADDRESSES = 4;

/** @param host a name or an address, without the brackets of IPv6 */
export async function dial(rule: AddressRule, host: string, port: number, withinMs: Millis): Promise<Dialled> {
  const addresses = await addressesOf(host, withinMs);
  if (addresses.length === 0) return { ok: false, fault: { kind: 'unknown-host', host } };
  const allowed = addresses.filter((address) => rule.allows(host, address));
  if (allowed.length === 0) {
    return { ok: false, fault: { kind: 'refused-address', host, address: addresses[0] as string } };
  }
  let detail = '';
  for (const address of allowed.slice(0, MOST_ADDRESSES)) {
    const connected = await connectTo(address, port, withinMs);
    if (typeof connected !== 'string') return { ok: true, socket: connected, address };
    detail = connected;
  }
  return { ok: false, fault: { kind: 'unreachable', host, detail } };
}

async function addressesOf(host: string, withinMs: Millis): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<[]>((resolve) => {
    timer = setTimeout(() => resolve([]), withinMs);
  });
  const found = lookup(host, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

/** The socket, or why there is none. */
function connectTo(address: string, port: number, withinMs: Millis): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (why: string) => {
      socket.destroy();
      resolve(why);
    };
    const timer = setTimeout(() => end('no answer in time'), withinMs);
    const onError = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      end(error.code ?? error.message);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // whoever uses it hears of its end by `close`
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
