/** Each hamlet: its share, how its broadcasts went, its days. */
import type { CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { serverNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { toneOf } from '../parts/bars.tsx';
import { fold, matches } from '../parts/fold.ts';
import { Section } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { SmallBars } from '../parts/small-bars.tsx';
import { common } from '../words/common.ts';
import { coverage } from '../words/coverage.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './coverage.module.css';
import { shareOf } from './spans.ts';

type Hamlet = CoverageHistoryBody['hamlets'][number];

export interface HamletTableProps {
  hamlets: readonly Hamlet[];
  days: CoverageHistoryBody['days'];
}

interface NamedDay {
  day: string;
  name: string;
}

/** More days than this have no room in a row. */
const MOST_DAYS = 30;
/** Fewer than this are found by looking. */
const FEW = 12;

export function HamletTable({ hamlets, days }: HamletTableProps) {
  const say = useWords(coverage);
  const sayCommon = useWords(common);
  const [wanted, setWanted] = useState('');
  // a letter is drawn before the rows that it leaves
  const looked = useDeferredValue(wanted);
  const shown = hamlets.filter(({ name }) => matches(fold(name), looked));
  const times = useTimes();
  const named = useMemo(
    () =>
      days.length <= MOST_DAYS ? days.map(({ day }) => ({ day, name: times.wholeDay(`${day}T12:00:00Z`) })) : undefined,
    [days, times],
  );
  return (
    <Section title={say('byHamlet')}>
      {hamlets.length > FEW && <SearchField value={wanted} onChange={setWanted} />}
      {shown.length === 0 && <p>{sayCommon('nothingFound', { what: looked })}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label={say('table')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{say('hamlet')}</th>
              <th scope="col" className={styles.number}>
                {say('households')}
              </th>
              <th scope="col" className={styles.number}>
                {say('share')}
              </th>
              {(['full', 'partly', 'none'] as const).map((each) => (
                <th scope="col" key={each} className={styles.number}>
                  {say(each)}
                </th>
              ))}
              <th scope="col">{say('lastReached')}</th>
              {named !== undefined && <th scope="col">{say('byDay')}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((hamlet) => (
              <Line key={hamlet.id} hamlet={hamlet} days={named} />
            ))}
          </tbody>
        </table>
      </section>
      {hamlets.some(({ householdsUnserved }) => householdsUnserved > 0) && <p className="soft">{say('fullMeans')}</p>}
    </Section>
  );
}

const Line = memo(function Line({ hamlet, days }: { hamlet: Hamlet; days: readonly NamedDay[] | undefined }) {
  const say = useWords(coverage);
  const times = useTimes();
  const numbers = useNumbers();
  const share = shareOf(hamlet);
  const { name, households, full, partly, none, lastReachedAt, householdsUnserved } = hamlet;
  const shares = (days ?? []).map((_, index) => hamlet.shares[index] ?? undefined);
  const tones = { full: 0, part: 0, low: 0, empty: 0 };
  for (const of of shares) tones[toneOf(of)] += 1;
  const labelOf = (index: number): string => {
    const of = shares[index];
    return `${days?.[index]?.name ?? ''}: ${of === undefined ? '–' : numbers.percent(of)}`;
  };
  return (
    <tr>
      <th scope="row">
        {name}
        {householdsUnserved > 0 && (
          <span className={styles.note}>
            {householdsUnserved === households ? say('noPole') : say('someUnserved', { count: householdsUnserved })}
          </span>
        )}
      </th>
      <td className={styles.number}>{numbers.plain(households)}</td>
      <td className={styles.number}>{share === undefined ? '–' : numbers.percent(share)}</td>
      <td className={styles.number}>{numbers.plain(full)}</td>
      <td className={styles.number}>{numbers.plain(partly)}</td>
      <td className={styles.number}>{numbers.plain(none)}</td>
      <td>{lastReachedAt === undefined ? say('never') : times.moment(lastReachedAt, serverNow())}</td>
      {days !== undefined && (
        <td className={styles.bars}>
          <SmallBars
            caption={say('daysOf', { hamlet: name, full: tones.full, part: tones.part, low: tones.low })}
            height={28}
            shares={shares}
            labelOf={labelOf}
          />
        </td>
      )}
    </tr>
  );
});
