/** Where does a technician go first, and with what? To be printed and taken along. */

import type { VisitListSchema } from '@loa-lang/schemas/http/incidents';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useCommune } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { IncidentLine } from '../parts/incident-line.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { incidents } from '../words/incidents.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { BoardLinks } from './board-page.tsx';
import styles from './incidents.module.css';

type Visits = Static<typeof VisitListSchema>;

export function VisitsPage() {
  const say = useWords(incidents);
  const sayCommon = useWords(common);
  const numbers = useNumbers();
  const times = useTimes();
  const now = useNow();
  const commune = useCommune();
  const read = useQuery({
    queryKey: ['incidents', 'visits', commune?.id],
    enabled: commune !== undefined,
    queryFn: ({ signal }) => ask<Visits>(`/communes/${commune?.id}/visit-list`, { signal }),
  });
  const visits = read.data?.visits ?? [];
  const households = visits.reduce((sum, visit) => sum + visit.households, 0);
  const lead =
    read.data !== undefined && visits.length > 0
      ? say('visitLead', { count: visits.length, households: numbers.plain(households) })
      : undefined;
  return (
    <Page
      title={say('visitTitle')}
      lead={lead}
      acts={<BoardLinks />}
      next={visits.length > 0 && <Button onClick={() => window.print()}>{sayCommon('print')}</Button>}
    >
      <Told
        query={read}
        isEmpty={(list) => list.visits.length + list.explained.length === 0}
        empty={<Empty title={say('visitNone')} />}
      >
        {(list) => (
          <>
            {list.visits.length > 0 && (
              <Section>
                <ol className={styles.visits}>
                  {list.visits.map((visit) => (
                    <li key={visit.cluster.id} className={styles.visit}>
                      <Visit visit={visit} />
                    </li>
                  ))}
                </ol>
                <p className="soft">
                  <small>{say('printedAt', { moment: times.moment(now, now) })}</small>
                </p>
              </Section>
            )}
            {list.explained.length > 0 && <Explained explained={list.explained} />}
          </>
        )}
      </Told>
    </Page>
  );
}

function Visit({ visit }: { visit: Visits['visits'][number] }) {
  const say = useWords(incidents);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const numbers = useNumbers();
  const { cluster, hamlet, households, latitude, longitude, details, bring } = visit;
  const notes = [
    latitude !== undefined &&
      longitude !== undefined &&
      `${say('place')} ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`,
    ...Object.entries(details).map(([name, text]) => `${name}: ${text}`),
  ].filter(Boolean);
  return (
    <>
      <h2>
        {cluster.code} · {cluster.name}
      </h2>
      <p className="soft">
        {hamlet} · {sayCommon('households', { count: households, number: numbers.plain(households) })}
      </p>
      {visit.incidents.map((incident) => (
        <IncidentLine key={incident.id} incident={incident} />
      ))}
      {bring.length > 0 && (
        <p>
          <strong>{say('bring')}:</strong> {bring.map((each) => each[language]).join('; ')}
        </p>
      )}
      {notes.length > 0 && (
        <p className="soft">
          <small>{notes.join(' · ')}</small>
        </p>
      )}
      <div className={styles.findings}>{say('findings')}</div>
    </>
  );
}

function Explained({ explained }: { explained: Visits['explained'] }) {
  const say = useWords(incidents);
  const numbers = useNumbers();
  return (
    <Section title={say('explained')}>
      {explained.map(({ by, clusters, households }) => (
        <div key={by.id} className={styles.item}>
          <IncidentLine incident={by} />
          <p className="soft">
            {say('explainedAbout', {
              clusters: clusters.map(({ code, name }) => `${code} ${name}`).join(', '),
              households: numbers.plain(households),
            })}
          </p>
        </div>
      ))}
    </Section>
  );
}
