/** Where relays may be pulled from, and notifications brought to, besides the Internet. */
import { isIP } from 'node:net';

type Variable = 'RELAY_ALLOWED_ADDRESSES' | 'NOTIFY_ALLOWED_ADDRESSES';

interface Reads {
  fault(name: Variable, vi: string, en: string): void;
  text(name: Variable): string | undefined;
}

const HOST = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** Host names, addresses and CIDR ranges, separated by commas. */
export function readAllowedAddresses(read: Reads, name: Variable): readonly string[] {
  const given = read.text(name)?.split(',') ?? [];
  const allowed = given.map((each) => each.trim());
  for (const each of allowed) {
    if (isRange(each) || HOST.test(each)) continue;
    read.fault(
      name,
      `có "${each}" không phải tên máy, địa chỉ hay dải địa chỉ (như 192.168.1.20 hoặc 10.0.0.0/24)`,
      `has "${each}", which is no host name, address or range (as 192.168.1.20 or 10.0.0.0/24)`,
    );
  }
  return allowed;
}

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (most === 0 || rest.length > 0 || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}
