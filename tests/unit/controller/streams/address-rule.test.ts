/** Which addresses relays may be pulled from. */
import { AddressRule } from '@loa-lang/controller/adapters/streams/address-rule';
import { readConfig } from '@loa-lang/controller/config';
import { expect, it } from 'vitest';

const open = new AddressRule();

it.each([
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.0.1', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '224.0.0.1', '239.1.1.1'],
  ...['240.0.0.1', '255.255.255.255', '192.88.99.1', '203.0.113.9'],
  ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1'],
  ...['2001:db8::1', '2002:a00:1::', '2001:0:53aa::1', '3fff::1', 'not an address', ''],
])('never %s', (address) => expect(open.allows('host.example', address)).toBe(false));

it.each(['1.1.1.1', '100.63.255.255', '100.128.0.1', '172.32.0.1', '192.167.255.255', '203.113.1.1', '2a00:1450::1'])(
  'always %s',
  (address) => expect(open.allows('host.example', address)).toBe(true),
);

it('what somebody has allowed, by address, range or name', () => {
  const rule = new AddressRule(['192.168.1.20', '10.5.0.0/16', 'fd00:5::/32', 'Encoder.Lan']);
  expect(rule.allows('x', '192.168.1.20')).toBe(true);
  expect(rule.allows('x', '192.168.1.21')).toBe(false);
  expect(rule.allows('x', '10.5.200.1')).toBe(true);
  expect(rule.allows('x', '10.6.0.1')).toBe(false);
  expect(rule.allows('x', 'fd00:5:1::1')).toBe(true);
  expect(rule.allows('encoder.lan', '10.9.9.9')).toBe(true);
  expect(rule.allows('other.encoder.lan', '10.9.9.9')).toBe(false);
});

it('what is no address, range or name is a fault of the configuration', () => {
  const faults = (value: string) => {
    const read = readConfig({ KEY_PASSPHRASE: 'x'.repeat(20), RELAY_ALLOWED_ADDRESSES: value });
    return read.ok ? [] : read.faults.filter(({ en }) => en.startsWith('RELAY_ALLOWED'));
  };
  expect(faults('encoder.lan, 192.168.1.20,10.0.0.0/8 ,fd00::/8')).toEqual([]);
  for (const wrong of ['10.0.0.0/33', 'a b', 'http://x/', '300.1.1.1', '*'])
    expect(faults(wrong), wrong).toHaveLength(1);
});
