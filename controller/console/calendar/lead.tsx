/** The span in words: what comes, what waits, what meets. */
import type { CalendarBody } from '@loa-lang/schemas/http/calendar';
import { calendar as family } from '../words/calendar.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';

export function Lead({ calendar: { entries, conflicts } }: { calendar: CalendarBody }) {
  const say = useWords(family);
  const numbers = useNumbers();
  const count = (state: string) => entries.filter((each) => each.state === state).length;
  const awaiting = count('awaiting');
  const meeting = new Set(conflicts.map(({ loserKey }) => loserKey)).size;
  return (
    <p>
      {say('lead', { planned: numbers.plain(count('planned') + awaiting) })}{' '}
      {awaiting > 0 && say('leadWaiting', { count: awaiting })} {meeting > 0 && say('leadMeeting', { count: meeting })}
    </p>
  );
}
