/** Who did what, newest first; what cannot be changed by anybody. */
import type { AuditEntryBody } from '@loa-lang/schemas/http/audit';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useCommune } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { fold, matches } from '../parts/fold.ts';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Rows } from '../parts/rows.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Waiting } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { log } from '../words/log.ts';
import { useWords } from '../words/words.ts';
import styles from './log.module.css';
import { useAudit } from './log-queries.ts';

export function AuditPage() {
  const say = useWords(log);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const commune = useCommune();
  const told = useAudit(commune?.id);
  const [wanted, setWanted] = useState('');
  const entries = told.data?.pages.flatMap((page) => page.entries) ?? [];
  const shown = entries.filter(({ actor, words, concerns = '' }) =>
    matches(fold(`${actor.name} ${words[language]} ${concerns}`), wanted),
  );
  return (
    <Page title={say('auditTitle')} lead={say('auditLead')} acts={<Link href="/nhat-ky">{say('title')}</Link>}>
      <Section>
        {told.error !== null && <ProblemNotice error={told.error} onRetry={() => void told.refetch()} />}
        {told.data === undefined && told.error === null && <Waiting />}
        {told.data !== undefined && entries.length === 0 && <p>{say('auditNothing')}</p>}
        {entries.length > 0 && (
          <div className={styles.search}>
            <SearchField value={wanted} onChange={setWanted} label={say('auditSearch')} />
          </div>
        )}
        {entries.length > 0 && shown.length === 0 && <p>{sayCommon('nothingFound', { what: wanted })}</p>}
        <Rows
          items={shown}
          keyOf={({ seq }) => String(seq)}
          rowHeight={72}
          label={say('auditTitle')}
          row={(entry) => <Entry entry={entry} />}
        />
        {told.hasNextPage && (
          <div className={styles.acts}>
            <Button variant="default" loading={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>
              {say('older')}
            </Button>
          </div>
        )}
      </Section>
    </Page>
  );
}

function Entry({ entry: { at, actor, onBehalfOf, words, concerns, outcome, reason } }: { entry: AuditEntryBody }) {
  const say = useWords(log);
  const language = useLanguage();
  const times = useTimes();
  return (
    <div className={styles.line}>
      <span className={styles.when}>
        <time dateTime={at}>{times.moment(at, serverNow())}</time>
      </span>
      <span className={styles.what}>
        <span>
          {words[language]}
          {concerns !== undefined && <strong>: {concerns}</strong>}
        </span>
        <span className="soft">
          {actor.name}
          {onBehalfOf !== undefined && ` (${say('thay', { name: onBehalfOf.name })})`}
          {reason !== undefined && ` · ${say('reasonTold', { reason })}`}
        </span>
      </span>
      <span className={outcome === 'done' ? 'soft' : styles.missed}>{say(`outcome-${outcome}`)}</span>
    </div>
  );
}
