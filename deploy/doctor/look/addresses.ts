/** From where an address can be reached. */
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

export type Reach = 'loopback' | 'link-local' | 'private' | 'carrier' | 'public';

const RANGES: readonly (readonly [Exclude<Reach, 'public'>, readonly (readonly [string, number])[]])[] = [
  [
    'loopback',
    [
      ['127.0.0.0', 8],
      ['0.0.0.0', 8],
      ['::1', 128],
      ['::', 128],
    ],
  ],
  [
    'link-local',
    [
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ],
  ],
  [
    'private',
    [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['fc00::', 7],
    ],
  ],
  // RFC 6598: behind a carrier's own translation
  ['carrier', [['100.64.0.0', 10]]],
];
const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const LISTS = RANGES.map(([reach, ranges]) => {
  const list = new BlockList();
  for (const [network, bits] of ranges) list.addSubnet(network, bits, familyOf(network));
  return [reach, list] as const;
});

export const reachOf = (address: string): Reach =>
  LISTS.find(([, list]) => list.check(address, familyOf(address)))?.[0] ?? 'public';

/** One of this machine's interfaces has it. */
export const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((each) => each?.some((entry) => entry.address === address));
