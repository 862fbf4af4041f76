/** One cluster over time: was it there, and what did its figures do. */
import type { ClusterDataBody, UptimeBody } from '@loa-lang/schemas/http/cluster-health';
import type { UptimeDaysBody } from '@loa-lang/schemas/http/cluster-watch';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ask } from '../api/ask.ts';
import { useTimes } from '../api/times.ts';
import { type Bar, Bars } from '../parts/bars.tsx';
import { Section } from '../parts/page.tsx';
import { Told, Waiting } from '../parts/told.tsx';
import { clusterHealth } from '../words/cluster-health.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';

const Charts = lazy(() => import('./charts.tsx').then((module) => ({ default: module.Charts })));

export function HealthTab({ id }: { id: string }) {
  const say = useWords(clusterHealth);
  return (
    <>
      <Section title={say('bars')}>
        <Days id={id} />
        <Uptime id={id} />
      </Section>
      <MobileData id={id} />
      <div className={styles.whole}>
        <Section title={say('charts')}>
          <Suspense fallback={<Waiting />}>
            <Charts id={id} />
          </Suspense>
        </Section>
      </div>
    </>
  );
}

/** A day on which it was away for less than this counts as whole: a restart is no outage. */
const BLINK_MS = 90_000;

function Days({ id }: { id: string }) {
  const say = useWords(clusterHealth);
  const numbers = useNumbers();
  const times = useTimes();
  const read = useQuery({
    queryKey: ['uptime', id, 'days'],
    queryFn: async ({ signal }) => (await ask<UptimeDaysBody>(`/clusters/${id}/uptime/days`, { signal })).days,
  });
  const barOf = ({ day, watchedMs, onlineMs, outages }: UptimeDaysBody['days'][number]): Bar => {
    const named = times.wholeDay(`${day}T12:00:00+07:00`);
    if (watchedMs === 0) return { key: day, share: undefined, label: say('dayNone', { day: named }) };
    const share = watchedMs - onlineMs < BLINK_MS ? 1 : onlineMs / watchedMs;
    const label =
      share === 1
        ? say('dayAll', { day: named })
        : say('daySome', { day: named, share: numbers.percent(share), count: outages });
    return { key: day, share, label };
  };
  return <Told query={read}>{(days) => <Bars bars={days.map(barOf)} caption={say('barsCaption')} height={56} />}</Told>;
}

function Uptime({ id }: { id: string }) {
  const say = useWords(clusterHealth);
  const numbers = useNumbers();
  const times = useTimes();
  const read = useQuery({
    queryKey: ['uptime', id],
    queryFn: ({ signal }) => ask<UptimeBody>(`/clusters/${id}/uptime`, { signal }),
  });
  const length = (ms: number | undefined) => (ms === undefined ? say('never') : times.length(ms));
  return (
    <Told query={read}>
      {({ share, outages, faults }) => (
        <dl className={styles.figures}>
          <Figure name={say('share')} value={share === undefined ? '–' : numbers.percent(share)} />
          <Figure name={say('outages')} value={numbers.plain(outages.count)} />
          <Figure name={say('longest')} value={length(outages.longestMs)} />
          <Figure name={say('repair')} value={length(outages.meanRepairMs)} />
          <Figure name={say('between')} value={length(outages.meanBetweenMs)} />
          <Figure name={say('faults')} value={numbers.plain(faults.count)} />
          <Figure name={say('mend')} value={length(faults.meanRepairMs)} />
        </dl>
      )}
    </Told>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const MB = 1_000_000;

function MobileData({ id }: { id: string }) {
  const say = useWords(clusterHealth);
  const numbers = useNumbers();
  const read = useQuery({
    queryKey: ['cluster-data', id],
    queryFn: ({ signal }) => ask<ClusterDataBody>(`/clusters/${id}/data`, { signal }),
  });
  const mb = (bytes: number) => numbers.plain(bytes / MB, 0);
  return (
    <Section title={say('data')}>
      <Told query={read}>
        {({ measuredBytes, projectedBytes, allowanceBytes, basis, daysLeft }) => (
          <ul className={styles.list}>
            <li>
              {[
                measuredBytes !== undefined && say('used', { mb: mb(measuredBytes) }),
                say('projected', { mb: mb(projectedBytes) }),
                allowanceBytes !== undefined && say('allowance', { mb: mb(allowanceBytes) }),
              ]
                .filter(Boolean)
                .join(', ')}
              {basis === 'programme' && <small className="soft"> ({say('byProgramme')})</small>}
            </li>
            {daysLeft !== undefined && <li>{daysLeft < 0 ? say('overdueSim') : say('renews', { count: daysLeft })}</li>}
          </ul>
        )}
      </Told>
    </Section>
  );
}
