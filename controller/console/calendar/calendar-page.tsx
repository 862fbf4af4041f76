/** The calendar: what sounds when, week by week or month by month. */
import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useCommune, useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { calendar } from '../words/calendar.ts';
import { useWords } from '../words/words.ts';
import { CalendarBar } from './calendar-bar.tsx';
import { CalendarGrid, type CalendarGridProps, type Chosen } from './calendar-grid.tsx';
import { useCalendar } from './calendar-queries.ts';
import { DayDialog } from './day-dialog.tsx';
import { isDay, spanOf, stepFrom, type View } from './days.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { Lead } from './lead.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { useCalendarKeys } from './use-calendar-keys.ts';

/** Days as text are ordered as they come. */
const later = (day: string, today: string): string => [day, today].sort().at(-1) ?? today;

export function CalendarPage() {
  const say = useWords(calendar);
  const times = useTimes();
  const commune = useCommune();
  const may = useMay();
  const [location, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const today = times.isoDay(serverNow());
  const view: View = asked.get('xem') === 'thang' ? 'month' : 'week';
  const given = asked.get('ngay');
  const day = isDay(given) ? given : today;
  const [chosen, setChosen] = useState<Chosen>();
  const [edited, setEdited] = useState<string>();
  const show = useCallback(
    (next: View, at: string) => go(`${location}?ngay=${at}${next === 'month' ? '&xem=thang' : ''}`, { replace: true }),
    [go, location],
  );
  useCalendarKeys({
    onStep: (step) => show(view, stepFrom(view, day, step)),
    onToday: () => show(view, today),
    onView: (next) => show(next, day),
  });
  const told = useCalendar(commune?.id, spanOf(view, day));
  const close = () => setChosen(undefined);
  // a link from another page opens the form at once
  const isNew = asked.get('moi') !== null;
  useEffect(() => {
    if (isNew) setEdited('new');
  }, [isNew]);
  return (
    <Page
      title={say('title')}
      lead={told.data && <Lead calendar={told.data} />}
      next={may('schedule') && <Button onClick={() => setEdited('new')}>{say('add')}</Button>}
    >
      <CalendarBar view={view} day={day} today={today} onShow={show} />
      <Told query={told}>
        {(data) => <Grid calendar={data} view={view} month={day.slice(0, 7)} today={today} onChoose={setChosen} />}
      </Told>
      <p className="soft of-keys">{say('keys')}</p>
      {chosen?.entry !== undefined && told.data !== undefined && (
        <EntryDialog entry={chosen.entry} calendar={told.data} onClose={close} onEdit={setEdited} />
      )}
      {chosen?.day !== undefined && told.data !== undefined && (
        <DayDialog day={chosen.day} calendar={told.data} onClose={close} onChoose={(entry) => setChosen({ entry })} />
      )}
      {edited !== undefined && commune !== undefined && (
        <ScheduleForm
          communeId={commune.id}
          id={edited === 'new' ? undefined : edited}
          day={later(day, today)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}

/** Its place in the bar is drawn before its days. */
function Grid({ calendar: data, view, month, today, onChoose }: CalendarGridProps) {
  const asked = useMemo(() => ({ calendar: data, view, month }), [data, view, month]);
  return <CalendarGrid {...useDeferredValue(asked)} today={today} onChoose={onChoose} />;
}
