import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { CoverageMark } from '@loa-lang/controller/ports/coverage-facts';
import type { BroadcastView } from '@loa-lang/controller/services/broadcasts/view-broadcasts';
import { CoverageLines } from '@loa-lang/controller/services/coverage/coverage-lines';
import { describe, expect, it } from 'vitest';
import { HandClock } from '../../../support/fake-clock.ts';

const broadcast = (id: string) =>
  ({
    id,
    startAt: 0,
    approval: 'approved',
    audience: { hamlets: [{ id: 'h' }], clusters: [] },
  }) as unknown as Broadcast;
const pole = { id: 'c', code: '01', name: 'Cụm 01', services: [{ hamletId: 'h', households: 1 }] };
const viewOf = (one: Broadcast, complete: boolean) =>
  ({
    ...{ broadcast: one, state: 'done', receipts: new Map(), stoppedParts: [] },
    coverage: { hamlets: [], clusters: [{ cluster: { ...pole }, outcome: 'missed', reason: 'power-lost' }], complete },
  }) as unknown as BroadcastView;
const mark = (id: string, text = '1'): CoverageMark => ({ id, startAt: 0, makeUpOf: undefined, mark: text });
const asked = (...marks: CoverageMark[]) => marks.map((original) => ({ original, makeUps: [] }));

function stand() {
  const said = { reads: [] as string[][], complete: true, fails: false };
  const lines = new CoverageLines({
    clock: new HandClock(1),
    coverageFacts: {
      async byIds(ids) {
        said.reads.push([...ids]);
        if (said.fails) throw new Error('away');
        return ids.map(broadcast);
      },
    },
    views: { of: async (rows) => rows.map((row) => viewOf(row, said.complete)) },
  });
  const of = (...marks: CoverageMark[]) => lines.of(asked(...marks), 'commune', 'everything');
  return { said, of };
}

describe('what single broadcasts came to', () => {
  it('is read once for all who ask meanwhile, and not again until it is another', async () => {
    const { said, of } = stand();
    const [one, two] = await Promise.all([of(mark('a')), of(mark('a'), mark('b'))]);
    expect(one).toMatchObject([{ id: 'a' }]);
    expect(two).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    await of(mark('a'), mark('b', '2'));
    expect(said.reads).toEqual([['a'], ['b'], ['b']]);
  });

  it('is read again while it is awaited, and after it could not be read', async () => {
    const { said, of } = stand();
    said.complete = false;
    expect(await of(mark('a'))).toEqual(['pending']);
    said.fails = true;
    await expect(of(mark('a'), mark('b'))).rejects.toThrow('away');
    Object.assign(said, { complete: true, fails: false });
    expect(await of(mark('a'), mark('b'))).toMatchObject([{ id: 'a' }, { id: 'b' }]);
  });

  it('keeps one list of poles for all that were meant for the same ones', async () => {
    const { of } = stand();
    const lines = (await of(mark('a'), mark('b'))).filter((line) => typeof line === 'object');
    expect(lines).toMatchObject([{ missed: [{ reason: 'power-lost' }] }, { missed: [{ reason: 'power-lost' }] }]);
    expect(lines[0]?.poles).toEqual([{ id: 'c', code: '01', name: 'Cụm 01', hamletIds: ['h'] }]);
    expect(lines[1]?.poles).toBe(lines[0]?.poles);
    expect(lines[1]?.missed[0]?.pole).toBe(lines[0]?.poles[0]);
  });

  it('is read in pieces, in the order that was asked for', async () => {
    const { said, of } = stand();
    const ids = Array.from({ length: 250 }, (_, index) => `b${index}`);
    const told = await of(...ids.map((id) => mark(id)));
    expect(told.map((line) => typeof line === 'object' && line.id)).toEqual(ids);
    expect(said.reads.map(({ length }) => length)).toEqual([100, 100, 50]);
  });
});
