/** The map beside the list: where what is ill stands. */
import type { PlacedClusterListBody } from '@loa-lang/schemas/http/cluster-watch';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { ask, query } from '../api/ask.ts';
import { useServerEvents } from '../api/live-data.tsx';
import { CommuneMap } from '../parts/map/commune-map.tsx';
import { Told } from '../parts/told.tsx';
import { clusterStates } from '../words/cluster-states.ts';
import { clusters as words } from '../words/clusters.ts';
import { useWords } from '../words/words.ts';

/** States on the map are read anew this long after something has changed, at most so often. */
const FRESH_MS = 2000;

export function ClusterMap({ under }: { under: string | undefined }) {
  const say = useWords(words);
  const sayState = useWords(clusterStates);
  const [, go] = useLocation();
  const [isStale, setStale] = useState(false);
  const read = useQuery({
    queryKey: ['clusters-placed', under],
    queryFn: async ({ signal }) =>
      (await ask<PlacedClusterListBody>(`/clusters/placed${query({ under })}`, { signal })).clusters,
    // while the tab is looked at, and something has changed
    refetchInterval: isStale ? FRESH_MS : false,
  });
  useServerEvents(
    useCallback((event) => {
      if (event.type !== 'presence' && event.type !== 'incident' && event.type !== 'receipt') return;
      setStale(true);
    }, []),
  );
  const readAt = read.dataUpdatedAt;
  const [seenAt, setSeenAt] = useState(readAt);
  if (readAt !== seenAt) {
    setSeenAt(readAt);
    setStale(false);
  }
  const placed = useMemo(
    () =>
      (read.data ?? []).map(({ clusterId, code, name, state, latitude, longitude }) => ({
        ...{ id: clusterId, name: `${code} · ${name}`, look: state, state: sayState(state), latitude, longitude },
      })),
    [read.data, sayState],
  );
  return (
    <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('noPlaces')}</p>}>
      {() => <CommuneMap label={say('map')} clusters={placed} list="none" onCluster={(id) => go(`/cum-loa/${id}`)} />}
    </Told>
  );
}
