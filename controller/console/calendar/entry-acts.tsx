/** What can be done with one occurrence: left out, moved, paused with its schedule; all can be taken back. */
import type { CalendarEntryBody } from '@loa-lang/schemas/http/calendar';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { calendar } from '../words/calendar.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { changeOccurrence, stateActs, useScheduleAct } from './schedule-acts.ts';

export interface EntryActsProps {
  entry: CalendarEntryBody;
  onDone: () => void;
  onEdit: (id: string) => void;
}

export function EntryActs({ entry, onDone, onEdit }: EntryActsProps) {
  const { scheduleId, recurrenceId, broadcastId, state } = entry;
  const isOver = Date.parse(entry.startAt) <= serverNow();
  if (scheduleId !== undefined && recurrenceId !== undefined) {
    return (
      <>
        {!isOver && state !== 'day-off' && state !== 'paused' && state !== 'cancelled' && (
          <OccurrenceActs entry={entry} id={scheduleId} recurrenceId={recurrenceId} onDone={onDone} />
        )}
        <ScheduleStateActs
          id={scheduleId}
          name={entry.title}
          isPaused={state === 'paused'}
          onDone={onDone}
          onEdit={() => {
            onDone();
            onEdit(scheduleId);
          }}
        />
      </>
    );
  }
  if (broadcastId === undefined || isOver || state === 'cancelled') return null;
  return <CancelSingle id={broadcastId} title={entry.title} onDone={onDone} />;
}

interface OccurrenceActsProps {
  entry: CalendarEntryBody;
  id: string;
  recurrenceId: string;
  onDone: () => void;
}

function OccurrenceActs({ entry, id, recurrenceId, onDone }: OccurrenceActsProps) {
  const say = useWords(calendar);
  const times = useTimes();
  const act = useScheduleAct();
  const [time, setTime] = useState(times.clock(entry.startAt));
  const when = times.moment(entry.startAt, serverNow());
  const isSkipped = entry.state === 'skipped';
  // as the rule has it, or where it had been moved to
  const asBefore = entry.moved ? { startAt: entry.startAt, acceptConflicts: true } : {};
  const change = (to: Parameters<typeof changeOccurrence>[2]) => () => changeOccurrence(id, recurrenceId, to);
  const done = (went: boolean) => went && onDone();
  const movedTo = `${times.isoDay(entry.startAt)}T${time}:00${entry.startAt.slice(-6)}`;
  return (
    <div className={`${styles.line} ${styles.acts}`}>
      {isSkipped || entry.moved ? (
        <Button
          variant="default"
          onClick={() =>
            void act(
              change({ acceptConflicts: true }),
              say('unskip'),
              change(isSkipped ? { skip: true } : asBefore),
            ).then(done)
          }
        >
          {say('unskip')}
        </Button>
      ) : null}
      {!isSkipped && (
        <>
          <Button
            variant="default"
            onClick={() =>
              void act(change({ skip: true }), say('skippedTold', { time: when }), change(asBefore)).then(done)
            }
          >
            {say('skip')}
          </Button>
          <TextInput
            type="time"
            label={say('newTime')}
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={time === '' || time === times.clock(entry.startAt)}
            onClick={() =>
              void act(
                change({ startAt: movedTo, acceptConflicts: true }),
                say('movedTold', { time: times.moment(movedTo, serverNow()) }),
                change(asBefore),
              ).then(done)
            }
          >
            {say('moveIt')}
          </Button>
        </>
      )}
    </div>
  );
}

export interface ScheduleStateActsProps {
  id: string;
  name: string;
  isPaused: boolean;
  onDone: () => void;
  onEdit: () => void;
}

export function ScheduleStateActs({ id, name, isPaused, onDone, onEdit }: ScheduleStateActsProps) {
  const say = useWords(calendar);
  const act = useScheduleAct();
  const done = (went: boolean) => went && onDone();
  const pause = () => stateActs.pause(id);
  const resume = () => stateActs.resume(id);
  return (
    <div className={styles.acts}>
      <Button variant="default" onClick={onEdit}>
        {say('edit')}
      </Button>
      <Button
        variant="default"
        onClick={() =>
          void (
            isPaused
              ? act(resume, say('resumedTold', { name }), pause)
              : act(pause, say('pausedTold', { name }), resume)
          ).then(done)
        }
      >
        {say(isPaused ? 'resume' : 'pause')}
      </Button>
      <Button
        variant="default"
        onClick={() =>
          void act(
            () => stateActs.remove(id),
            say('removedTold', { name }),
            () => stateActs.restore(id),
          ).then(done)
        }
      >
        {say('removeSchedule')}
      </Button>
    </div>
  );
}

/** Cancelled is cancelled: a single broadcast is planned anew from its bulletin. */
function CancelSingle({ id, title, onDone }: { id: string; title: string; onDone: () => void }) {
  const say = useWords(calendar);
  const act = useScheduleAct();
  return (
    <div className={styles.acts}>
      <Button
        variant="default"
        onClick={() =>
          void act(() => post(`/broadcasts/${id}/cancel`), say('cancelledTold', { name: title })).then(
            (went) => went && onDone(),
          )
        }
      >
        {say('cancelBroadcast')}
      </Button>
    </div>
  );
}
