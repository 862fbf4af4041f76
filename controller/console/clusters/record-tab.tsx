/** The record of one cluster: what it is, what hung there, when it is worked on, its sign. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAreas, useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { clusterRecord } from '../words/cluster-record.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { Changes } from './changes.tsx';
import { Hardware } from './hardware.tsx';
import { Maintenance } from './maintenance.tsx';
import styles from './one.module.css';
import { RecordForm } from './record-form.tsx';
import { Sign } from './sign.tsx';

export function RecordTab({ cluster }: { cluster: ClusterBody }) {
  const say = useWords(clusterRecord);
  const may = useMay();
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      <Section
        title={say('title')}
        acts={
          may('manage') &&
          !isEditing && (
            <Button variant="default" size="sm" onClick={() => setEditing(true)}>
              {say('edit')}
            </Button>
          )
        }
      >
        {isEditing ? <RecordForm cluster={cluster} onDone={() => setEditing(false)} /> : <Facts cluster={cluster} />}
      </Section>
      <Hardware cluster={cluster} />
      <Maintenance id={cluster.id} />
      <Sign cluster={cluster} />
      {may('manage') && <Changes id={cluster.id} />}
    </>
  );
}

function Facts({ cluster }: { cluster: ClusterBody }) {
  const say = useWords(clusterRecord);
  const numbers = useNumbers();
  const times = useTimes();
  const { data: areas = [] } = useAreas();
  const nameOf = (id: string) => areas.find((area) => area.id === id)?.name ?? id;
  const { latitude, longitude, horns, services, sim, model, details, volumeDb } = cluster;
  const hornsInWords = horns.map(({ watts, bearingDeg }) =>
    bearingDeg === undefined
      ? say('horn', { watts: numbers.plain(watts) })
      : say('hornTo', { watts: numbers.plain(watts), bearing: numbers.plain(bearingDeg, 0) }),
  );
  const simInWords = [
    sim?.number,
    sim?.carrier,
    sim?.renewsOn && `${say('renewsOn')} ${times.wholeDay(`${sim.renewsOn}T12:00:00+07:00`)}`,
    sim?.monthlyMegabytes && `${numbers.plain(sim.monthlyMegabytes, 0)} MB`,
  ].filter(Boolean);
  const facts: [string, string][] = [
    [say('code'), cluster.code],
    [say('hamlet'), nameOf(cluster.hamletId)],
    [
      say('serves'),
      services
        .map(({ hamletId, households }) => say('served', { name: nameOf(hamletId), count: households }))
        .join('; '),
    ],
    [
      say('place'),
      latitude === undefined || longitude === undefined
        ? ''
        : `${numbers.plain(latitude, 5)}; ${numbers.plain(longitude, 5)}`,
    ],
    [say('horns'), hornsInWords.join('; ')],
    [say('volume'), `${numbers.plain(volumeDb)} dB`],
    [say('model'), model ?? ''],
    [say('sim'), simInWords.join(', ')],
    ...Object.entries(details),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value === '' ? <span className="soft">{say('unknown')}</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
