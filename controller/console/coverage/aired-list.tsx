/** What sounded in the last days, each with how far it came; leads to its own page. */
import { memo } from 'react';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { Told } from '../parts/told.tsx';
import { coverage } from '../words/coverage.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './coverage.module.css';
import { useAired } from './coverage-queries.ts';
import { spanEnding } from './spans.ts';

/** Another span of the page above is nothing to it. */
export const AiredList = memo(function AiredList({ communeId, today }: { communeId: string; today: string }) {
  const say = useWords(coverage);
  const times = useTimes();
  const numbers = useNumbers();
  const told = useAired(communeId, spanEnding(today, 7));
  return (
    <Section title={say('broadcasts')}>
      <Told query={told} isEmpty={(entries) => entries.length === 0} empty={<p>{say('noBroadcasts')}</p>}>
        {(entries) => (
          <Rows
            items={entries}
            keyOf={({ key }) => key}
            rowHeight={64}
            label={say('broadcasts')}
            row={({ title, startAt, broadcastId, reached, clusters }) => (
              <Link href={`/do-phu/${broadcastId}`} className={styles.aired ?? ''}>
                <span>
                  <strong>{times.moment(startAt, serverNow())}</strong> {title}
                </span>
                <span className="soft">
                  {say('broadcastLine', {
                    ...{ clusters: numbers.plain(reached?.clusters ?? 0), all: numbers.plain(clusters) },
                    share: numbers.percent((reached?.households ?? 0) / Math.max(1, reached?.householdsTotal ?? 0)),
                  })}
                </span>
              </Link>
            )}
          />
        )}
      </Told>
    </Section>
  );
});
