/** Coverage over time: to whom it was played, who is left out again and again, and why. */
import type { CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { SegmentedControl } from '@mantine/core';
import { memo, useDeferredValue, useState } from 'react';
import { serverNow } from '../api/clock.ts';
import { useCommune } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page, Section } from '../parts/page.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { coverage } from '../words/coverage.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { AiredList } from './aired-list.tsx';
import { Chronic } from './chronic.tsx';
import styles from './coverage.module.css';
import { CoverageMap, toneOf } from './coverage-map.tsx';
import { useCoverageHistory } from './coverage-queries.ts';
import { DayBars } from './day-bars.tsx';
import { HamletTable } from './hamlet-table.tsx';
import { SPANS, shareOf, spanEnding } from './spans.ts';

export function CoveragePage() {
  const say = useWords(coverage);
  const times = useTimes();
  const commune = useCommune();
  const [days, setDays] = useState<number>(30);
  // the choice is drawn before what it shows
  const looked = useDeferredValue(days);
  const today = times.isoDay(serverNow());
  const told = useCoverageHistory(commune?.id, spanEnding(today, looked));
  return (
    <Page
      title={say('title')}
      lead={told.data && <Lead history={told.data} />}
      acts={
        <SegmentedControl
          size="md"
          aria-label={say('span')}
          value={String(days)}
          onChange={(next) => setDays(Number(next))}
          data={SPANS.map((span) => ({
            value: String(span),
            label: span === 365 ? say('year') : say('days', { count: span }),
          }))}
        />
      }
    >
      <Told
        query={told}
        isEmpty={({ broadcasts }) => broadcasts === 0}
        empty={<Empty title={say('nothingYet')}>{say('nothingYetHint')}</Empty>}
      >
        {(history) => <Over history={history} />}
      </Told>
      {commune !== undefined && <AiredList communeId={commune.id} today={today} />}
      <p className="soft">{say('what')}</p>
    </Page>
  );
}

const Over = memo(function Over({ history }: { history: CoverageHistoryBody }) {
  const { percent } = useNumbers();
  const onMap = history.hamlets.map((hamlet) => {
    const share = shareOf(hamlet) ?? 0;
    return { id: hamlet.id, name: hamlet.name, tone: toneOf(share), note: percent(share) };
  });
  return (
    <>
      <DayBars days={history.days} />
      <Chronic history={history} />
      <CoverageMap hamlets={onMap} />
      <HamletTable hamlets={history.hamlets} days={history.days} />
      <Reasons reasons={history.reasons} />
    </>
  );
});

function Lead({ history }: { history: CoverageHistoryBody }) {
  const say = useWords(coverage);
  const numbers = useNumbers();
  const share = shareOf(history);
  const { broadcasts, chronic, pending, days } = history;
  if (share === undefined) return <p>{say('leadNothing', { count: days.length })}</p>;
  return (
    <p>
      {say('lead', {
        ...{ share: numbers.percent(share), count: days.length, broadcasts: numbers.plain(broadcasts) },
      })}{' '}
      {chronic.length > 0 ? say('leadChronic', { count: chronic.length }) : say('leadGood')}{' '}
      {pending > 0 && say('pending', { count: pending })}
    </p>
  );
}

function Reasons({ reasons }: { reasons: CoverageHistoryBody['reasons'] }) {
  const say = useWords(coverage);
  const language = useLanguage();
  return (
    <Section title={say('reasons')}>
      {reasons.length === 0 && <p>{say('noReasons')}</p>}
      <ul className={styles.plain}>
        {reasons.map(({ reason, words, clusters }) => (
          <li key={reason}>{say('reasonLine', { reason: words[language], count: clusters })}</li>
        ))}
      </ul>
    </Section>
  );
}
