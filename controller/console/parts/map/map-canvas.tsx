/** The drawn map. It is loaded only where a map is shown: it weighs more than all other pages together. */
import 'maplibre-gl/dist/maplibre-gl.css';
import type { CommuneMapBody, MapAnswer } from '@loa-lang/schemas/http/map';
import { type GeoJSONSource, Map as GlMap, NavigationControl, setWorkerUrl } from 'maplibre-gl';
// the worker as a file of this address: the page's policy lets no others in
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { map as mapWords } from '../../words/map.ts';
import { useWords } from '../../words/words.ts';
import styles from './map.module.css';
import type { MapCluster, MapHamlet } from './map-data.ts';
import { ClusterMarkers, NameMarkers } from './map-markers.tsx';
import { baseOf, coloursOf, hamletsOf, mapStyle } from './map-style.ts';

setWorkerUrl(workerUrl);

export interface MapCanvasProps {
  label: string;
  map: CommuneMapBody | undefined;
  tiles: MapAnswer['tiles'];
  /** west, south, east, north */
  bounds: [number, number, number, number];
  hamlets: readonly MapHamlet[];
  clusters: readonly MapCluster[];
  chosen: ReadonlySet<string>;
  onHamlet?: ((id: string) => void) | undefined;
  onCluster?: ((id: string) => void) | undefined;
  onCannot: () => void;
}

export function MapCanvas(props: MapCanvasProps) {
  const { label, map, tiles, bounds, hamlets, clusters, chosen, onHamlet, onCluster, onCannot } = props;
  const say = useWords(mapWords);
  const frame = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<GlMap>();
  const choose = useRef(onHamlet);
  choose.current = onHamlet;
  const start = useRef({ bounds, label, tiles, say, onCannot });

  useEffect(() => {
    const { say: words, onCannot: cannot, ...first } = start.current;
    const container = frame.current;
    if (container === null) return;
    let gl: GlMap;
    try {
      gl = new GlMap({
        container,
        style: mapStyle(coloursOf(container), first.tiles),
        bounds: first.bounds,
        fitBoundsOptions: { padding: 24, maxZoom: 16 },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        fadeDuration: 0,
        cooperativeGestures: true,
        locale: {
          'Map.Title': first.label,
          'NavigationControl.ZoomIn': words('zoomIn'),
          'NavigationControl.ZoomOut': words('zoomOut'),
          'CooperativeGesturesHandler.WindowsHelpText': words('gestureDesk'),
          'CooperativeGesturesHandler.MacHelpText': words('gestureDesk'),
          'CooperativeGesturesHandler.MobileHelpText': words('gesturePhone'),
        },
      });
    } catch {
      // no WebGL: an old graphics card, or one that is switched off
      return cannot();
    }
    gl.touchZoomRotate.disableRotation();
    gl.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    gl.on('load', () => setDrawn(gl));
    gl.on('click', 'hamlet-areas', ({ features }) => {
      const id: unknown = features?.[0]?.properties.hamletId;
      if (typeof id === 'string') choose.current?.(id);
    });
    gl.on('mousemove', 'hamlet-areas', () => {
      if (choose.current !== undefined) gl.getCanvas().style.cursor = 'pointer';
    });
    gl.on('mouseleave', 'hamlet-areas', () => {
      gl.getCanvas().style.cursor = '';
    });
    return () => {
      setDrawn(undefined);
      gl.remove();
    };
  }, []);

  useEffect(() => {
    drawn?.getSource<GeoJSONSource>('base')?.setData(baseOf(map));
  }, [drawn, map]);
  useEffect(() => {
    drawn?.getSource<GeoJSONSource>('hamlets')?.setData(hamletsOf(map, hamlets, chosen));
  }, [drawn, map, hamlets, chosen]);
  useEffect(() => {
    if (drawn === undefined) return;
    // another look has other colours
    const watch = new MutationObserver(() => {
      const { layers } = mapStyle(coloursOf(drawn.getContainer()), start.current.tiles);
      for (const { id, paint = {} } of layers) {
        for (const [name, value] of Object.entries(paint)) drawn.setPaintProperty(id, name as 'fill-color', value);
      }
    });
    const attributeFilter = ['data-mantine-color-scheme', 'data-look'];
    watch.observe(document.documentElement, { attributes: true, attributeFilter });
    return () => watch.disconnect();
  }, [drawn]);

  return (
    <>
      <div ref={frame} className={styles.canvas} aria-busy={drawn === undefined} />
      {drawn !== undefined && <NameMarkers gl={drawn} map={map} hamlets={hamlets} chosen={chosen} />}
      {drawn !== undefined && <ClusterMarkers gl={drawn} clusters={clusters} onCluster={onCluster} />}
      {tiles !== undefined && <p className={styles.source}>{tiles.attribution}</p>}
    </>
  );
}
