/** Cụm loa: which pole is ill? */

import { CLUSTER_STATES } from '@loa-lang/schemas/states/cluster';
import { Button } from '@mantine/core';
import { lazy, memo, Suspense, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useAreas, useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page, Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { Empty, Told, Waiting } from '../parts/told.tsx';
import { clusters } from '../words/clusters.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { type RowFilter, useClusterRows } from './cluster-rows.ts';
import styles from './clusters.module.css';
import { ListFilters } from './list-filters.tsx';
import { useRowKeys } from './row-keys.ts';
import { RowLine } from './row-line.tsx';
import { countOf, ILL, type Row } from './rows-now.ts';

const ClusterMap = lazy(() => import('./cluster-map.tsx').then((module) => ({ default: module.ClusterMap })));

const MINUTE_MS = 60_000;
/** So many rows before the end the next page is asked for. */
const AHEAD = 40;

export function ClusterListPage() {
  const say = useWords(clusters);
  const numbers = useNumbers();
  const [filter, setFilter] = useState<RowFilter>({});
  const read = useClusterRows(filter);
  // a hand is answered before the rows that it leaves are drawn
  const shown = useDeferredValue(read.rows);
  const { hasNextPage, isFetching, fetchNextPage } = read;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame);
  const all = countOf(read.byState, CLUSTER_STATES);
  const ill = countOf(read.byState, ILL);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const lead =
    read.data === undefined || isFiltered || all === 0
      ? undefined
      : ill === 0
        ? say('allWell', { count: all })
        : say('ill', { ill: numbers.plain(ill), all: numbers.plain(all) });
  return (
    <Page title={say('title')} lead={lead} acts={<Links />}>
      <div ref={frame} className={styles.wide}>
        <Section>
          <ListFilters
            filter={filter}
            byState={read.byState}
            onChange={(change) => setFilter((before) => ({ ...before, ...change }))}
          />
          <Told
            query={read}
            isEmpty={() => read.rows.length === 0}
            empty={<None isFiltered={isFiltered} onClear={() => setFilter({})} />}
          >
            {() => <List rows={shown} onNearEnd={onNearEnd} />}
          </Told>
          {read.isFetchingNextPage && <p className="soft">{say('more')}</p>}
          <p className="soft">
            <small className="of-keys">{say('keys')}</small>
          </p>
        </Section>
        <aside className={styles.map}>
          <Section title={say('map')}>
            <Suspense fallback={<Waiting />}>
              <ClusterMap under={filter.under} />
            </Suspense>
          </Section>
        </aside>
      </div>
    </Page>
  );
}

const List = memo(function List({ rows, onNearEnd }: { rows: readonly Row[]; onNearEnd: () => void }) {
  const say = useWords(clusters);
  const times = useTimes();
  const now = useNow(MINUTE_MS);
  const { data: areas = [] } = useAreas();
  const names = new Map(areas.map(({ id, name }) => [id, name]));
  return (
    <Rows
      items={rows}
      keyOf={({ clusterId }) => clusterId}
      rowHeight={64}
      label={say('list')}
      row={(row, index) => (
        <>
          <RowLine row={row} hamlet={names.get(row.hamletId)} times={times} now={now} />
          {index >= rows.length - AHEAD && <Near onSeen={onNearEnd} />}
        </>
      )}
    />
  );
});

/** Drawn when the end of what was read comes near. */
function Near({ onSeen }: { onSeen: () => void }) {
  useEffect(() => {
    onSeen();
  });
  return null;
}

function None({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const say = useWords(clusters);
  const may = useMay();
  if (isFiltered) {
    return (
      <Empty
        title={say('nothing')}
        act={
          <Button variant="default" onClick={onClear}>
            {say('clear')}
          </Button>
        }
      />
    );
  }
  return (
    <Empty title={say('none')} act={may('manage') && <Link href="/bat-dau">{say('toSetup')}</Link>}>
      {say('noneHow')}
    </Empty>
  );
}

function Links() {
  const say = useWords(clusters);
  const may = useMay();
  return (
    <nav className={styles.links} aria-label={say('title')}>
      <Link href="/su-co">{say('incidents')}</Link>
      {may('manage') && (
        <>
          <Link href="/cum-loa/cho-nhan">{say('waiting')}</Link>
          <Link href="/cum-loa/cai-dat-chung">{say('settings')}</Link>
          <Link href="/cum-loa/phien-ban">{say('versions')}</Link>
        </>
      )}
    </nav>
  );
}
