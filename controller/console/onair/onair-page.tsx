/** What is on air, the microphone, and the sources that can be relayed. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useCommune, useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page, Section } from '../parts/page.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { onair } from '../words/onair.ts';
import { useWords } from '../words/words.ts';
import styles from './onair.module.css';
import { usePlaying, useSourceIncidents, useSources } from './onair-queries.ts';
import { type EditedSource, SourceForm } from './source-form.tsx';
import { SourceLine } from './source-line.tsx';

export function OnairPage() {
  const say = useWords(onair);
  const times = useTimes();
  const commune = useCommune();
  const may = useMay();
  const playing = usePlaying(commune?.id, times.isoDay(serverNow()));
  const sources = useSources(commune?.id);
  const incidents = useSourceIncidents(commune?.id);
  const [edited, setEdited] = useState<EditedSource>();
  return (
    <Page
      title={say('title')}
      next={
        may('speak') && (
          <Button component="a" href="/live">
            {say('openMicrophone')}
          </Button>
        )
      }
    >
      <Section title={say('now')}>
        <Told query={playing} isEmpty={(list) => list.length === 0} empty={<p>{say('nothing')}</p>}>
          {(list) => (
            <ul className={styles.plain}>
              {list.map(({ id, title, endsAt }) => (
                <li key={id}>
                  ▶ <Link href={`/do-phu/${id}`}>{say('until', { title, time: times.clock(endsAt) })}</Link>
                </li>
              ))}
            </ul>
          )}
        </Told>
        {may('speak') && <p className="soft">{say('microphoneWhat')}</p>}
      </Section>
      <Section
        title={say('sources')}
        acts={
          may('schedule') && (
            <Button variant="default" onClick={() => setEdited('new')}>
              {say('addSource')}
            </Button>
          )
        }
      >
        <Told
          query={sources}
          isEmpty={(list) => list.length === 0}
          empty={<Empty title={say('noSources')}>{say('noSourcesHint')}</Empty>}
        >
          {(list) => (
            <ul className={styles.sources}>
              {list.map((source) => (
                <li key={source.id}>
                  <SourceLine
                    source={source}
                    isOwn={source.areaId === commune?.id}
                    incidents={(incidents.data ?? []).filter(({ subject }) => subject === source.id)}
                    onEdit={() => setEdited(source)}
                  />
                </li>
              ))}
            </ul>
          )}
        </Told>
      </Section>
      {edited !== undefined && commune !== undefined && (
        <SourceForm areaId={commune.id} edited={edited} onClose={() => setEdited(undefined)} />
      )}
    </Page>
  );
}
