/** Levels that somebody has measured before a gate: against "too loud" and "too quiet" there is a figure. */

import type { SoundReadingBody, SoundReadingListSchema } from '@loa-lang/schemas/http/complaints';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Static } from 'typebox';
import { ask, post, query, remove } from '../api/ask.ts';
import { serverNow, useNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { Section } from '../parts/page.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { clusterTests } from '../words/cluster-tests.ts';
import { common } from '../words/common.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';

export function Readings({ id }: { id: string }) {
  const say = useWords(clusterTests);
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const read = useQuery({
    queryKey: ['readings', id],
    queryFn: async ({ signal }) =>
      (
        await ask<Static<typeof SoundReadingListSchema>>(`/sound-readings${query({ clusterId: id, limit: 20 })}`, {
          signal,
        })
      ).readings,
  });
  return (
    <Section
      title={say('readings')}
      acts={
        may('manage') &&
        !isAdding && (
          <Button variant="default" size="sm" onClick={() => setAdding(true)}>
            {say('addReading')}
          </Button>
        )
      }
    >
      {isAdding && <ReadingForm id={id} onDone={() => setAdding(false)} />}
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('noReadings')}</p>}>
        {(list) => (
          <ul className={styles.list}>
            {list.map((reading) => (
              <li key={reading.id}>
                <Reading reading={reading} />
              </li>
            ))}
          </ul>
        )}
      </Told>
    </Section>
  );
}

function Reading({ reading }: { reading: SoundReadingBody }) {
  const say = useWords(clusterTests);
  const sayCommon = useWords(common);
  const numbers = useNumbers();
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const { id, clusterId, at, levelDba, distanceM, place, instrument, conditions, takenBy } = reading;
  const drop = async () => {
    try {
      await remove(`/sound-readings/${id}`);
      const again = { clusterId, at, levelDba, distanceM, place, instrument };
      tell({
        text: say('removed'),
        undo: async () => {
          await post('/sound-readings', { ...again, ...(conditions !== '' && { conditions }) });
          await client.invalidateQueries({ queryKey: ['readings', clusterId] });
        },
      });
    } catch (error) {
      tellProblem(error);
    }
    void client.invalidateQueries({ queryKey: ['readings', clusterId] });
  };
  return (
    <span className={styles.entry}>
      <span>
        {say('reading', { level: numbers.plain(levelDba), distance: numbers.plain(distanceM, 0), place })}
        <br />
        <small className="soft">
          {[times.moment(at, now), instrument, conditions, takenBy].filter((each) => each !== '').join(' · ')}
        </small>
      </span>
      {may('manage') && (
        <Button variant="subtle" onClick={() => void drop()}>
          {sayCommon('remove')}
        </Button>
      )}
    </span>
  );
}

function ReadingForm({ id, onDone }: { id: string; onDone: () => void }) {
  const say = useWords(clusterTests);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const [isBusy, setBusy] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const figure = (name: string) => Number(text(name).replace(',', '.'));
    setBusy(true);
    try {
      await post('/sound-readings', {
        ...{ clusterId: id, at: new Date(serverNow()).toISOString(), place: text('place') },
        ...{ levelDba: figure('level'), distanceM: figure('distance'), instrument: text('instrument') },
        ...(text('conditions') !== '' && { conditions: text('conditions') }),
      });
      await client.invalidateQueries({ queryKey: ['readings', id] });
      tell({ text: say('added') });
      onDone();
    } catch (error) {
      tellProblem(error);
    }
    setBusy(false);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <div className={styles.pair}>
        <NumberInput name="level" label={say('level')} min={0} max={160} required decimalSeparator="," />
        <NumberInput name="distance" label={say('distance')} min={0} max={5000} required decimalSeparator="," />
      </div>
      <TextInput name="place" label={say('place')} required maxLength={200} />
      <TextInput name="instrument" label={say('instrument')} required maxLength={200} />
      <TextInput name="conditions" label={`${say('conditions')} (${sayCommon('optional')})`} maxLength={300} />
      <FormActs busy={isBusy} onCancel={onDone} />
    </form>
  );
}
