/** Where relays may be pulled from besides the Internet. */
import { isIP } from 'node:net';

interface Reads {
  fault(name: 'RELAY_ALLOWED_ADDRESSES', vi: string, en: string): void;
  text(name: 'RELAY_ALLOWED_ADDRESSES'): string | undefined;
}

const HOST = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** Host names, addresses and CIDR ranges, separated by commas. */
export function readRelayAddresses(read: Reads): readonly string[] {
  const given = read.text('RELAY_ALLOWED_ADDRESSES')?.split(',') ?? [];
  const allowed = given.map((each) => each.trim());
  for (const each of allowed) {
    if (isRange(each) || HOST.test(each)) continue;
    read.fault(
      'RELAY_ALLOWED_ADDRESSES',
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
