/** When it is to sound, and until when it holds. */
import { isPrivateByNature } from '@loa-lang/schemas/states/privacy';
import { Checkbox, Chip, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { serverNow } from '../../api/clock.ts';
import { useTimes } from '../../api/times.ts';
import { Section } from '../../parts/page.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import { useDraftReading } from '../reading/use-draft-reading.ts';
import { categoryOf, titleOf } from '../submit/facts.ts';
import styles from '../write.module.css';
import { REPEATS, type Repeat, USUAL_TIMES, WEEKDAYS, type Weekday, type When } from './when.ts';

const MODES = ['now', 'later', 'repeat'] as const;

export function WhenSection({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const times = useTimes();
  const when = useField(store, 'when');
  const change = (next: Partial<When>) => store.choose({ when: { ...when, ...next } });
  const today = times.isoDay(serverNow());
  return (
    <Section title={say('when')} id="when">
      <div className={styles.stack}>
        <SegmentedControl
          fullWidth
          aria-label={say('when')}
          value={when.mode}
          onChange={(mode) => change({ mode: mode as When['mode'] })}
          data={MODES.map((value) => ({ value, label: say(`mode-${value}`) }))}
        />
        {when.mode !== 'now' && (
          <>
            <div className={styles.fields}>
              <TextInput
                type="date"
                label={say(when.mode === 'repeat' ? 'fromDay' : 'day')}
                value={when.date}
                min={today}
                onChange={(event) => change({ date: event.currentTarget.value })}
              />
              <TextInput
                type="time"
                label={say('time')}
                value={when.time}
                onChange={(event) => change({ time: event.currentTarget.value })}
              />
            </div>
            <Chip.Group value={when.time} onChange={(time) => change({ time: String(time) })}>
              <div className={styles.chips}>
                {USUAL_TIMES.map((time) => (
                  <Chip key={time} value={time} size="md">
                    {time}
                  </Chip>
                ))}
              </div>
            </Chip.Group>
          </>
        )}
        {when.mode === 'repeat' && <RepeatFields when={when} change={change} today={today} />}
        <Validity store={store} communeId={communeId} today={today} />
        <Checkbox
          label={say('important')}
          checked={useField(store, 'important')}
          onChange={(event) => store.choose({ important: event.currentTarget.checked })}
        />
        <PublicPage store={store} />
      </div>
    </Section>
  );
}

interface RepeatProps {
  when: When;
  change: (next: Partial<When>) => void;
  today: string;
}

function RepeatFields({ when, change, today }: RepeatProps) {
  const say = useWords(write);
  return (
    <>
      <NativeSelect
        label={say('repeat')}
        value={when.repeat}
        onChange={(event) => change({ repeat: event.currentTarget.value as Repeat })}
        data={REPEATS.map((value) => ({ value, label: say(`repeat-${value}`) }))}
      />
      {when.repeat === 'weekly' && (
        <Chip.Group multiple value={when.weekdays} onChange={(days) => change({ weekdays: days as Weekday[] })}>
          <fieldset className={styles.chips}>
            <legend className="unseen">{say('weekdays')}</legend>
            {WEEKDAYS.map((day) => (
              <Chip key={day} value={day} size="md">
                {say(`day-${day}`)}
              </Chip>
            ))}
          </fieldset>
        </Chip.Group>
      )}
      {(when.repeat === 'monthly' || when.repeat === 'lunar') && (
        <NumberInput
          label={say(when.repeat === 'lunar' ? 'lunarDay' : 'monthDay')}
          value={when.monthDay}
          min={1}
          max={when.repeat === 'lunar' ? 30 : 31}
          clampBehavior="strict"
          onChange={(day) => typeof day === 'number' && change({ monthDay: day })}
        />
      )}
      <TextInput
        type="date"
        label={say('untilDay')}
        value={when.untilDate}
        min={today}
        onChange={(event) => change({ untilDate: event.currentTarget.value })}
      />
    </>
  );
}

function PublicPage({ store }: { store: DraftStore }) {
  const say = useWords(write);
  const [kind, text, title, category] = [
    useField(store, 'kind'),
    useField(store, 'text'),
    useField(store, 'title'),
    useField(store, 'category'),
  ];
  const chosen = useField(store, 'onPublicPage');
  // the controller's own rule, so that what is shown is what will be
  const isPrivate = isPrivateByNature({
    kind,
    title: titleOf({ title, text }),
    category: categoryOf({ category, text }),
  });
  return (
    <Checkbox
      label={say('onPublicPage')}
      description={isPrivate ? say('privateHint') : undefined}
      checked={chosen ?? !isPrivate}
      onChange={(event) => store.choose({ onPublicPage: event.currentTarget.checked })}
    />
  );
}

function Validity({ store, communeId, today }: { store: DraftStore; communeId: string; today: string }) {
  const say = useWords(write);
  const times = useTimes();
  const validUntil = useField(store, 'validUntil');
  const { data: reading } = useDraftReading(store, communeId);
  const suggested = reading?.validUntil;
  // the end of a day is the first instant of the next one
  const suggestedDay = suggested && times.isoDay(Date.parse(suggested.until) - 1);
  return (
    <TextInput
      type="date"
      label={say('validUntil')}
      description={
        validUntil === undefined && suggested !== undefined
          ? say('validSuggested', { written: suggested.written })
          : say('validHint')
      }
      value={validUntil ?? suggestedDay ?? ''}
      min={today}
      onChange={(event) => store.choose({ validUntil: event.currentTarget.value })}
    />
  );
}
