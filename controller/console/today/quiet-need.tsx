/** Clusters that play so quietly that nobody counts as reached: to be seen to, since playing again would not help. */
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { common } from '../words/common.ts';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import type { MissedGroup } from './missed-groups.ts';
import { Need, NeedLink } from './need.tsx';

export function QuietNeed({ group: { all } }: { group: MissedGroup }) {
  const say = useWords(today);
  const sayCommon = useWords(common);
  const times = useTimes();
  const now = useNow();
  const [{ missedAt, missedHouseholds, startAt }] = all;
  const [first] = missedAt;
  const names = missedAt.map(({ code, name }) => `${code} ${name}`).join(', ');
  const more = say('tooQuietMore', {
    count: all.length,
    since: times.moment(startAt, now),
    households: sayCommon('households', { count: missedHouseholds }),
  });
  return (
    <Need tone="warning" title={say('tooQuiet', { names })} more={more}>
      <NeedLink href={first !== undefined && missedAt.length === 1 ? `/cum-loa/${first.id}` : '/cum-loa'}>
        {say('lookCluster')}
      </NeedLink>
    </Need>
  );
}
