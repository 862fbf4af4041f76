/** Red on every page until the lock of silence is lifted. */
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import { useSilence } from './asking.ts';
import styles from './emergency.module.css';

export function LockBanner() {
  const say = useWords(alarm);
  const times = useTimes();
  const now = useNow();
  const { data } = useSilence();
  if (data === undefined || data.open.length === 0) return null;
  return (
    <ul className={styles.banner} aria-label={say('lockTitle')}>
      {data.open.map(({ id, areaName, reason, since, confirmed, total }) => (
        <li key={id}>
          <svg
            viewBox="0 0 16 16"
            width="20"
            height="20"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            aria-hidden
          >
            <path d="M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />
          </svg>
          <span>
            <strong>{say('locked', { area: areaName, reason })}</strong>{' '}
            <span className={styles.more}>
              {say('lockedMore', { since: times.moment(since, now), count: confirmed, all: total })}
            </span>
          </span>
          <Link href="/khan-cap/im-lang">{say('lockDetails')}</Link>
        </li>
      ))}
    </ul>
  );
}
