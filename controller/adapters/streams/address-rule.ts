/** Which addresses a relay may be pulled from: the Internet's, and those that somebody has allowed by configuration. */
import { BlockList, isIP } from 'node:net';

/** IANA's registry of special-purpose addresses (RFC 6890 and its updates), multicast and what is reserved. */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** All that was ever given out as global; IPv4 in other clothes, loopback, local and multicast lie outside. */
const GLOBAL_IPV6 = '2000::/3';
/** Tunnels to IPv4 (Teredo, 6to4), benchmarks, documentation. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
};

const special = listOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const global = listOf([GLOBAL_IPV6]);

export class AddressRule {
  readonly #names: ReadonlySet<string>;
  readonly #ranges: BlockList;

  /** @param allowed host names, addresses and CIDR ranges that may be reached although they are not the Internet's */
  constructor(allowed: readonly string[] = []) {
    const ranges = allowed.filter((each) => isIP(each.split('/')[0] ?? '') !== 0);
    this.#ranges = listOf(ranges);
    this.#names = new Set(allowed.filter((each) => !ranges.includes(each)).map((each) => each.toLowerCase()));
  }

  /** @param host as it was asked for @param address what it is, just before the connection is made */
  allows(host: string, address: string): boolean {
    const version = isIP(address);
    if (version === 0) return false;
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (this.#names.has(host.toLowerCase()) || this.#ranges.check(address, family)) return true;
    return (version === 4 || global.check(address, family)) && !special.check(address, family);
  }
}
