import { Boots } from '@loa-lang/controller/services/device-traffic/boots';
import { expect, it } from 'vitest';

/** Each with a new connection, as a device announces itself. */
const verdicts = (boots: (string | undefined)[]) => {
  const known = new Boots();
  return boots.map((boot, index) => known.returns('d1', { ...(boot && { boot }), connection: index + 1 }));
};

it('a machine that is started again and reconnects is one machine', () => {
  expect(verdicts(['a', 'a', 'b', 'b', 'c', undefined, 'c'])).not.toContain(true);
});

it('a start that comes back after another one is of a second machine', () => {
  expect(verdicts(['a', 'b', 'a', 'b', 'b'])).toEqual([false, false, true, true, false]);
});

it('also where the two count their connections apart', () => {
  const known = new Boots();
  const said = [
    { boot: 'original', connection: 500 },
    { boot: 'copy', connection: 3 },
    { boot: 'original', connection: 501 },
  ];
  expect(said.map((each) => known.returns('d1', each))).toEqual([false, false, true]);
});

it('what is only repeated, by a broker that has kept it, tells of nothing', () => {
  const known = new Boots();
  const [before, after] = [
    { boot: 'a', connection: 1 },
    { boot: 'b', connection: 2 },
  ];
  expect([before, after, before, after, before].map((each) => known.returns('d1', each))).not.toContain(true);
});

it('devices have nothing to do with each other', () => {
  const known = new Boots();
  const said = [
    { id: 'd1', boot: 'a' },
    { id: 'd2', boot: 'b' },
    { id: 'd1', boot: 'a' },
  ].map(({ id, boot }) => known.returns(id, { boot, connection: 1 }));
  expect(said).toEqual([false, false, false]);
});
