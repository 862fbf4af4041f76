/** Routes of one cluster as a technician watches it, and of where all of them stand. */
import {
  type ClusterProgrammeBody,
  ClusterProgrammeSchema,
  PlacedClusterListSchema,
  PlacedClusterQuerySchema,
  UptimeDaysQuerySchema,
  UptimeDaysSchema,
} from '@loa-lang/schemas/http/cluster-watch';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { ProgrammeEntry } from '../../ports/cluster-watch-reader.ts';
import type { ClusterHealth } from '../../services/health/cluster-health.ts';
import type { ClusterWatch } from '../../services/health/cluster-watch.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { outInstant } from '../instants.ts';
import { needs, sightOf } from '../right.ts';

export interface ClusterWatchRouteDeps {
  clusterHealth: Pick<ClusterHealth, 'placed'>;
  clusterWatch: ClusterWatch;
}

/** Two provinces. */
const MOST_PLACED = 10_000;
const USUAL_DAYS = 30;

export function clusterWatchRoutes(server: HttpServer, { clusterHealth, clusterWatch }: ClusterWatchRouteDeps): void {
  const tags = ['health'];
  const ofCluster = needs('see', { of: 'cluster' });
  server.get(
    `${API_ROOT}/clusters/placed`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'For a map: nothing but where each stands and how it is.',
        querystring: PlacedClusterQuerySchema,
        response: answers(200, PlacedClusterListSchema),
      },
    },
    async (request) => ({
      clusters: await clusterHealth.placed(request.query.under, MOST_PLACED, sightOf(request)),
    }),
  );
  server.get(
    `${API_ROOT}/clusters/:id/uptime/days`,
    {
      ...ofCluster,
      schema: {
        tags,
        params: IdParamsSchema,
        querystring: UptimeDaysQuerySchema,
        response: answers(200, UptimeDaysSchema),
      },
    },
    async ({ params: { id }, query: { days = USUAL_DAYS } }) => ({
      days: (await clusterWatch.days(id, days)).map(({ startAt, watchedMs, onlineMs, outages }) => ({
        day: outInstant(startAt).slice(0, 10),
        ...{ watchedMs: Math.round(watchedMs), onlineMs: Math.round(onlineMs), outages },
      })),
    }),
  );
  server.get(
    `${API_ROOT}/clusters/:id/programme`,
    {
      ...ofCluster,
      schema: {
        tags,
        description: 'What is on air for it, what comes next, and what became of the latest there.',
        params: IdParamsSchema,
        response: answers(200, ClusterProgrammeSchema),
      },
    },
    async ({ params: { id } }) => {
      const { now, next, past } = await clusterWatch.programme(id);
      return { now: now.map(entryBody), next: next.map(entryBody), past: past.map(entryBody) };
    },
  );
}

const entryBody = ({ startAt, endsAt, receipt, ...entry }: ProgrammeEntry): ClusterProgrammeBody['now'][number] => ({
  ...entry,
  startAt: outInstant(startAt),
  endsAt: outInstant(endsAt),
  ...(receipt !== undefined && {
    receipt: {
      state: receipt.state,
      ...(receipt.reason !== undefined && { reason: receipt.reason }),
      at: outInstant(receipt.at),
    },
  }),
});
