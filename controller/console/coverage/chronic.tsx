/** Hamlets that are left out again and again, in sentences. */
import type { ChronicCauseBody, CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { Link } from 'wouter';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/page.tsx';
import { coverage } from '../words/coverage.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './coverage.module.css';
import { shareOf } from './spans.ts';

export function Chronic({ history: { chronic, hamlets } }: { history: CoverageHistoryBody }) {
  const say = useWords(coverage);
  const numbers = useNumbers();
  if (chronic.length === 0) return null;
  return (
    <Section title={say('chronic')}>
      <div className={styles.notices}>
        {chronic.map(({ hamletId, causes }) => {
          const hamlet = hamlets.find(({ id }) => id === hamletId);
          if (hamlet === undefined) return null;
          return (
            <Notice key={hamletId} tone="warning">
              <p>
                <strong>
                  {say('chronicLine', {
                    ...{ hamlet: hamlet.name, share: numbers.percent(shareOf(hamlet) ?? 0) },
                    broadcasts: numbers.plain(hamlet.broadcasts),
                  })}
                </strong>
              </p>
              <ul className={styles.plain}>
                {causes.map((cause) => (
                  <li key={cause.kind === 'missed' ? cause.clusterId : cause.kind}>
                    <Cause cause={cause} />
                  </li>
                ))}
              </ul>
            </Notice>
          );
        })}
      </div>
    </Section>
  );
}

function Cause({ cause }: { cause: ChronicCauseBody }) {
  const say = useWords(coverage);
  const language = useLanguage();
  if (cause.kind === 'unserved') return <>{say('unserved', { count: cause.households })}</>;
  const { code, name, times, of, words } = cause;
  return (
    <Link href={`/cum-loa/${cause.clusterId}`}>
      {say('missed', { code, name, times, of, reason: words[language] })}
    </Link>
  );
}
