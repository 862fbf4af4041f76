/** A month in numbers. */
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { CLASS_WORDS } from '@loa-lang/schemas/programme-log/words';
import { Section } from '../parts/page.tsx';
import { useLanguage } from '../words/language.ts';
import { log } from '../words/log.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './log.module.css';

export function Statistics({ statistics }: { statistics: MonthLogBody['statistics'] }) {
  const say = useWords(log);
  const language = useLanguage();
  const { plain, percent } = useNumbers();
  const { byClass, byCategory, byAuthor, clusters, clustersReached, silent } = statistics;
  return (
    <Section title={say('statistics')}>
      <p>
        {clusters > 0 &&
          say('reached', {
            ...{ reached: plain(clustersReached), all: plain(clusters), share: percent(clustersReached / clusters) },
          })}{' '}
        {silent > 0 && say('silent', { count: silent })}
      </p>
      <div className={styles.tables}>
        <Sums
          title={say('byClass')}
          unit={say('broadcasts')}
          rows={byClass.map((each) => ({ name: CLASS_WORDS[each.class][language], count: each.broadcasts, ...each }))}
        />
        <Sums
          title={say('byCategory')}
          unit={say('items')}
          rows={byCategory.map((each) => ({ name: each.category ?? say('noCategory'), count: each.items, ...each }))}
        />
        <Sums
          title={say('byAuthor')}
          unit={say('items')}
          rows={byAuthor.map((each) => ({ name: each.author ?? say('noAuthor'), count: each.items, ...each }))}
        />
      </div>
    </Section>
  );
}

interface SumsProps {
  title: string;
  unit: string;
  rows: readonly { name: string; count: number; airMs: number }[];
}

function Sums({ title, unit, rows }: SumsProps) {
  const say = useWords(log);
  const { plain } = useNumbers();
  if (rows.length === 0) return null;
  return (
    <table className={styles.sums}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{unit}</th>
          <th scope="col">{say('minutes')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, count, airMs }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{plain(count)}</td>
            <td>{plain(airMs / 60_000)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
