/** What the page of live and relay reads. */
import type { BroadcastListSchema } from '@loa-lang/schemas/http/broadcasts';
import type { IncidentListSchema } from '@loa-lang/schemas/http/incidents';
import type { RelaySourceListSchema } from '@loa-lang/schemas/http/relay-sources';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';

export type SourceIncident = Static<typeof IncidentListSchema>['incidents'][number];

/** What comes from a source on air changes without an event. */
const LOOK_MS = 10_000;

export const useSources = (areaId: string | undefined) =>
  useQuery({
    queryKey: ['relay-sources', areaId],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof RelaySourceListSchema>>(`/relay-sources${query({ areaId })}`, { signal })).relaySources,
    enabled: areaId !== undefined,
    refetchInterval: LOOK_MS,
  });

export const usePlaying = (communeId: string | undefined, day: string) =>
  useQuery({
    queryKey: ['broadcasts', 'playing', communeId, day],
    queryFn: async ({ signal }) => {
      const path = `/broadcasts${query({ communeId, day, limit: 200 })}`;
      const { broadcasts } = await ask<Static<typeof BroadcastListSchema>>(path, { signal });
      return broadcasts.filter(({ state }) => state === 'playing');
    },
    enabled: communeId !== undefined,
    refetchInterval: LOOK_MS,
  });

const OF_SOURCES = ['relay-dead', 'relay-failing'] as const;

/** Incidents of relay sources, those that are over as well; newest first. */
export const useSourceIncidents = (areaId: string | undefined) =>
  useQuery({
    queryKey: ['incidents', 'relay', areaId],
    queryFn: async ({ signal }): Promise<SourceIncident[]> => {
      const lists = await Promise.all(
        OF_SOURCES.map((kind) =>
          ask<Static<typeof IncidentListSchema>>(`/incidents${query({ areaId, kind, all: true, limit: 100 })}`, {
            signal,
          }),
        ),
      );
      const all = lists.flatMap(({ incidents }) => incidents);
      return all.sort((a, b) => Date.parse(b.raisedAt) - Date.parse(a.raisedAt));
    },
    enabled: areaId !== undefined,
  });
