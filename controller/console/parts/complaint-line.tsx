/** A complaint in a line: what about, how often, by when it is to be answered. */
import type { ComplaintBody } from '@loa-lang/schemas/http/complaints';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { complaintWords } from '../words/complaint-words.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';

export function ComplaintLine({ complaint, where }: { complaint: ComplaintBody; where?: string | undefined }) {
  const say = useWords(complaintWords);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  const { words, state, count, lastAt, dueAt, overdue, reference } = complaint;
  const isOpen = state === 'new' || state === 'acknowledged';
  const notes = [
    say(state),
    reference,
    where,
    count > 1 && say('times', { count }),
    times.moment(lastAt, now),
    isOpen && (overdue ? say('overdue') : say('due', { moment: times.moment(dueAt, now) })),
  ].filter((note) => typeof note === 'string');
  return (
    <div>
      <strong>
        {overdue && <span aria-hidden>▲ </span>}
        {words[language]}
      </strong>
      <p className="soft">
        <small>{notes.join(' · ')}</small>
      </p>
    </div>
  );
}
