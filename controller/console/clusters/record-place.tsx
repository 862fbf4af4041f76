/** Where the pole stands: typed, or taken from the telephone of whoever stands there. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clusterRecord } from '../words/cluster-record.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import type { RecordDraft } from './record-draft.ts';

/** A step on the ground. */
const DIGITS = 5;

export function PlaceFields({ draft, put }: { draft: RecordDraft; put: (fields: Partial<RecordDraft>) => void }) {
  const say = useWords(clusterRecord);
  const [isAway, setAway] = useState(false);
  const here = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => put({ latitude: coords.latitude.toFixed(DIGITS), longitude: coords.longitude.toFixed(DIGITS) }),
      () => setAway(true),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  return (
    <>
      <div className={styles.pair}>
        <TextInput
          label={say('latitude')}
          inputMode="decimal"
          value={draft.latitude}
          onChange={(event) => put({ latitude: event.currentTarget.value })}
        />
        <TextInput
          label={say('longitude')}
          inputMode="decimal"
          value={draft.longitude}
          onChange={(event) => put({ longitude: event.currentTarget.value })}
        />
      </div>
      <small className="soft">{isAway ? say('noPosition') : say('placeHow')}</small>
      {'geolocation' in navigator && (
        <div>
          <Button variant="subtle" onClick={here}>
            {say('here')}
          </Button>
        </div>
      )}
    </>
  );
}
