/** What the page of one cluster reads. Keys begin with what an event makes stale. */
import type { ClusterStatusBody, ClusterStatusListSchema } from '@loa-lang/schemas/http/cluster-health';
import type { ClusterProgrammeBody } from '@loa-lang/schemas/http/cluster-watch';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import type { CommandBody, CommandListSchema } from '@loa-lang/schemas/http/commands';
import type { ComplaintListSchema } from '@loa-lang/schemas/http/complaints';
import type { IncidentListSchema } from '@loa-lang/schemas/http/incidents';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Static } from 'typebox';
import { ask, patch, query } from '../api/ask.ts';
import type { ServerEvent } from '../api/events.ts';
import { useServerEvents } from '../api/live-data.tsx';
import { Problem } from '../api/problem.ts';

export const ONE = {
  status: (id: string) => ['status', id] as const,
  cluster: (id: string) => ['clusters', id] as const,
  programme: (id: string) => ['broadcasts', 'of-cluster', id] as const,
  commands: (id: string) => ['commands', id] as const,
  incidents: (id: string) => ['incidents', 'of-cluster', id] as const,
  complaints: (id: string) => ['complaints', 'of-cluster', id] as const,
};

/** How it is now; its device coming or going has it read anew. */
export function useStatus(id: string) {
  const client = useQueryClient();
  const read = useQuery({
    queryKey: ONE.status(id),
    queryFn: async ({ signal }): Promise<ClusterStatusBody> => {
      const { clusters } = await ask<Static<typeof ClusterStatusListSchema>>(
        `/clusters/status${query({ clusterId: id })}`,
        { signal },
      );
      const [row] = clusters;
      if (row === undefined) throw new Problem(404, 'cluster-unknown');
      return row;
    },
  });
  const deviceId = read.data?.deviceId;
  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        const isIts =
          event.type === 'presence' ? event.deviceId === deviceId : event.type === 'receipt' && event.clusterId === id;
        if (isIts) void client.invalidateQueries({ queryKey: ONE.status(id) });
      },
      [client, deviceId, id],
    ),
  );
  return read;
}

export const useCluster = (id: string) =>
  useQuery({
    queryKey: ONE.cluster(id),
    queryFn: ({ signal }) => ask<ClusterBody>(`/clusters/${id}`, { signal }),
  });

export const useProgramme = (id: string) =>
  useQuery({
    queryKey: ONE.programme(id),
    queryFn: ({ signal }) => ask<ClusterProgrammeBody>(`/clusters/${id}/programme`, { signal }),
    // what is on air begins and ends without anybody doing anything
    refetchInterval: 30_000,
  });

const SHOWN_ORDERS = 8;
export const useCommands = (id: string) =>
  useQuery({
    queryKey: ONE.commands(id),
    queryFn: async ({ signal }): Promise<CommandBody[]> =>
      (
        await ask<Static<typeof CommandListSchema>>(`/clusters/${id}/commands${query({ limit: SHOWN_ORDERS })}`, {
          signal,
        })
      ).commands,
  });

export const useIncidentsHere = (id: string) =>
  useQuery({
    queryKey: ONE.incidents(id),
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof IncidentListSchema>>(`/incidents${query({ clusterId: id, limit: 20 })}`, { signal }))
        .incidents,
  });

/** @param enabled whoever may not see to complaints may not read them */
export const useComplaintsHere = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ONE.complaints(id),
    enabled,
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof ComplaintListSchema>>(`/complaints${query({ clusterId: id, limit: 20 })}`, { signal }))
        .complaints,
  });

/** @returns changes the register; everything that shows the cluster is read anew */
export function useChangeCluster(id: string): (change: object) => Promise<void> {
  const client = useQueryClient();
  return async (change) => {
    await patch(`/clusters/${id}`, change);
    await Promise.all([
      client.invalidateQueries({ queryKey: ['clusters'] }),
      client.invalidateQueries({ queryKey: ONE.status(id) }),
      client.invalidateQueries({ queryKey: ['cluster-rows'] }),
      client.invalidateQueries({ queryKey: ['unit-settings'] }),
    ]);
  };
}
