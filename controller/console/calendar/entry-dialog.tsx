/** One occurrence: what, where, who goes first, and what can be done with it. */
import type { CalendarBody, CalendarEntryBody } from '@loa-lang/schemas/http/calendar';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { calendar as family } from '../words/calendar.ts';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { EntryActs } from './entry-acts.tsx';

export interface EntryDialogProps {
  entry: CalendarEntryBody;
  calendar: CalendarBody;
  onClose: () => void;
  /** @param id of the schedule to be edited */
  onEdit: (id: string) => void;
}

export function EntryDialog({ entry, calendar, onClose, onEdit }: EntryDialogProps) {
  const say = useWords(family);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const numbers = useNumbers();
  const may = useMay();
  const { startAt, endsAt, contentEndsAt, state, reached, parts, notices, hamlets, clusters, broadcastId } = entry;
  const meetings = calendar.conflicts.filter(({ loserKey, winnerKey }) => [loserKey, winnerKey].includes(entry.key));
  const lengthMs = Date.parse(contentEndsAt) - Date.parse(startAt);
  return (
    <Dialog onClose={onClose} title={entry.title} size="lg">
      <div className={styles.fields}>
        <p>
          <strong>{times.moment(startAt, serverNow())}</strong> · {say(state)}.{' '}
          {lengthMs > 0 && entry.kind !== 'above' && say('lasts', { length: times.length(lengthMs) })}{' '}
          {say('until', { time: times.clock(endsAt) })}
        </p>
        {hamlets > 0 && (
          <p>
            {say('where', {
              hamlets: sayCommon('hamlets', { count: hamlets }),
              clusters: sayCommon('clusters', { count: clusters }),
            })}
          </p>
        )}
        {reached !== undefined && (
          <p>
            {say('reached', {
              ...{ clusters: numbers.plain(reached.clusters), all: numbers.plain(clusters) },
              households: `${numbers.plain(reached.households)}/${numbers.plain(reached.householdsTotal)}`,
            })}{' '}
            {broadcastId !== undefined && <Link href={`/do-phu/${broadcastId}`}>{say('toCoverage')}</Link>}
          </p>
        )}
        {notices.map(({ code, message }) => (
          <Notice key={code} tone="warning">
            {message[language]}
          </Notice>
        ))}
        {meetings.length > 0 && (
          <section aria-label={say('whoWins')}>
            <h3>{say('whoWins')}</h3>
            <ul className={styles.list}>
              {meetings.map(({ code, message, loserKey, winnerKey }) => (
                <li key={`${code} ${loserKey} ${winnerKey}`}>{message[language]}</li>
              ))}
            </ul>
          </section>
        )}
        {parts.length > 0 && (
          <section aria-label={say('content')}>
            <h3>{say('content')}</h3>
            <ol className={styles.list}>
              {parts.map((title, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same title may come twice, and nothing moves
                <li key={index}>{title}</li>
              ))}
            </ol>
          </section>
        )}
      </div>
      {may('schedule') && entry.kind !== 'above' && <EntryActs entry={entry} onDone={onClose} onEdit={onEdit} />}
    </Dialog>
  );
}
