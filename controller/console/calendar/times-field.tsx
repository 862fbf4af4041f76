/** When a schedule sounds: how often, from when, at what time in which season. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { common } from '../words/common.ts';
import { scheduleForm } from '../words/schedule-form.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { REPEATS, type Repeat, type SeasonDraft, type TimesDraft, WEEKDAYS, type Weekday } from './recurrence-draft.ts';

export interface TimesFieldProps {
  times: TimesDraft;
  /** the rule in words, of one that exists */
  text: string | undefined;
  onChange: (times: TimesDraft) => void;
}

const DAY_NAMES = { MO: 'mon', TU: 'tue', WE: 'wed', TH: 'thu', FR: 'fri', SA: 'sat', SU: 'sun' } as const;

export function TimesField({ times, text = '', onChange }: TimesFieldProps) {
  const say = useWords(scheduleForm);
  const set = (more: Partial<TimesDraft>) => onChange({ ...times, ...more });
  const offered = REPEATS.filter((each) => each !== 'other' || times.kept !== undefined);
  const single = times.repeat === 'once';
  return (
    <>
      <div className={styles.line}>
        <NativeSelect
          label={say('repeat')}
          value={times.repeat}
          data={offered.map((value) => ({ value, label: say(value, { text }) }))}
          onChange={(event) => set({ repeat: event.currentTarget.value as Repeat })}
        />
        <TextInput
          type="time"
          label={say('time')}
          value={times.time}
          required
          onChange={(event) => set({ time: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={say(single ? 'onDate' : 'startDate')}
          value={times.startDate}
          required
          onChange={(event) => set({ startDate: event.currentTarget.value })}
        />
        {!single && (
          <TextInput
            type="date"
            label={say('endDate')}
            value={times.endDate}
            onChange={(event) => set({ endDate: event.currentTarget.value })}
          />
        )}
      </div>
      {times.repeat === 'weekly' && (
        <Checkbox.Group
          label={say('days')}
          value={[...times.weekdays]}
          onChange={(weekdays) => set({ weekdays: weekdays as Weekday[] })}
        >
          <div className={styles.line}>
            {WEEKDAYS.map((day) => (
              <Checkbox key={day} value={day} label={say(DAY_NAMES[day])} style={{ flex: '0 0 4.5rem' }} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {!single && (
        <>
          <Checkbox
            label={say('skipDaysOff')}
            checked={times.skipDaysOff}
            onChange={(event) => set({ skipDaysOff: event.currentTarget.checked })}
          />
          <Seasons seasons={times.seasons} time={times.time} onChange={(seasons) => set({ seasons })} />
        </>
      )}
    </>
  );
}

interface SeasonsProps {
  seasons: readonly SeasonDraft[];
  time: string;
  onChange: (seasons: readonly SeasonDraft[]) => void;
}

function Seasons({ seasons, time, onChange }: SeasonsProps) {
  const say = useWords(scheduleForm);
  const sayCommon = useWords(common);
  const set = (at: number, more: Partial<SeasonDraft>) =>
    onChange(seasons.map((season, index) => (index === at ? { ...season, ...more } : season)));
  const field = (at: number, key: keyof SeasonDraft, label: string) => (
    <TextInput
      type={key === 'time' ? 'time' : 'text'}
      label={label}
      placeholder={key === 'time' ? '' : '01/11'}
      value={seasons[at]?.[key] ?? ''}
      onChange={(event) => set(at, { [key]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend>
        {say('seasons')} <span className="soft">({sayCommon('optional')})</span>
      </legend>
      <p className="soft">{say('seasonsHint')}</p>
      {seasons.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a season is its place in the list
        <div key={index} className={styles.line}>
          {field(index, 'from', say('seasonFrom'))}
          {field(index, 'to', say('seasonTo'))}
          {field(index, 'time', say('seasonTime'))}
          <Button variant="default" onClick={() => onChange(seasons.filter((__, at) => at !== index))}>
            {sayCommon('remove')}
          </Button>
        </div>
      ))}
      {seasons.length < 12 && (
        <Button variant="default" mt="xs" onClick={() => onChange([...seasons, { from: '01/11', to: '15/04', time }])}>
          {say('addSeason')}
        </Button>
      )}
    </fieldset>
  );
}
