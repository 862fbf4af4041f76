/** One occurrence in a day: when, what, and what is unusual about it, in a word and a shape. */
import type { CalendarEntryBody, CalendarState } from '@loa-lang/schemas/http/calendar';
import { useTimes } from '../api/times.ts';
import { calendar } from '../words/calendar.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';

/** What is as usual has no mark. */
const MARKS: Partial<Record<CalendarState, string>> = {
  awaiting: '◔',
  returned: '↩',
  'not-approved': '▲',
  playing: '▶',
  reporting: '…',
  done: '✓',
  cancelled: '✕',
  silent: '▲',
  skipped: '✕',
  'day-off': '–',
  paused: '‖',
};
const QUIET: readonly CalendarState[] = ['cancelled', 'skipped', 'day-off', 'paused'];
const WRONG: readonly CalendarState[] = ['silent', 'not-approved', 'returned'];

/** What its colour says, in a word. */
const CLASS_NOTES: readonly string[] = ['emergency', 'urgent', 'priority', 'live'];
type ClassNote = 'emergency' | 'urgent' | 'priority' | 'live';

export interface EntryChipProps {
  entry: CalendarEntryBody;
  /** another one goes first */
  meets: boolean;
  onChoose: () => void;
}

export function EntryChip({ entry, meets, onChoose }: EntryChipProps) {
  const say = useWords(calendar);
  const times = useTimes();
  const { state, title, startAt, moved, replaced, kind } = entry;
  const notes = [
    state !== 'planned' && state !== 'done' && say(state),
    entry.makeUp && say('makeUp'),
    CLASS_NOTES.includes(entry.class) && say(`class-${entry.class as ClassNote}`),
    moved && say('moved'),
    replaced && say('replaced'),
    kind === 'above' && say('above'),
    meets && say('meets'),
  ].filter((note): note is string => typeof note === 'string');
  const tone = WRONG.includes(state) ? styles.wrong : QUIET.includes(state) ? styles.quiet : styles[entry.class];
  return (
    <button type="button" className={`${styles.chip} ${tone ?? ''}`} onClick={onChoose}>
      <time dateTime={startAt}>{times.clock(startAt)}</time>{' '}
      <span className={QUIET.includes(state) && state !== 'paused' ? styles.struck : undefined}>{title}</span>
      {(notes.length > 0 || state === 'done') && (
        <span className={styles.notes}>
          <span aria-hidden>{MARKS[state]} </span>
          {notes.length > 0 ? notes.join(' · ') : say(state)}
        </span>
      )}
    </button>
  );
}
