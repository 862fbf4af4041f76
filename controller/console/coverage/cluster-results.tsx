/** Clusters of one broadcast: what each did, and why not more; those that did least first. */
import type { ClusterCoverageBody } from '@loa-lang/schemas/http/coverage';
import { REASON_WORDS } from '@loa-lang/schemas/programme-log/words';
import { useState } from 'react';
import { Link } from 'wouter';
import { useTimes } from '../api/times.ts';
import { fold, matches } from '../parts/fold.ts';
import { Section } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { common } from '../words/common.ts';
import { coverage } from '../words/coverage.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './coverage.module.css';

const ORDER = ['missed', 'partial', 'pending', 'not-measurable', 'reached'] as const;
const SHAPES = {
  ...{ missed: styles.bad, partial: styles.part, pending: styles.open },
  ...{ 'not-measurable': styles.open, reached: styles.good },
};
const WORDS = {
  missed: 'cluster-missed',
  partial: 'partial',
  pending: 'waiting',
  'not-measurable': 'not-measurable',
  reached: 'reached',
} as const;
/** What a page shows at once; the rest is found by searching. */
const MOST = 150;

export function ClusterResults({ clusters }: { clusters: readonly ClusterCoverageBody[] }) {
  const say = useWords(coverage);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const [wanted, setWanted] = useState('');
  const found = clusters.filter(({ code, name, hamlet }) => matches(fold(`${code} ${name} ${hamlet}`), wanted));
  const sorted = [...found].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <Section title={say('cluster')}>
      {clusters.length > 12 && <SearchField value={wanted} onChange={setWanted} />}
      {found.length === 0 && wanted !== '' && <p>{sayCommon('nothingFound', { what: wanted })}</p>}
      {found.length > MOST && <p>{sayCommon('showing', { shown: MOST, all: found.length })}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label={say('clusterTable')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {(['cluster', 'hamlet', 'state', 'why', 'played'] as const).map((each) => (
                <th scope="col" key={each}>
                  {say(each)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, MOST).map(({ id, code, name, hamlet, state, reason, playedMs, contentMs }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/cum-loa/${id}`}>
                    {code} {name}
                  </Link>
                </th>
                <td>{hamlet}</td>
                <td className={SHAPES[state]}>{say(WORDS[state])}</td>
                <td>{reason === undefined ? '' : REASON_WORDS[reason][language]}</td>
                <td>{say('playedOf', { played: times.length(playedMs), content: times.length(contentMs) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
