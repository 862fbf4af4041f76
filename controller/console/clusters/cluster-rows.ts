/** The list of clusters by pages, kept fresh by events. */
import type { ClusterStatusListSchema } from '@loa-lang/schemas/http/cluster-health';
import type { ClusterState } from '@loa-lang/schemas/states/cluster';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import type { ServerEvent } from '../api/events.ts';
import { useServerEvents } from '../api/live-data.tsx';
import { afterEvent, inOrder, type Row, type RowEvent } from './rows-now.ts';

export interface RowFilter {
  q?: string | undefined;
  under?: string | undefined;
  state?: ClusterState | undefined;
}

export type StatusPage = Static<typeof ClusterStatusListSchema>;
type Pages = InfiniteData<StatusPage, string | undefined>;

const LIST = 'cluster-rows';
const PAGE = 200;
/** Events of a commune that loses power come together: drawn once. */
const GATHER_MS = 200;
/** So many rows are read one by one after incidents; more are read as a list. */
const FEW = 12;

export function useClusterRows(filter: RowFilter) {
  const read = useInfiniteQuery({
    queryKey: [LIST, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask<StatusPage>(`/clusters/status${query({ ...filter, limit: PAGE, after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
  });
  useFreshRows();
  const rows = useMemo(() => {
    const byId = new Map(read.data?.pages.flatMap((page) => page.clusters.map((row) => [row.clusterId, row] as const)));
    return inOrder([...byId.values()]);
  }, [read.data]);
  const first = read.data?.pages[0];
  return { ...read, rows, byState: first?.byState ?? {} };
}

/** Presence and receipts change rows where they are; incidents have the rows they name read anew. */
function useFreshRows(): void {
  const client = useQueryClient();
  const waiting = useRef<RowEvent[]>([]);
  const named = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const draw = useCallback(() => {
    timer.current = undefined;
    const events = waiting.current.splice(0);
    const subjects = [...named.current];
    named.current.clear();
    const at = new Date(serverNow()).toISOString();
    const change = (row: Row) => events.reduce((now, event) => afterEvent(now, event, at), row);
    if (events.length > 0)
      client.setQueriesData<Pages>({ queryKey: [LIST] }, (pages) => pages && changed(pages, change));
    if (subjects.length > FEW) void client.invalidateQueries({ queryKey: [LIST] });
    else for (const subject of subjects) void readAnew(client, subject);
  }, [client]);
  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === 'presence' || event.type === 'receipt') waiting.current.push(event as unknown as RowEvent);
        else if (event.type === 'incident') named.current.add(String(event.subject));
        else return;
        timer.current ??= setTimeout(draw, GATHER_MS);
      },
      [draw],
    ),
  );
}

/** @returns the same pages when no row changes */
function changed(pages: Pages, change: (row: Row) => Row): Pages {
  let touched = false;
  const next = pages.pages.map((page) => {
    const rows = page.clusters.map(change);
    const moved = rows.flatMap((row, n) => (row === page.clusters[n] ? [] : [[page.clusters[n], row] as const]));
    if (moved.length === 0) return page;
    touched = true;
    return { ...page, clusters: rows };
  });
  return touched ? { ...pages, pages: next } : pages;
}

/** An incident names a device or a cluster, the first words of its subject. */
async function readAnew(client: ReturnType<typeof useQueryClient>, subject: string): Promise<void> {
  const known = client
    .getQueriesData<Pages>({ queryKey: [LIST] })
    .flatMap(([, pages]) => pages?.pages.flatMap((page) => page.clusters) ?? []);
  const row = known.find(({ clusterId, deviceId }) => subject.includes(clusterId) || subject === deviceId);
  if (row === undefined) return;
  const { clusters } = await ask<StatusPage>(`/clusters/status${query({ clusterId: row.clusterId })}`);
  const [fresh] = clusters;
  if (fresh === undefined) return;
  client.setQueriesData<Pages>(
    { queryKey: [LIST] },
    (pages) => pages && changed(pages, (each) => (each.clusterId === fresh.clusterId ? fresh : each)),
  );
}
