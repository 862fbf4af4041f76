/** What comes in the next day, and which clusters are not ready for it. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { useWhere } from '../parts/broadcast-words.tsx';
import { Section } from '../parts/page.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { Empty } from '../parts/told.tsx';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import styles from './today.module.css';

type Next = TodayBody['coming'][number];

export function Coming({ coming }: { coming: readonly Next[] }) {
  const say = useWords(today);
  const may = useMay();
  return (
    <Section title={say('coming')} acts={<Link href="/lich">{say('calendar')}</Link>}>
      {coming.length === 0 ? (
        <Empty
          title={say('nothingComing')}
          act={
            may('draft') && (
              <Button component={Link} href="/soan-tin">
                {say('writeOne')}
              </Button>
            )
          }
        />
      ) : (
        <ul className={styles.list}>
          {coming.map((next) => (
            <li key={next.broadcastId}>
              <One next={next} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function One({ next }: { next: Next }) {
  const say = useWords(today);
  const times = useTimes();
  const where = useWhere();
  const illWords = useIllWords();
  const now = useNow();
  const isReady = next.illTotal === 0;
  return (
    <div className={styles.line}>
      <time className={styles.when} dateTime={next.startAt}>
        {times.clock(next.startAt)}
        <small className="soft">{times.day(next.startAt, now)}</small>
      </time>
      <div className={styles.grow}>
        <strong>{next.title}</strong>
        <p className="soft">{where(next)}</p>
        {next.approval === 'approved' && !isReady && <p className="soft">{illWords(next)}</p>}
      </div>
      {next.approval === 'approved' ? (
        <StateMark
          look={isReady ? 'ready' : 'degraded'}
          label={say('ready', { count: next.ready, all: next.clusters })}
        />
      ) : (
        <span className="soft">○ {say('awaiting')}</span>
      )}
    </div>
  );
}

/** `cụm 07 Cổng đình (mất mạng)`, three of them at most */
function useIllWords(): (next: Next) => string {
  const say = useWords(today);
  return ({ ill, illTotal }) => {
    const names = ill
      .map(({ name, state, online, outage }) => {
        const why =
          state === 'no-device' || state === 'muted'
            ? say(state)
            : !online
              ? say('away')
              : state === 'ready'
                ? say(outage ? 'outage' : 'awaiting')
                : say(state);
        return `${name} (${why})`;
      })
      .join(', ');
    const more = illTotal - ill.length;
    return more > 0 ? say('illMore', { names, more }) : say('ill', { names });
  };
}
