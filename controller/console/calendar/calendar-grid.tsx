/** Days beside each other on a desk, below each other on a phone. */
import type { CalendarBody, CalendarDayBody, CalendarEntryBody } from '@loa-lang/schemas/http/calendar';
import { memo, useMemo } from 'react';
import { useTimes } from '../api/times.ts';
import { calendar as family } from '../words/calendar.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { shortDay, type View } from './days.ts';
import { EntryChip } from './entry-chip.tsx';

export interface Chosen {
  entry?: CalendarEntryBody;
  day?: string;
}

export interface CalendarGridProps {
  calendar: CalendarBody;
  view: View;
  /** YYYY-MM that is shown whole */
  month: string;
  today: string;
  onChoose: (chosen: Chosen) => void;
}

/** What a cell of a month has room for. */
const IN_A_CELL = 4;

export const CalendarGrid = memo(function CalendarGrid({ calendar, view, month, today, onChoose }: CalendarGridProps) {
  const times = useTimes();
  const byDay = useMemo(() => {
    const found = new Map<string, CalendarEntryBody[]>();
    for (const entry of calendar.entries) {
      const day = times.isoDay(entry.startAt);
      found.set(day, [...(found.get(day) ?? []), entry]);
    }
    return found;
  }, [calendar, times]);
  const meeting = useMemo(() => new Set(calendar.conflicts.map(({ loserKey }) => loserKey)), [calendar]);
  return (
    <ol className={`${styles.grid} ${view === 'month' ? styles.month : styles.week}`}>
      {calendar.days.map((day) => (
        <Day
          key={day.day}
          day={day}
          entries={byDay.get(day.day) ?? NONE}
          meeting={meeting}
          most={view === 'month' ? IN_A_CELL : Number.POSITIVE_INFINITY}
          isToday={day.day === today}
          isOutside={view === 'month' && !day.day.startsWith(month)}
          onChoose={onChoose}
        />
      ))}
    </ol>
  );
});

const NONE: CalendarEntryBody[] = [];

interface DayProps {
  day: CalendarDayBody;
  entries: CalendarEntryBody[];
  meeting: ReadonlySet<string>;
  most: number;
  isToday: boolean;
  isOutside: boolean;
  onChoose: (chosen: Chosen) => void;
}

function Day({ day: { day, lunar, dayOff }, entries, meeting, most, isToday, isOutside, onChoose }: DayProps) {
  const say = useWords(family);
  const language = useLanguage();
  const times = useTimes();
  const shown = entries.length > most ? entries.slice(0, most - 1) : entries;
  const name = times.wholeDay(`${day}T12:00:00Z`).split(' ').slice(0, -1).join(' ');
  const classes = [styles.day, isToday && styles.today, isOutside && styles.outside, dayOff && styles.off];
  return (
    <li className={classes.filter(Boolean).join(' ')} aria-current={isToday ? 'date' : undefined}>
      <button type="button" className={styles.dayHead} onClick={() => onChoose({ day })}>
        <span className={styles.weekday}>{name}</span> <span className={styles.date}>{shortDay(day)}</span>
        {lunar !== undefined && (
          <span className={`${styles.lunar} ${lunar.day === 1 || lunar.day === 15 ? styles.lunarGreat : ''}`}>
            <span aria-hidden>
              {say(lunar.leap ? 'lunarLeap' : 'lunarShort', { day: lunar.day, month: lunar.month })}
            </span>
            <span className="unseen">{lunar.words[language]}</span>
          </span>
        )}
      </button>
      {dayOff !== undefined && <p className={styles.offName}>{say('dayOff', { name: dayOff })}</p>}
      {entries.length === 0 && <p className={styles.nothing}>{say('nothing')}</p>}
      <ul className={styles.entries}>
        {shown.map((entry) => (
          <li key={entry.key}>
            <EntryChip entry={entry} meets={meeting.has(entry.key)} onChoose={() => onChoose({ entry })} />
          </li>
        ))}
      </ul>
      {shown.length < entries.length && (
        <button type="button" className={styles.more} onClick={() => onChoose({ day })}>
          {say('moreOf', { count: entries.length - shown.length })}
        </button>
      )}
    </li>
  );
}
