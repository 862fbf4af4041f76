import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { Sight } from '@loa-lang/controller/domain/permissions/sight';
import type { CoverageMark } from '@loa-lang/controller/ports/coverage-facts';
import type { BroadcastView } from '@loa-lang/controller/services/broadcasts/view-broadcasts';
import { AiredEntries } from '@loa-lang/controller/services/schedules/aired-entries';
import { describe, expect, it } from 'vitest';

const NOW = 1000;
const EVERYTHING: Sight = 'everything';

function stand() {
  const said = { reads: [] as string[][], marks: [] as CoverageMark[], state: 'done', complete: true, reached: 1 };
  const entries = new AiredEntries({
    coverageFacts: {
      marks: async () => said.marks,
      async byIds(ids) {
        said.reads.push([...ids]);
        return ids.map((id) => {
          const audience = { hamlets: [], clusters: [] };
          const coming = id.startsWith('coming')
            ? { startAt: NOW + 1, occurrence: { scheduleId: 's' } }
            : { startAt: 1 };
          return { id, title: id, items: [], bulletins: [], targets: [], audience, ...coming } as unknown as Broadcast;
        });
      },
    },
    views: {
      of: async (rows) =>
        rows.map((broadcast) => {
          const coverage = { clustersReached: said.reached, complete: said.complete };
          return { broadcast, state: said.state, coverage } as unknown as BroadcastView;
        }),
    },
  });
  const mark = (id: string, text = '1'): CoverageMark => ({ id, startAt: 1, makeUpOf: undefined, mark: text });
  const of = (marks: CoverageMark[], sight = EVERYTHING) => {
    said.marks = marks;
    return entries.of({ from: 0, until: 2000 }, sight, NOW);
  };
  return { said, mark, of };
}

describe('what a calendar shows of what is over', () => {
  it('is read once, again when it is another, and as before when it was remembered', async () => {
    const { said, mark, of } = stand();
    const first = await of([mark('a'), mark('b')]);
    said.reached = 2;
    expect(await of([mark('a'), mark('b')])).toEqual(first);
    const [, again] = await of([mark('a'), mark('b', '2')]);
    expect(again).toMatchObject({ key: 'b', reached: { clusters: 2 } });
    expect(said.reads).toEqual([['a', 'b'], ['b']]);
  });

  it('is read again while it plays or is awaited', async () => {
    const { said, mark, of } = stand();
    Object.assign(said, { state: 'playing' });
    await of([mark('a')]);
    Object.assign(said, { state: 'done', complete: false });
    await of([mark('a')]);
    said.complete = true;
    await of([mark('a')]);
    expect(said.reads).toHaveLength(3);
    await of([mark('a')]);
    expect(said.reads).toHaveLength(3);
  });

  it('has no occurrence that is to come: its schedule tells it', async () => {
    const { mark, of } = stand();
    expect((await of([mark('a'), mark('coming')])).map(({ key }) => key)).toEqual(['a']);
  });
});
