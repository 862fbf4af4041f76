/** What was begun and not sent: a browser that was closed, or killed, loses nothing. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useNow } from '../../api/clock.ts';
import { useTimes } from '../../api/times.ts';
import { Notice } from '../../parts/notice.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { titleOf } from '../submit/facts.ts';
import styles from '../write.module.css';
import { allDrafts } from './kept-drafts.ts';

export function UnfinishedNotice({ current, by }: { current: string; by: string | undefined }) {
  const say = useWords(write);
  const times = useTimes();
  const now = useNow();
  const drafts = useQuery({ queryKey: ['drafts', by, current], queryFn: () => allDrafts(by), retry: false, gcTime: 0 });
  // beside one that is opened from the list nothing else is offered
  const [last] = location.pathname === '/soan-tin' ? (drafts.data ?? []).filter(({ id }) => id !== current) : [];
  if (last === undefined) return null;
  return (
    <Notice>
      <p>{say('unfinished', { title: titleOf(last) || say('untitled'), when: times.near(last.changedAt, now) })}</p>
      <div className={styles.acts}>
        <Button component={Link} href={`/soan-tin/${last.id}`} variant="default">
          {say('goOn')}
        </Button>
      </div>
    </Notice>
  );
}
