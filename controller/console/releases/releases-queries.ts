/** What is read of versions, rollouts, and of what devices run. */
import type { DeviceBody } from '@loa-lang/schemas/http/clusters';
import type { ReleaseBody, RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { useMay, useSelf } from '../api/queries.ts';
import { type RunningVersion, runningVersions } from './running-versions.ts';

export type RolloutLine = Omit<RolloutBody, 'devices'>;

/** Events tell of each step; a wait that ends by the clock is nobody's event. */
const LOOK_MS = 15_000;
const VERSIONS_MS = 60_000;

export const useReleases = () =>
  useQuery({
    queryKey: ['releases'],
    queryFn: async ({ signal }) => (await ask<{ releases: ReleaseBody[] }>('/releases', { signal })).releases,
  });

export const useRollouts = () =>
  useQuery({
    queryKey: ['rollouts'],
    queryFn: async ({ signal }) => (await ask<{ rollouts: RolloutLine[] }>('/rollouts', { signal })).rollouts,
  });

export const useRollout = (id: string) =>
  useQuery({
    queryKey: ['rollouts', id],
    queryFn: ({ signal }) => ask<RolloutBody>(`/rollouts/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_MS : false),
  });

/** Of devices that hang at a cluster. */
export const useRunningVersions = () =>
  useQuery({
    // what a rollout has brought is read anew with it
    queryKey: ['rollouts', 'running'],
    queryFn: async ({ signal }): Promise<RunningVersion[]> =>
      runningVersions((await ask<{ devices: DeviceBody[] }>('/devices', { signal })).devices),
    staleTime: VERSIONS_MS,
  });

/** Versions are taken in and withdrawn for all communes at once, by whoever looks after all of them. */
export function useMayForAll(): boolean {
  const may = useMay();
  const { data: self } = useSelf();
  return may('manage') && self?.areaIds === 'everywhere';
}
