/** One day whole: its lunar date, whether it is a day off, all that sounds. */
import type { CalendarBody, CalendarEntryBody } from '@loa-lang/schemas/http/calendar';
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put, remove } from '../api/ask.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { calendar as family } from '../words/calendar.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { EntryChip } from './entry-chip.tsx';

export interface DayDialogProps {
  day: string;
  calendar: CalendarBody;
  onClose: () => void;
  onChoose: (entry: CalendarEntryBody) => void;
}

export function DayDialog({ day, calendar, onClose, onChoose }: DayDialogProps) {
  const say = useWords(family);
  const language = useLanguage();
  const times = useTimes();
  const may = useMay();
  const found = calendar.days.find((each) => each.day === day);
  const entries = calendar.entries.filter(({ startAt }) => times.isoDay(startAt) === day);
  const meeting = new Set(calendar.conflicts.map(({ loserKey }) => loserKey));
  const date = times.wholeDay(`${day}T12:00:00Z`);
  return (
    <Dialog onClose={onClose} title={say('dayTitle', { day: date })} size="lg">
      <p className="soft">{found?.lunar?.words[language]}</p>
      {found?.dayOff !== undefined && <p>{say('dayOff', { name: found.dayOff })}</p>}
      {entries.length === 0 ? (
        <p>{say('nothing')}</p>
      ) : (
        <ul className={styles.entries}>
          {entries.map((entry) => (
            <li key={entry.key}>
              <EntryChip entry={entry} meets={meeting.has(entry.key)} onChoose={() => onChoose(entry)} />
            </li>
          ))}
        </ul>
      )}
      {may('schedule') && (
        <DayOff communeId={calendar.communeId} day={day} date={date} name={found?.dayOff} onDone={onClose} />
      )}
    </Dialog>
  );
}

interface DayOffProps {
  communeId: string;
  day: string;
  date: string;
  name: string | undefined;
  onDone: () => void;
}

function DayOff({ communeId, day, date, name, onDone }: DayOffProps) {
  const say = useWords(family);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [wanted, setWanted] = useState('');
  const path = `/days-off/${communeId}/${day}`;
  const again = () => client.invalidateQueries({ queryKey: ['calendar'] });
  const set = (text: string) => put(path, { name: text }).then(again);
  const unset = () => remove(path).then(again);
  const act = (doing: Promise<unknown>, text: string, undo: () => Promise<unknown>) =>
    doing.then(() => {
      tell({ text, undo });
      onDone();
    }, tellProblem);
  if (name !== undefined) {
    return (
      <div className={styles.acts}>
        <Button variant="default" onClick={() => void act(unset(), say('dayOffGone', { day: date }), () => set(name))}>
          {say('undoDayOff')}
        </Button>
      </div>
    );
  }
  return (
    <form
      className={`${styles.line} ${styles.acts}`}
      onSubmit={(event) => {
        event.preventDefault();
        void act(set(wanted.trim()), say('dayOffSet', { day: date }), unset);
      }}
    >
      <TextInput
        label={say('dayOffName')}
        value={wanted}
        maxLength={200}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={wanted.trim() === ''}>
        {say('makeDayOff')}
      </Button>
    </form>
  );
}
