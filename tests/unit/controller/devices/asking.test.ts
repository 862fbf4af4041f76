import { networkOf } from '@loa-lang/controller/domain/enrolment/asking';
import { type EnrolmentDeps, Enrolments } from '@loa-lang/controller/services/enrolment/enrolments';
import { expect, it } from 'vitest';
import { HandClock } from '../../../support/fake-clock.ts';

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

it('a network that asks without end is heard so often a minute and no more, others as before', async () => {
  const clock = new HandClock();
  // what is no request reaches no store
  const enrolments = new Enrolments({ clock, deploymentId: 'd' } as unknown as EnrolmentDeps);
  const ask = (address: string) => enrolments.ask('no request', address).catch(({ code }: { code: string }) => code);
  const answers = [];
  for (let n = 0; n < 3100; n++) answers.push(await ask(`2001:db8:7:${n.toString(16)}::1`));
  expect(answers.slice(0, 3000)).toEqual(Array.from({ length: 3000 }, () => 'enrolment-broken'));
  expect(new Set(answers.slice(3000))).toEqual(new Set(['enrolment-crowded']));
  expect(await ask('2001:db8:8::1')).toBe('enrolment-broken');
  clock.advance(60_000);
  expect(await ask('2001:db8:7::1')).toBe('enrolment-broken');
});
