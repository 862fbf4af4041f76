import { Boots } from '@loa-lang/controller/services/device-traffic/boots';
import { expect, it } from 'vitest';

const verdicts = (boots: (string | undefined)[]) => {
  const known = new Boots();
  return boots.map((boot) => known.returns('d1', boot));
};

it('a machine that is started again and reconnects is one machine', () => {
  expect(verdicts(['a', 'a', 'b', 'b', 'c', undefined, 'c'])).not.toContain(true);
});

it('a start that comes back after another one is of a second machine', () => {
  expect(verdicts(['a', 'b', 'a', 'b', 'b'])).toEqual([false, false, true, true, false]);
});

it('devices have nothing to do with each other', () => {
  const known = new Boots();
  expect(['d1', 'd2', 'd1'].map((id, index) => known.returns(id, index === 1 ? 'b' : 'a'))).toEqual([
    false,
    false,
    false,
  ]);
});
