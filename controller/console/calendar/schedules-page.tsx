/** All schedules of the commune: what each does, whether it runs. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useCommune, useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { fold, matches } from '../parts/fold.ts';
import { Page, Section } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { calendar } from '../words/calendar.ts';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { useSchedules } from './calendar-queries.ts';
import { ScheduleStateActs } from './entry-acts.tsx';
import { ScheduleForm } from './schedule-form.tsx';

export function SchedulesPage() {
  const say = useWords(calendar);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const commune = useCommune();
  const may = useMay();
  const told = useSchedules(commune?.id);
  const [wanted, setWanted] = useState('');
  const [edited, setEdited] = useState<string>();
  return (
    <Page
      title={say('schedules')}
      acts={<Link href="/lich">{say('title')}</Link>}
      next={may('schedule') && <Button onClick={() => setEdited('new')}>{say('add')}</Button>}
    >
      <Told
        query={told}
        isEmpty={(schedules) => schedules.length === 0}
        empty={<Empty title={say('noSchedules')}>{say('noSchedulesHint')}</Empty>}
      >
        {(schedules) => {
          const shown = schedules.filter(({ name }) => matches(fold(name), wanted));
          return (
            <Section>
              {schedules.length > 8 && <SearchField value={wanted} onChange={setWanted} />}
              {shown.length === 0 && <p>{sayCommon('nothingFound', { what: wanted })}</p>}
              <ul className={styles.parts}>
                {shown.map(({ id, name, state, recurrenceText }) => (
                  <li key={id} className={styles.schedule}>
                    <div>
                      <h3>
                        {name} <span className="soft">· {say(state === 'paused' ? 'paused' : 'active')}</span>
                      </h3>
                      <p>{recurrenceText[language]}</p>
                    </div>
                    {may('schedule') && (
                      <ScheduleStateActs
                        id={id}
                        name={name}
                        isPaused={state === 'paused'}
                        onDone={() => undefined}
                        onEdit={() => setEdited(id)}
                      />
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          );
        }}
      </Told>
      {edited !== undefined && commune !== undefined && (
        <ScheduleForm
          communeId={commune.id}
          id={edited === 'new' ? undefined : edited}
          day={times.isoDay(serverNow())}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}
