/** What sounds now, where, and for how long still. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { useWhere } from '../parts/broadcast-words.tsx';
import { Section } from '../parts/page.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import styles from './today.module.css';

type Sounding = TodayBody['onAir'][number];

export function OnAir({ onAir, next }: { onAir: readonly Sounding[]; next: TodayBody['coming'][number] | undefined }) {
  const say = useWords(today);
  const times = useTimes();
  const now = useNow();
  return (
    <Section title={say('onAir')}>
      {onAir.length === 0 ? (
        <p className="soft">
          {say('nothingOnAir')}{' '}
          {next !== undefined &&
            say('nextAt', { when: `${times.moment(next.startAt, now)} (${times.near(next.startAt, now)})` })}
        </p>
      ) : (
        <ul className={styles.list}>
          {onAir.map((each) => (
            <li key={each.broadcastId}>
              <One sounding={each} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function One({ sounding }: { sounding: Sounding }) {
  const say = useWords(today);
  const times = useTimes();
  const where = useWhere();
  // a clock that runs is looked at by the second
  const now = useNow(1000);
  const { state, endsAt, nextReadingAt } = sounding;
  const told =
    state === 'preparing'
      ? say('preparing')
      : state === 'between' && nextReadingAt !== undefined
        ? say('between', { time: times.clock(nextReadingAt) })
        : endsAt === undefined
          ? say('speaking')
          : say('left', { time: times.length(Date.parse(endsAt) - now) });
  return (
    <div className={styles.line}>
      <div className={styles.grow}>
        <StateMark look={state === 'sounding' ? 'sounding' : 'maintenance'} label={say('onAir')} bare />{' '}
        <strong>{sounding.title}</strong>
        <p className="soft">
          {sounding.makeUpOf !== undefined && `${say('makeUp')} · `}
          {where(sounding)}
        </p>
        <p className="soft">{say('soundingOn', { count: sounding.sounding, all: sounding.clusters })}</p>
      </div>
      <span className={`figures ${styles.time}`}>{told}</span>
    </div>
  );
}
