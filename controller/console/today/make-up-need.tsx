/** A broadcast that somebody missed: says what would sound where, and plays it when held. */
import type { BroadcastPlannedSchema } from '@loa-lang/schemas/http/broadcasts';
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import { Need } from './need.tsx';
import styles from './today.module.css';

export function MakeUpNeed({ missed }: { missed: TodayBody['needs']['missed'][number] }) {
  const say = useWords(today);
  const sayCommon = useWords(common);
  const times = useTimes();
  const now = useNow();
  const tell = useTell();
  const client = useQueryClient();
  const { broadcastId, title, startAt, missedHamlets, missedClusters, missedHouseholds, durationMs } = missed;
  const isToday = times.isoDay(startAt) === times.isoDay(now);
  const plan = useMutation({
    mutationFn: () =>
      post<Static<typeof BroadcastPlannedSchema>>(`/broadcasts/${broadcastId}/make-up`, { start: 'now' }),
    onSuccess: ({ broadcast: { id } }) => {
      tell({ text: say('missedDone', { title }), undo: () => post(`/broadcasts/${id}/cancel`) });
      return client.invalidateQueries({ queryKey: ['today'] });
    },
  });
  const act = say('missedAct', {
    length: times.length(durationMs),
    clusters: sayCommon('clusters', { count: missedClusters }),
    households: sayCommon('households', { count: missedHouseholds }),
  });
  return (
    <>
      <Need
        tone="warning"
        title={say('missed', {
          places: missedHamlets.map(({ name }) => name).join(', '),
          time: isToday ? times.clock(startAt) : times.moment(startAt, now),
          title,
        })}
        more={act}
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
