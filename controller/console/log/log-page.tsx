/** The programme log of a month: its lines, its numbers, what is written by hand, its closing. */
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { Button } from '@mantine/core';
import { memo, startTransition, useDeferredValue, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { addressOf } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useCommune, useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { log } from '../words/log.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { CloseMonth } from './close-month.tsx';
import styles from './log.module.css';
import { LogLines } from './log-lines.tsx';
import { logPath, useMonthLog } from './log-queries.ts';
import { addMonths, isMonth, monthWords } from './months.ts';
import { Statistics } from './statistics.tsx';
import { WriteLine } from './write-line.tsx';

export function LogPage() {
  const say = useWords(log);
  const times = useTimes();
  const commune = useCommune();
  const may = useMay();
  const [location, go] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('thang');
  const thisMonth = times.isoDay(serverNow()).slice(0, 7);
  const month = isMonth(asked) ? asked : thisMonth;
  const told = useMonthLog(commune?.id, month);
  const [isWriting, setWriting] = useState(false);
  const show = (next: string) => go(`${location}?thang=${next}`, { replace: true });
  const path = commune === undefined ? undefined : logPath(commune.id, month);
  return (
    <Page
      title={say('title')}
      lead={told.data && <Lead told={told.data} />}
      acts={may('manage') && <Link href="/nhat-ky/viec-da-lam">{say('audit')}</Link>}
      next={
        may('submit') && (
          <Button onClick={() => startTransition(() => setWriting(true))} disabled={told.data === undefined}>
            {say(told.data?.closed === undefined ? 'write' : 'correct')}
          </Button>
        )
      }
    >
      <div className={styles.bar}>
        <Button.Group>
          <Button variant="default" aria-label={say('before')} onClick={() => show(addMonths(month, -1))}>
            ←
          </Button>
          <Button
            variant="default"
            aria-label={say('after')}
            disabled={month >= thisMonth}
            onClick={() => show(addMonths(month, 1))}
          >
            →
          </Button>
        </Button.Group>
        <h2 className={styles.month} aria-live="polite">
          {say('month')} {monthWords(month)}
        </h2>
        {path !== undefined && (
          <>
            <Button component="a" variant="default" href={addressOf(`${path}/pdf`)} download>
              {say('pdf')}
            </Button>
            <Button component="a" variant="default" href={addressOf(`${path}/xlsx`)} download>
              {say('xlsx')}
            </Button>
          </>
        )}
        {may('approve') && told.data !== undefined && told.data.closed === undefined && month < thisMonth && (
          <CloseMonth communeId={told.data.communeId} month={month} isComplete={told.data.complete} />
        )}
      </div>
      <Told
        query={told}
        isEmpty={({ lines, written }) => lines.length + written.length === 0}
        empty={<Empty title={say('nothing')}>{say('nothingHint')}</Empty>}
      >
        {(data) => <Book told={data} />}
      </Told>
      {isWriting && told.data !== undefined && <WriteLine told={told.data} onClose={() => setWriting(false)} />}
    </Page>
  );
}

/** Its name in the bar is drawn before its lines. */
function Book({ told }: { told: MonthLogBody }) {
  return <Written told={useDeferredValue(told)} />;
}

const Written = memo(function Written({ told }: { told: MonthLogBody }) {
  return (
    <>
      <Statistics statistics={told.statistics} />
      <LogLines told={told} />
    </>
  );
});

function Lead({ told: { month, statistics, complete, closed } }: { told: MonthLogBody }) {
  const say = useWords(log);
  const times = useTimes();
  const { plain } = useNumbers();
  const airMs = statistics.byClass.reduce((total, each) => total + each.airMs, 0);
  const broadcasts = statistics.byClass.reduce((total, each) => total + each.broadcasts, 0);
  return (
    <p>
      {say('lead', {
        ...{ month: monthWords(month), count: broadcasts, minutes: plain(Math.round(airMs / 60_000), 0) },
      })}{' '}
      {closed === undefined
        ? say('isOpen')
        : say('closedBy', { time: times.moment(closed.closedAt, serverNow()), name: closed.closedBy.name })}{' '}
      {!complete && say('incomplete')}
    </p>
  );
}
