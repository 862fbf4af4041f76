/** Whose word counts when they say for whom they ask (`x-forwarded-for`, `x-forwarded-proto`). */
import { isIP } from 'node:net';

/** This machine: a proxy on it needs no setting, and whoever else is on the network cannot be anybody they like. */
export const THIS_MACHINE = ['127.0.0.0/8', '::1/128'] as const;

interface Reads {
  fault(name: 'TRUSTED_PROXY', vi: string, en: string): void;
  text(name: 'TRUSTED_PROXY'): string | undefined;
}

export function readTrustedProxies(read: Reads): readonly string[] {
  const given = read.text('TRUSTED_PROXY');
  if (given === undefined) return THIS_MACHINE;
  const proxies = given.split(',').map((each) => each.trim());
  for (const each of proxies) {
    if (!isRange(each)) {
      read.fault(
        'TRUSTED_PROXY',
        `có "${each}" không phải địa chỉ hay dải địa chỉ (như 10.0.0.5 hoặc 10.0.0.0/24)`,
        `has "${each}", which is no address or range (as 10.0.0.5 or 10.0.0.0/24)`,
      );
    }
  }
  return proxies;
}

/** An address, or a CIDR range (RFC 4632) that is not everybody. */
function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (rest.length > 0 || address.includes('%')) return false;
  return bits === undefined ? most > 0 : /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most;
}
