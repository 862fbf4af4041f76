/** Hamlets of one broadcast, those not reached first. */
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { Section } from '../parts/page.tsx';
import { coverage } from '../words/coverage.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './coverage.module.css';

const ORDER = ['none', 'partly', 'full'] as const;
const SHAPES = { none: styles.bad, partly: styles.part, full: styles.good };

export function HamletResults({ hamlets }: { hamlets: CoverageBody['hamlets'] }) {
  const say = useWords(coverage);
  const { plain } = useNumbers();
  const sorted = [...hamlets].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <Section title={say('byHamlet')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label={say('table')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{say('hamlet')}</th>
              <th scope="col">{say('state')}</th>
              <th scope="col" className={styles.number}>
                {say('share')}
              </th>
              <th scope="col" className={styles.number}>
                {say('notServed')}
              </th>
              <th scope="col" className={styles.number}>
                {say('cluster')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((hamlet) => (
              <tr key={hamlet.id}>
                <th scope="row">{hamlet.name}</th>
                <td className={SHAPES[hamlet.state]}>{say(`hamlet-${hamlet.state}`)}</td>
                <td className={styles.number}>
                  {plain(hamlet.householdsReached)}/{plain(hamlet.households)}
                </td>
                <td className={styles.number}>{plain(hamlet.householdsUnserved)}</td>
                <td className={styles.number}>
                  {plain(hamlet.clustersReached)}/{plain(hamlet.clusters)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
