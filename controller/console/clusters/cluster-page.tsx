/** One cluster: how it is, what it plays, and what may be done about it. */

import type { ClusterStatusBody } from '@loa-lang/schemas/http/cluster-health';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { Button, Tabs } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { isProblem } from '../api/problem.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Notice } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Waiting } from '../parts/told.tsx';
import { clusterPage } from '../words/cluster-page.ts';
import { clusterStates } from '../words/cluster-states.ts';
import { useWords } from '../words/words.ts';
import { NowTab } from './now-tab.tsx';
import styles from './one.module.css';
import { useChangeCluster, useCluster, useStatus } from './one.ts';

const HealthTab = lazy(() => import('./health-tab.tsx').then((module) => ({ default: module.HealthTab })));
const TestsTab = lazy(() => import('./tests-tab.tsx').then((module) => ({ default: module.TestsTab })));
const RecordTab = lazy(() => import('./record-tab.tsx').then((module) => ({ default: module.RecordTab })));
const ReplaceDialog = lazy(() => import('./replace-dialog.tsx').then((module) => ({ default: module.ReplaceDialog })));

const TABS = ['now', 'health', 'tests', 'record'] as const;

export function ClusterPage({ params: { id = '' } }: { params: Readonly<Record<string, string | undefined>> }) {
  const say = useWords(clusterPage);
  const status = useStatus(id);
  const cluster = useCluster(id);
  if (status.data === undefined || cluster.data === undefined) {
    const error = status.error ?? cluster.error;
    const again = () => void Promise.all([status.refetch(), cluster.refetch()]);
    return (
      <Page title={say('back')} narrow>
        {error === null ? (
          <Waiting />
        ) : isProblem(error, 'cluster-unknown') ? (
          <Notice>{say('gone')}</Notice>
        ) : (
          <ProblemNotice error={error} onRetry={again} />
        )}
        <Link href="/cum-loa">{say('back')}</Link>
      </Page>
    );
  }
  return <Known status={status.data} cluster={cluster.data} />;
}

function Known({ status, cluster }: { status: ClusterStatusBody; cluster: ClusterBody }) {
  const say = useWords(clusterPage);
  const may = useMay();
  const [isReplacing, setReplacing] = useState(false);
  return (
    <Page
      title={`${cluster.code} · ${cluster.name}`}
      lead={<Lead status={status} />}
      acts={
        may('manage') && (
          <>
            <MuteButton cluster={cluster} />
            <Button onClick={() => setReplacing(true)}>
              {say(cluster.deviceId === undefined ? 'claim' : 'replace')}
            </Button>
          </>
        )
      }
    >
      <Notices status={status} />
      <Tabs defaultValue="now" keepMounted={false}>
        <Tabs.List aria-label={say('tabs')} className={styles.tabs}>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {say(tab)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Suspense fallback={<Waiting />}>
          <Tabs.Panel value="now" className={styles.panel}>
            <NowTab status={status} cluster={cluster} />
          </Tabs.Panel>
          <Tabs.Panel value="health" className={styles.panel}>
            <HealthTab id={cluster.id} />
          </Tabs.Panel>
          <Tabs.Panel value="tests" className={styles.panel}>
            <TestsTab cluster={cluster} />
          </Tabs.Panel>
          <Tabs.Panel value="record" className={styles.panel}>
            <RecordTab cluster={cluster} />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
      {isReplacing && (
        <Suspense fallback={null}>
          <ReplaceDialog cluster={cluster} onClose={() => setReplacing(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function Lead({ status }: { status: ClusterStatusBody }) {
  const say = useWords(clusterPage);
  const sayState = useWords(clusterStates);
  const times = useTimes();
  const now = useNow();
  const state = sayState(status.state);
  const { since, lastSeenAt, online } = status;
  const sentence =
    since === undefined
      ? say('plain', { state })
      : say(online ? 'sinceOnline' : 'sinceOffline', { state, moment: times.moment(since, now) });
  return (
    <span className={styles.lead}>
      <StateMark look={status.state} label={state} bare /> {sentence}
      {!online && lastSeenAt !== undefined && ` ${say('lastSeen', { near: times.near(lastSeenAt, now) })}`}
    </span>
  );
}

function Notices({ status }: { status: ClusterStatusBody }) {
  const say = useWords(clusterPage);
  const times = useTimes();
  const now = useNow();
  return (
    <>
      {status.locked && <Notice tone="red">{say('held')}</Notice>}
      {!status.locked && status.muted && <Notice tone="warning">{say('mutedNow')}</Notice>}
      {status.maintenanceUntil !== undefined && (
        <Notice>{say('working', { moment: times.moment(status.maintenanceUntil, now) })}</Notice>
      )}
    </>
  );
}

function MuteButton({ cluster: { id, name, muted } }: { cluster: ClusterBody }) {
  const say = useWords(clusterPage);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const change = useChangeCluster(id);
  const [isBusy, setBusy] = useState(false);
  const turn = async () => {
    setBusy(true);
    try {
      await change({ muted: !muted });
      tell({ text: say(muted ? 'unmuted' : 'muted', { name }), undo: () => change({ muted }) });
    } catch (error) {
      tellProblem(error);
    }
    setBusy(false);
  };
  return (
    <Button variant="default" loading={isBusy} onClick={() => void turn()}>
      {say(muted ? 'unmute' : 'mute')}
    </Button>
  );
}
