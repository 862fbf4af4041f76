/** Routes of what became of clusters over time, and how they are now. */
import {
  AreaUptimeSchema,
  ChartQuerySchema,
  ChartSchema,
  ClusterDataSchema,
  ClusterStatusListSchema,
  ClusterStatusQuerySchema,
  PeriodQuerySchema,
  UptimeSchema,
} from '@loa-lang/schemas/http/cluster-health';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { searchName } from '../../domain/text/names.ts';
import type { ClusterHealth } from '../../services/health/cluster-health.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { inOptional } from '../instants.ts';
import { areaUptimeBody, chartBody, dataBody, stateBody, uptimeBody } from '../present-cluster-health.ts';
import { needs, sightOf } from '../right.ts';
import { type ClusterWatchRouteDeps, clusterWatchRoutes } from './cluster-watch.ts';

export interface ClusterHealthRouteDeps extends ClusterWatchRouteDeps {
  clusterHealth: ClusterHealth;
}

const PAGE = 100;

const periodOf = ({ from, until }: { from?: string; until?: string }) => ({
  ...inOptional('from', from),
  ...inOptional('until', until),
});

export function clusterHealthRoutes(server: HttpServer, deps: ClusterHealthRouteDeps): void {
  const { clusterHealth } = deps;
  clusterWatchRoutes(server, deps);
  const tags = ['health'];
  const ofCluster = { ...needs('see', { of: 'cluster' }) };
  server.get(
    `${API_ROOT}/clusters/status`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: ClusterStatusQuerySchema, response: answers(200, ClusterStatusListSchema) },
    },
    async (request) => {
      const { under, condition, state, clusterId, q, after, limit = PAGE } = request.query;
      const { before: end } = pageEndOf(after);
      const search = q === undefined ? undefined : searchName(q);
      const from = end && { weight: end.at, id: end.id };
      const query = { under, condition, state, clusterId, search, after: from, limit };
      const { states, counts, byState } = await clusterHealth.states(query, sightOf(request));
      const next = nextOf(states, limit, ({ weight, clusterId }) => ({ at: weight, id: clusterId }));
      return { clusters: states.map(stateBody), counts, byState, ...next };
    },
  );
  server.get(
    `${API_ROOT}/clusters/:id/health`,
    {
      ...ofCluster,
      schema: { tags, params: IdParamsSchema, querystring: ChartQuerySchema, response: answers(200, ChartSchema) },
    },
    async ({ params: { id }, query }) => chartBody(await clusterHealth.chart(id, periodOf(query), query)),
  );
  server.get(
    `${API_ROOT}/clusters/:id/uptime`,
    {
      ...ofCluster,
      schema: { tags, params: IdParamsSchema, querystring: PeriodQuerySchema, response: answers(200, UptimeSchema) },
    },
    async ({ params: { id }, query }) => {
      const { period, uptime } = await clusterHealth.uptime(id, periodOf(query));
      return uptimeBody(period, uptime);
    },
  );
  server.get(
    `${API_ROOT}/clusters/:id/data`,
    { ...ofCluster, schema: { tags, params: IdParamsSchema, response: answers(200, ClusterDataSchema) } },
    async ({ params: { id } }) => dataBody(await clusterHealth.data(id)),
  );
  server.get(
    `${API_ROOT}/areas/:id/uptime`,
    {
      ...needs('see', { of: 'area' }),
      schema: {
        tags,
        params: IdParamsSchema,
        querystring: PeriodQuerySchema,
        response: answers(200, AreaUptimeSchema),
      },
    },
    async (request) =>
      areaUptimeBody(await clusterHealth.areaUptime(request.params.id, periodOf(request.query), sightOf(request))),
  );
}
