/** Lines of a month, newest last as in the book; those written by hand say so. */
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { CLASS_WORDS } from '@loa-lang/schemas/programme-log/words';
import { useState } from 'react';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { fold, matches } from '../parts/fold.ts';
import { Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { log } from '../words/log.ts';
import { useWords } from '../words/words.ts';
import styles from './log.module.css';

type Line = MonthLogBody['lines'][number];
type Written = MonthLogBody['written'][number];
type Shown = { key: string; startAt: string; title: string; line?: Line; written?: Written };

export function LogLines({ told: { lines, written } }: { told: MonthLogBody }) {
  const say = useWords(log);
  const sayCommon = useWords(common);
  const [wanted, setWanted] = useState('');
  const all: Shown[] = [
    ...lines.map((line) => ({ key: line.id, startAt: line.startAt, title: line.title, line })),
    ...written.map((each) => ({ key: each.id, startAt: each.startAt, title: each.title, written: each })),
  ].sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt));
  const shown = all.filter(({ title }) => matches(fold(title), wanted));
  return (
    <Section title={say('lines')}>
      {all.length > 10 && <SearchField value={wanted} onChange={setWanted} />}
      {shown.length === 0 && <p>{sayCommon('nothingFound', { what: wanted })}</p>}
      <Rows
        items={shown}
        keyOf={({ key }) => key}
        rowHeight={88}
        label={say('lines')}
        row={({ line, written: hand }) =>
          line !== undefined ? <Played line={line} /> : hand !== undefined ? <ByHand line={hand} /> : null
        }
      />
    </Section>
  );
}

function When({ startAt, endAt }: { startAt: string; endAt: string }) {
  const times = useTimes();
  return (
    <span className={styles.when}>
      <strong>{times.wholeDay(startAt)}</strong>
      <time dateTime={startAt}>
        {times.clock(startAt)}–{times.clock(endAt)}
      </time>
    </span>
  );
}

function Played({ line }: { line: Line }) {
  const say = useWords(log);
  const language = useLanguage();
  const people = [
    line.madeBy === undefined ? undefined : `${say('madeBy')}: ${line.madeBy}`,
    line.approvedBy === undefined ? undefined : `${say('approvedBy')}: ${line.approvedBy}`,
  ].filter((each) => each !== undefined);
  return (
    <div className={styles.line}>
      <When startAt={line.startAt} endAt={line.endAt} />
      <span className={styles.what}>
        <Link href={`/do-phu/${line.id}`}>{line.title}</Link>
        <span className="soft">
          {[CLASS_WORDS[line.class][language], ...people].join(' · ')}
          {line.note !== undefined && ` · ${line.note}`}
        </span>
        {line.missed.map(({ reason, words, clusters }) => (
          <span key={reason} className={styles.missed}>
            ▲ {say('missedLine', { count: clusters, reason: words[language] })}
          </span>
        ))}
        {line.pending > 0 && <span className="soft">○ {say('waiting', { count: line.pending })}</span>}
      </span>
      <span className={styles.figure}>{say('reachedOf', { reached: line.clustersReached, all: line.clusters })}</span>
    </div>
  );
}

function ByHand({ line }: { line: Written }) {
  const say = useWords(log);
  const language = useLanguage();
  const times = useTimes();
  const { kind, title, reason, note, madeBy, madeAt } = line;
  return (
    <div className={styles.line}>
      <When startAt={line.startAt} endAt={line.endAt} />
      <span className={styles.what}>
        <span>
          ✎ {title} <em>({say(kind === 'correction' ? 'correction' : 'byHand')})</em>
        </span>
        <span className="soft">
          {[
            CLASS_WORDS[line.class][language],
            say('byWhom', { name: madeBy.name, time: times.moment(madeAt, serverNow()) }),
            note,
            reason === undefined ? undefined : say('reasonTold', { reason }),
          ]
            .filter((each) => each !== undefined)
            .join(' · ')}
        </span>
      </span>
    </div>
  );
}
