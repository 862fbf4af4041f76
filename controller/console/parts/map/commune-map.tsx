/**
 * The commune on a map, with a list beside it that does the same by keys: hamlets to choose or to read, clusters with
 * their states. The drawing comes when it is needed; without a map, or without a graphics card, the list stays.
 */
import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useCommune, useMay } from '../../api/queries.ts';
import { map as mapWords } from '../../words/map.ts';
import { useWords } from '../../words/words.ts';
import { Crash } from '../crash.tsx';
import { Notice } from '../notice.tsx';
import { Empty, Told, Waiting } from '../told.tsx';
import styles from './map.module.css';
import { type MapCluster, type MapHamlet, useCommuneMap } from './map-data.ts';
import { ClusterList, HamletList } from './map-lists.tsx';

const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.tsx')).MapCanvas }));

export interface CommuneMapProps {
  /** what the map is of, for whoever does not see it */
  label: string;
  hamlets?: readonly MapHamlet[];
  clusters?: readonly MapCluster[];
  /** hamlets that are chosen */
  chosen?: ReadonlySet<string>;
  /** a hamlet was clicked, or chosen in the list */
  onHamlet?: (id: string) => void;
  onCluster?: (id: string) => void;
  /** the list of hamlets or clusters beside the map; left out where the page has one of its own */
  list?: 'hamlets' | 'clusters' | 'none';
  /** CSS height of the map */
  height?: string;
}

const NONE: ReadonlySet<string> = new Set();
const NO_HAMLETS: readonly MapHamlet[] = [];
const NO_CLUSTERS: readonly MapCluster[] = [];

export function CommuneMap(props: CommuneMapProps) {
  const { label, hamlets = NO_HAMLETS, clusters = NO_CLUSTERS, chosen = NONE, height = '26rem', ...acts } = props;
  const { onHamlet, onCluster, list = onHamlet === undefined ? 'none' : 'hamlets' } = acts;
  const say = useWords(mapWords);
  const commune = useCommune();
  const answer = useCommuneMap(commune?.id);
  const [cannot, setCannot] = useState(false);
  const points = useMemo(() => boundsOfClusters(clusters), [clusters]);
  return (
    <div className={list === 'none' ? undefined : styles.both}>
      <Told query={answer}>
        {({ communes: [map], tiles }) => {
          const bounds = map?.bounds === undefined ? points : (map.bounds as Bounds);
          if (bounds === undefined) return <NoMap />;
          if (cannot) return <Notice tone="warning">{say('noDrawing')}</Notice>;
          return (
            <section className={styles.frame} style={{ height }} aria-label={label}>
              <Crash fallback={() => <Notice tone="warning">{say('noDrawing')}</Notice>}>
                <Suspense fallback={<Waiting />}>
                  <MapCanvas
                    {...{ label, map, tiles, bounds, hamlets, clusters, chosen, onHamlet, onCluster }}
                    onCannot={() => setCannot(true)}
                  />
                </Suspense>
              </Crash>
            </section>
          );
        }}
      </Told>
      {list === 'hamlets' && <HamletList hamlets={hamlets} chosen={chosen} onHamlet={onHamlet} height={height} />}
      {list === 'clusters' && <ClusterList clusters={clusters} onCluster={onCluster} height={height} />}
    </div>
  );
}

function NoMap() {
  const say = useWords(mapWords);
  const may = useMay();
  const act = (
    <Button component={Link} href="/cai-dat/ban-do" variant="default">
      {say('toSettings')}
    </Button>
  );
  return (
    <Empty title={say('emptyTitle')} act={may('manage') ? act : undefined}>
      {say('empty')}
    </Empty>
  );
}

type Bounds = [number, number, number, number];
/** About a kilometre: one pole by itself is shown with what lies around it. */
const AROUND_DEG = 0.01;

function boundsOfClusters(clusters: readonly MapCluster[]): Bounds | undefined {
  const xs = clusters.flatMap(({ longitude }) => longitude ?? []);
  const ys = clusters.flatMap(({ latitude }) => latitude ?? []);
  if (xs.length === 0 || ys.length === 0) return undefined;
  const [west, east] = [Math.min(...xs) - AROUND_DEG, Math.max(...xs) + AROUND_DEG];
  return [west, Math.min(...ys) - AROUND_DEG, east, Math.max(...ys) + AROUND_DEG];
}
