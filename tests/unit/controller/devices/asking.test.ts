import { networkOf } from '@loa-lang/controller/domain/enrolment/asking';
import { expect, it } from 'vitest';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:7::1', '2001:db8:7'],
  ['2001:DB8:7:ffff:1:2:3:4', '2001:db8:7'],
  ['2001:db8::1', '2001:db8:0'],
  ['2001::1', '2001:0:0'],
  ['::1', '0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0'],
  ['unix', 'unix'],
])(
  'who asks from %s asks from the network %s: one holder of IPv6 has more addresses than there are devices',
  (address, network) => {
    expect(networkOf(address)).toBe(network);
  },
);
