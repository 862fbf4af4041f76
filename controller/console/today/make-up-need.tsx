/** What the same places missed: says what would sound where, and plays it when held. */
import type { BroadcastPlannedSchema } from '@loa-lang/schemas/http/broadcasts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { usePlaces } from '../parts/broadcast-words.tsx';
import { HoldButton } from '../parts/hold-button.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import type { Missed, MissedGroup } from './missed-groups.ts';
import { Need } from './need.tsx';
import styles from './today.module.css';

type Planned = Static<typeof BroadcastPlannedSchema>;

export function MakeUpNeed({ group: { all } }: { group: MissedGroup }) {
  const say = useWords(today);
  const sayCommon = useWords(common);
  const tell = useTell();
  const client = useQueryClient();
  const whenOf = useWhenOf();
  const times = useTimes();
  const [first] = all;
  const plan = useMutation({
    mutationFn: () => playAgain(all),
    onSuccess: (planned) =>
      tell({
        text:
          all.length === 1
            ? say('missedDone', { title: first.title })
            : say('missedAllDone', { count: planned.length }),
        undo: () => Promise.all(planned.map(({ broadcast: { id } }) => post(`/broadcasts/${id}/cancel`))),
      }),
    // some of them may be planned where a later one was refused
    onSettled: () => client.invalidateQueries({ queryKey: ['today'] }),
  });
  const places = usePlaces()(first.missedHamlets);
  const act = say(all.length === 1 ? 'missedAct' : 'missedAllAct', {
    length: times.length(all.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    clusters: sayCommon('clusters', { count: first.missedClusters }),
    households: sayCommon('households', { count: first.missedHouseholds }),
  });
  const which = all.map((each) => `${whenOf(each)} ${each.title}`).join(' · ');
  return (
    <>
      <Need
        tone="warning"
        title={
          all.length === 1
            ? say('missed', { places, time: whenOf(first), title: first.title })
            : say('missedAll', { places, count: all.length })
        }
        more={all.length === 1 ? act : `${which}. ${act}`}
      >
        <HoldButton onHeld={() => plan.mutate()} busy={plan.isPending}>
          {say('makeUp')}
        </HoldButton>
      </Need>
      {plan.error !== null && (
        <li className={styles.problem}>
          <ProblemNotice error={plan.error} />
        </li>
      )}
    </>
  );
}

/** One after the other, as they were on air. @throws ApiProblem of the first that is refused */
async function playAgain(all: readonly Missed[]): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const { broadcastId } of all) {
    planned.push(await post<Planned>(`/broadcasts/${broadcastId}/make-up`, { start: 'now' }));
  }
  return planned;
}

/** The hour alone where it was today. */
function useWhenOf(): (missed: Missed) => string {
  const times = useTimes();
  const now = useNow();
  return ({ startAt }) =>
    times.isoDay(startAt) === times.isoDay(now) ? times.clock(startAt) : times.moment(startAt, now);
}
