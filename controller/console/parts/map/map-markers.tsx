/** What stands on the map as elements of the page: names that need no glyphs from outside, and clusters that keys reach. */
import type { CommuneMapBody } from '@loa-lang/schemas/http/map';
import { type Map as GlMap, Marker } from 'maplibre-gl';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { map as mapWords } from '../../words/map.ts';
import { useWords } from '../../words/words.ts';
import { StateMark } from '../state-mark.tsx';
import styles from './map.module.css';
import { type MapCluster, type MapHamlet, TONE_SIGNS } from './map-data.ts';

/** An element of the page that stays where it belongs on the map. */
function On({ gl, at, children }: { gl: GlMap; at: [number, number]; children: ReactNode }) {
  const element = useMemo(() => document.createElement('div'), []);
  const [x, y] = at;
  useEffect(() => {
    const marker = new Marker({ element }).setLngLat([x, y]).addTo(gl);
    // the map would have every name read out as "marker"
    element.removeAttribute('aria-label');
    element.removeAttribute('role');
    return () => void marker.remove();
  }, [gl, element, x, y]);
  return createPortal(children, element);
}

/** Names that would lie over others wait until the map is closer. Pixels of a line of text. */
const LINE_PX = 22;
const LETTER_PX = 8;

interface NameMarkersProps {
  gl: GlMap;
  map: CommuneMapBody | undefined;
  hamlets: readonly MapHamlet[];
  chosen: ReadonlySet<string>;
}

export function NameMarkers({ gl, map, hamlets, chosen }: NameMarkersProps) {
  const moved = useMoved(gl);
  const shown = useMemo(() => {
    // read again whenever the map has moved
    void moved;
    const byId = new Map(hamlets.map((hamlet) => [hamlet.id, hamlet]));
    const boxes: { x: number; y: number; width: number }[] = [];
    return (map?.hamlets ?? []).flatMap(({ hamletId, labelAt }) => {
      const hamlet = byId.get(hamletId);
      if (hamlet === undefined) return [];
      const at: [number, number] = [labelAt[0] ?? 0, labelAt[1] ?? 0];
      const { x, y } = gl.project(at);
      const width = hamlet.name.length * LETTER_PX;
      const lies = boxes.some(
        (box) =>
          Math.abs(box.y - y) < LINE_PX && Math.abs(box.x - x) < (box.width + width) / 2 && !chosen.has(hamletId),
      );
      if (lies) return [];
      boxes.push({ x, y, width });
      return [{ hamlet, at }];
    });
  }, [gl, map, hamlets, chosen, moved]);
  return shown.map(({ hamlet, at }) => (
    <On key={hamlet.id} gl={gl} at={at}>
      <span className={chosen.has(hamlet.id) ? `${styles.name} ${styles.nameChosen}` : styles.name} aria-hidden>
        {chosen.has(hamlet.id) ? '✓ ' : `${TONE_SIGNS[hamlet.tone ?? 'plain']} `.trimStart()}
        {hamlet.name}
      </span>
    </On>
  ));
}

/** More elements than this make an old laptop slow. */
const MOST_MARKERS = 250;

interface ClusterMarkersProps {
  gl: GlMap;
  clusters: readonly MapCluster[];
  onCluster?: ((id: string) => void) | undefined;
}

export function ClusterMarkers({ gl, clusters, onCluster }: ClusterMarkersProps) {
  const say = useWords(mapWords);
  const moved = useMoved(gl);
  const seen = useMemo(() => {
    void moved;
    const bounds = gl.getBounds();
    return clusters.flatMap((cluster) => {
      const { latitude, longitude } = cluster;
      if (latitude === undefined || longitude === undefined || !bounds.contains([longitude, latitude])) return [];
      return [{ cluster, at: [longitude, latitude] as [number, number] }];
    });
  }, [gl, clusters, moved]);
  if (seen.length > MOST_MARKERS) return <p className={styles.many}>{say('manyClusters', { count: seen.length })}</p>;
  return seen.map(({ cluster, at }) => (
    <On key={cluster.id} gl={gl} at={at}>
      <button
        type="button"
        className={styles.cluster}
        title={`${cluster.name}: ${cluster.state}`}
        onClick={(event) => {
          event.stopPropagation();
          onCluster?.(cluster.id);
        }}
      >
        <StateMark look={cluster.look} label={`${cluster.name}: ${cluster.state}`} bare />
      </button>
    </On>
  ));
}

/** A number that changes when the map has come to rest somewhere else. */
function useMoved(gl: GlMap): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const listener = () => setCount((before) => before + 1);
    gl.on('moveend', listener);
    return () => void gl.off('moveend', listener);
  }, [gl]);
  return count;
}
