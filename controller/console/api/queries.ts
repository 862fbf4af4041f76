/** What many pages read: who is here, the places, the clusters. Each is read once and shared. */
import type { AreaBody, AreaListSchema, GroupListSchema } from '@loa-lang/schemas/http/areas';
import type { ClusterListSchema } from '@loa-lang/schemas/http/clusters';
import type { SelfSchema } from '@loa-lang/schemas/http/people';
import type { Action } from '@loa-lang/schemas/states/people';
import { QueryClient, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { USUAL_ZONE } from '../words/time.ts';
import { ask } from './ask.ts';
import { Problem } from './problem.ts';

export type Self = Static<typeof SelfSchema>;
export type Group = Static<typeof GroupListSchema>['groups'][number];
export type Cluster = Static<typeof ClusterListSchema>['clusters'][number];

/** Keys begin with what an event makes stale: see `events.ts`. */
export const KEYS = {
  self: ['self'],
  areas: ['areas'],
  groups: ['groups'],
  clusters: ['clusters'],
} as const;

/** The register changes seldom, and a change of one's own throws it away at once. */
const REGISTER_MS = 60_000;

export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        // only what had no answer is tried again: a refusal stays one
        retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

export const useSelf = () =>
  useQuery({
    queryKey: KEYS.self,
    queryFn: ({ signal }) => ask<Self>('/people/me', { signal }),
    staleTime: REGISTER_MS,
  });

export const useAreas = () =>
  useQuery({
    queryKey: KEYS.areas,
    queryFn: async ({ signal }) => (await ask<Static<typeof AreaListSchema>>('/areas', { signal })).areas,
    staleTime: REGISTER_MS,
  });

export const useGroups = () =>
  useQuery({
    queryKey: KEYS.groups,
    queryFn: async ({ signal }) => (await ask<Static<typeof GroupListSchema>>('/groups', { signal })).groups,
    staleTime: REGISTER_MS,
  });

/** The register of clusters, not how they are: thousands at a province. */
export const useClusters = () =>
  useQuery({
    queryKey: KEYS.clusters,
    queryFn: async ({ signal }) => (await ask<Static<typeof ClusterListSchema>>('/clusters', { signal })).clusters,
    staleTime: REGISTER_MS,
  });

/** Whether the roles of who is here hold a right at all; where, the controller knows. False until known. */
export function useMay(): (action: Action) => boolean {
  const { data } = useSelf();
  return (action) => data?.actions.includes(action) === true;
}

/** The commune that one works in: the only one, or the first of the own areas; `undefined` until known or when none is there. */
export function useCommune(): AreaBody | undefined {
  const { data: areas } = useAreas();
  const { data: self } = useSelf();
  if (areas === undefined || self === undefined) return undefined;
  const communes = areas.filter((area) => area.kind === 'commune');
  const own = self.areaIds === 'everywhere' ? [] : self.areaIds;
  const mine = communes.find((area) => own.includes(area.id));
  const above = areas.find((area) => own.includes(area.id) && area.kind === 'hamlet')?.parentId;
  return mine ?? communes.find((area) => area.id === above) ?? communes[0];
}

/** Zone in which all times are shown. */
export const useZone = (): string => useCommune()?.timeZone ?? USUAL_ZONE;
