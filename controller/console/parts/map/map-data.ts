/** What the map shows, and whence: the commune's own outlines from the controller, the rest from whoever shows it. */
import type { MapAnswer } from '@loa-lang/schemas/http/map';
import { useQuery } from '@tanstack/react-query';
import { ask, query } from '../../api/ask.ts';
import type { ClusterLook } from '../state-mark.tsx';

/** Of coverage: all households, some, none; `plain` where nothing is told. */
export type HamletTone = 'plain' | 'full' | 'part' | 'none';

export interface MapHamlet {
  id: string;
  name: string;
  tone?: HamletTone;
  /** said beside the name in the list, as `120/150 hộ` */
  note?: string;
}

export interface MapCluster {
  id: string;
  name: string;
  /** degrees of WGS 84; without them it stands in the list alone */
  latitude?: number | undefined;
  longitude?: number | undefined;
  look: ClusterLook;
  /** its state in words */
  state: string;
}

const MAP_MS = 5 * 60_000;

/** The commune's own map; read once, and anew when it was changed here. */
export const useCommuneMap = (communeId: string | undefined) =>
  useQuery({
    queryKey: ['map', communeId],
    queryFn: ({ signal }) => ask<MapAnswer>(`/map${query({ communeId })}`, { signal }),
    staleTime: MAP_MS,
    enabled: communeId !== undefined,
  });

/** A sign beside the name, so that tones differ without any colour. */
export const TONE_SIGNS: Readonly<Record<HamletTone, string>> = { plain: '', full: '●', part: '◐', none: '○' };
