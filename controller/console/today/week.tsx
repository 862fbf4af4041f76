/** What the last seven days reached: a row of bars, and the figure before it. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { Link } from 'wouter';
import { useTimes } from '../api/times.ts';
import { type Bar, Bars } from '../parts/bars.tsx';
import { Section } from '../parts/page.tsx';
import { useNumbers } from '../words/numbers.ts';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import styles from './today.module.css';

type Day = TodayBody['week'][number];

export function Week({ week }: { week: readonly Day[] }) {
  const say = useWords(today);
  const times = useTimes();
  const { percent } = useNumbers();
  const sum = (pick: (day: Day) => number) => week.reduce((all, day) => all + pick(day), 0);
  const total = sum(({ householdsTotal }) => householdsTotal);
  const bars = week.map(({ day, broadcasts, householdsReached, householdsTotal }): Bar => {
    // noon lies on the day in every zone that people live in
    const named = times.wholeDay(`${day}T12:00:00+07:00`);
    const under = day.slice(5).split('-').reverse().join('/');
    if (householdsTotal === 0) return { key: day, share: undefined, label: say('dayNothing', { day: named }), under };
    const share = householdsReached / householdsTotal;
    const label = say('dayReached', { day: named, share: percent(share), count: broadcasts });
    return { key: day, share, label, over: percent(share), under };
  });
  return (
    <Section title={say('week')} acts={<Link href="/do-phu">{say('coverage')}</Link>}>
      <div className={styles.week}>
        <div className={styles.bars}>
          <Bars bars={bars} caption={say('week')} />
        </div>
        <p className={styles.share}>
          {total === 0
            ? say('weekNothing')
            : say('weekReached', { share: percent(sum(({ householdsReached }) => householdsReached) / total) })}
        </p>
      </div>
    </Section>
  );
}
