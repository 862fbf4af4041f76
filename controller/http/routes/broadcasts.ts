/** Routes of broadcasts and their coverage. */
import {
  BroadcastCancelledSchema,
  BroadcastCancelSchema,
  type BroadcastCreate,
  BroadcastCreateSchema,
  BroadcastListQuerySchema,
  BroadcastListSchema,
  BroadcastPlannedSchema,
  BroadcastRankedSchema,
  BroadcastRankSchema,
  BroadcastSchema,
} from '@loa-lang/schemas/http/broadcasts';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { CoverageSchema } from '@loa-lang/schemas/http/coverage';
import { IdempotencyHeaderSchema } from '@loa-lang/schemas/http/idempotency';
import { Type } from 'typebox';
import type { Caller } from '../../domain/people/person.ts';
import type { HeardReader } from '../../ports/heard-store.ts';
import type { BroadcastCancelling } from '../../services/broadcasts/cancel-broadcast.ts';
import type { BroadcastPlanning, BroadcastRequest } from '../../services/broadcasts/plan-broadcast.ts';
import type { BroadcastRanking } from '../../services/broadcasts/rank-broadcast.ts';
import type { BroadcastViews } from '../../services/broadcasts/view-broadcasts.ts';
import type { MakeUps } from '../../services/make-up/make-ups.ts';
import { planningLevel } from '../../services/people/caller.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, inOptional } from '../instants.ts';
import { broadcastBody, coverageBody } from '../present-broadcast.ts';
import { plannedBody } from '../present-planned.ts';
import { cancellation } from '../present-silence.ts';
import { needs, sightOf } from '../right.ts';

const PAGE = 50;

export interface BroadcastRouteDeps {
  planning: BroadcastPlanning;
  cancelling: BroadcastCancelling;
  views: BroadcastViews;
  makeUps: MakeUps;
  ranking: BroadcastRanking;
  hearing: HeardReader;
}

export function broadcastRoutes(
  server: HttpServer,
  { planning, cancelling, views, makeUps, ranking, hearing }: BroadcastRouteDeps,
): void {
  const tags = ['broadcasts'];
  const path = `${API_ROOT}/broadcasts`;
  server.post(
    path,
    {
      ...needs('draft'),
      schema: {
        tags,
        description: '201 for a new broadcast, 200 for a repeated request with the same key.',
        headers: IdempotencyHeaderSchema,
        body: BroadcastCreateSchema,
        response: { ...answers(201, BroadcastPlannedSchema), 200: BroadcastPlannedSchema },
      },
    },
    async (request, reply) => {
      const { body, headers, caller } = request;
      const key = headers['idempotency-key'];
      // a key is its sender's own: it meets neither those of others nor the system's
      const once =
        key === undefined ? undefined : { key: `${caller.personId}:${key}`, fingerprint: fingerprintOf(body) };
      const planned = await planning.plan(requestOf(body, caller), caller, once);
      const view = planned.repeated ? await views.get(planned.broadcast.id, sightOf(request)) : planned;
      return reply.status(planned.repeated ? 200 : 201).send(plannedBody(planned, view));
    },
  );
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: BroadcastListQuerySchema, response: answers(200, BroadcastListSchema) },
    },
    async (request) => {
      const { limit = PAGE, before, ...query } = request.query;
      const listed = await views.list({ limit, ...query, ...pageEndOf(before) }, sightOf(request));
      const next = nextOf(listed, limit, ({ broadcast: { startAt: at, id } }) => ({ at, id }));
      return { broadcasts: listed.map(broadcastBody), ...next };
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'broadcast' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, BroadcastSchema) },
    },
    async (request) => broadcastBody(await views.get(request.params.id, sightOf(request))),
  );
  server.put(
    `${path}/:id`,
    {
      ...needs('draft', { of: 'broadcast' }),
      schema: {
        tags,
        description:
          'Another content, place or time before it begins: a new version, which must be approved anew. What was approved is taken out of the plans.',
        params: IdParamsSchema,
        body: BroadcastCreateSchema,
        response: answers(200, BroadcastPlannedSchema),
      },
    },
    async ({ params: { id }, body, caller }) => {
      const planned = await planning.revise(id, requestOf(body, caller), caller);
      return plannedBody(planned, planned);
    },
  );
  server.put(
    `${path}/:id/rank`,
    {
      ...needs('submit', { of: 'broadcast' }),
      schema: {
        tags,
        description:
          'Its place among the priority broadcasts of the same time, before it begins. Its approval stands; that of a schedule is set there.',
        params: IdParamsSchema,
        body: BroadcastRankSchema,
        response: answers(200, BroadcastRankedSchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { broadcast, delivery } = await ranking.rank(id, request.body.rank ?? undefined);
      const { state } = await views.get(id, sightOf(request));
      return { broadcast: broadcastBody({ broadcast, state }), delivery };
    },
  );
  server.get(
    `${path}/:id/coverage`,
    {
      ...needs('see', { of: 'broadcast' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, CoverageSchema) },
    },
    async (request) => {
      const view = await views.get(request.params.id, sightOf(request));
      const [after, heard] = await Promise.all([makeUps.after(view, sightOf(request)), hearing.of(request.params.id)]);
      return coverageBody(view, after, heard);
    },
  );
  server.post(
    `${path}/:id/cancel`,
    {
      ...needs('stop', { of: 'broadcast' }),
      // a body is welcome and not needed: stopping must not fail for want of one
      schema: {
        tags,
        params: IdParamsSchema,
        body: Type.Union([BroadcastCancelSchema, Type.Null()]),
        response: answers(200, BroadcastCancelledSchema),
      },
    },
    async ({ params: { id }, body }) => {
      const { broadcast, delivery } = await cancelling.cancel(id, body?.reason ?? '');
      const outcome = cancellation(broadcast);
      return { broadcast: broadcastBody({ broadcast, state: 'cancelled' }), delivery, warnings: [], ...outcome };
    },
  );
}

function requestOf(body: BroadcastCreate, by: Caller): BroadcastRequest {
  const { areaIds = [], groupIds = [], clusterIds = [] } = body.targets;
  return {
    communeId: body.communeId,
    title: body.title,
    bulletins: body.bulletins.map(({ bulletinId, readings = 1 }) => ({ bulletinId, readings })),
    requested: { areaIds, groupIds, clusterIds },
    start: body.start === 'now' ? 'now' : inInstant(body.start),
    class: body.class ?? 'scheduled',
    level: planningLevel(body.level, by),
    rank: body.rank,
    onInterrupted: body.onInterrupted ?? 'restart',
    gainDb: body.gainDb ?? 0,
    ruleReason: body.ruleReason,
    ...inOptional('latestStartAt', body.latestStartAt),
    ...inOptional('joinUntilAt', body.joinUntilAt),
    ...inOptional('endsAt', body.endsAt),
    ...(body.repeat !== undefined && { repeat: { everyMs: body.repeat.everyMs, until: inInstant(body.repeat.until) } }),
  };
}
