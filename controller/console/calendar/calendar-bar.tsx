/** Where one is in the calendar, and how to go on. */
import { Button, SegmentedControl } from '@mantine/core';
import { Link } from 'wouter';
import { useTimes } from '../api/times.ts';
import { calendar } from '../words/calendar.ts';
import { useLanguage } from '../words/language.ts';
import { LOCALES, useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { shortDay, spanOf, stepFrom, type View } from './days.ts';

export interface CalendarBarProps {
  view: View;
  day: string;
  today: string;
  onShow: (view: View, day: string) => void;
}

export function CalendarBar({ view, day, today, onShow }: CalendarBarProps) {
  const say = useWords(calendar);
  const name = useSpanName();
  return (
    <div className={styles.bar}>
      <Button.Group>
        <Button variant="default" onClick={() => onShow(view, stepFrom(view, day, -1))}>
          ← <span className={styles.onDesk}>&nbsp;{say('before')}</span>
          <span className={styles.onPhone}>
            <span className="unseen">{say('before')}</span>
          </span>
        </Button>
        <Button variant="default" onClick={() => onShow(view, today)}>
          {say('today')}
        </Button>
        <Button variant="default" onClick={() => onShow(view, stepFrom(view, day, 1))}>
          <span className={styles.onDesk}>{say('after')}&nbsp;</span>
          <span className={styles.onPhone}>
            <span className="unseen">{say('after')}</span>
          </span>{' '}
          →
        </Button>
      </Button.Group>
      <h2 className={styles.span} aria-live="polite">
        {name(view, day)}
      </h2>
      <SegmentedControl
        size="md"
        aria-label={say('view')}
        value={view}
        onChange={(next) => onShow(next as View, day)}
        data={[
          { value: 'week', label: say('week') },
          { value: 'month', label: say('month') },
        ]}
      />
      <Link href="/lich/danh-sach">{say('schedules')}</Link>
    </div>
  );
}

/** `30/11 – 06/12/2026`, `tháng 12 năm 2026`. */
function useSpanName(): (view: View, day: string) => string {
  const locale = LOCALES[useLanguage()];
  const times = useTimes();
  return (view, day) => {
    if (view === 'month') {
      return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${day.slice(0, 7)}-01T00:00:00Z`),
      );
    }
    const { from, to } = spanOf('week', day);
    return `${shortDay(from)} – ${times.wholeDay(`${to}T12:00:00Z`).split(' ').at(-1)}`;
  };
}
