/** Lines of a month, newest last as in the book; those written by hand say so. */
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { CLASS_WORDS } from '@loa-lang/schemas/programme-log/words';
import { memo, useDeferredValue, useMemo, useState } from 'react';
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
type Shown = { key: string; at: string; folded: string; line?: Line; written?: Written };

export function LogLines({ told: { lines, written } }: { told: MonthLogBody }) {
  const say = useWords(log);
  const sayCommon = useWords(common);
  const [wanted, setWanted] = useState('');
  const all = useMemo(
    () =>
      [
        ...lines.map((line): Shown => ({ key: line.id, at: line.startAt, folded: fold(line.title), line })),
        ...written.map((each): Shown => ({ key: each.id, at: each.startAt, folded: fold(each.title), written: each })),
      ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    [lines, written],
  );
  // a letter is drawn before the lines that it leaves
  const looked = useDeferredValue(wanted);
  const shown = useMemo(() => all.filter(({ folded }) => matches(folded, looked)), [all, looked]);
  return (
    <Section title={say('lines')}>
      {all.length > 10 && (
        <div className={styles.search}>
          <SearchField value={wanted} onChange={setWanted} />
        </div>
      )}
      {shown.length === 0 && <p>{sayCommon('nothingFound', { what: looked })}</p>}
      <Drawn shown={shown} />
    </Section>
  );
}

const Drawn = memo(function Drawn({ shown }: { shown: readonly Shown[] }) {
  const say = useWords(log);
  return (
    <Rows
      items={shown}
      keyOf={({ key }) => key}
      rowHeight={88}
      label={say('lines')}
      row={({ line, written: hand }) =>
        line !== undefined ? <Played line={line} /> : hand !== undefined ? <ByHand line={hand} /> : null
      }
    />
  );
});

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
