/** Routes of self-tests: order, read, draw, schedule. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { CommuneRulesParamsSchema } from '@loa-lang/schemas/http/commune-rules';
import {
  SelfTestHistoryQuerySchema,
  SelfTestHistorySchema,
  SelfTestListQuerySchema,
  SelfTestListSchema,
  SelfTestOrderedSchema,
  SelfTestOrderSchema,
  SelfTestScheduleAnswerSchema,
  SelfTestScheduleSchema,
} from '@loa-lang/schemas/http/self-tests';
import type { Clock } from '../../ports/clock.ts';
import type { SelfTests } from '../../services/self-test/self-tests.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { commandBody } from '../present-command.ts';
import { baselineBody, historyPoint, scheduleBody, selfTestBody } from '../present-self-test.ts';
import { needs } from '../right.ts';

export interface SelfTestRouteDeps {
  selfTesting: SelfTests;
  clock: Clock;
}

const PAGE = 50;
const USUAL_DAYS = 90;
const DAY_MS = 24 * 3600_000;

export function selfTestRoutes(server: HttpServer, { selfTesting, clock }: SelfTestRouteDeps): void {
  const tags = ['self-tests'];
  const path = `${API_ROOT}/clusters/:id/self-tests`;
  server.post(
    path,
    {
      ...needs('manage', { of: 'cluster' }),
      schema: {
        tags,
        description:
          'A short pilot is played and recorded by the device. With `calibrate` it becomes how the cluster sounds when it is well.',
        params: IdParamsSchema,
        body: SelfTestOrderSchema,
        response: answers(201, SelfTestOrderedSchema),
      },
    },
    async ({ params: { id }, body: { mode = 'check', levelDbfs, force }, caller }, reply) => {
      const { view, command } = await selfTesting.order(id, { mode, levelDbfs, force }, caller);
      const test = view === undefined ? {} : { test: selfTestBody(view) };
      return reply.status(201).send({ ...test, command: commandBody(command) });
    },
  );
  server.get(
    path,
    {
      ...needs('see', { of: 'cluster' }),
      schema: {
        tags,
        params: IdParamsSchema,
        querystring: SelfTestListQuerySchema,
        response: answers(200, SelfTestListSchema),
      },
    },
    async ({ params: { id }, query: { limit = PAGE, before } }) => {
      const [tests, baseline] = await Promise.all([
        selfTesting.ofCluster(id, { limit, ...pageEndOf(before) }),
        selfTesting.baselineOf(id),
      ]);
      const next = nextOf(tests, limit, ({ test }) => ({ at: test.orderedAt, id: test.id }));
      return { tests: tests.map(selfTestBody), baseline: baselineBody(baseline), ...next };
    },
  );
  server.get(
    `${path}/history`,
    {
      ...needs('see', { of: 'cluster' }),
      schema: {
        tags,
        params: IdParamsSchema,
        querystring: SelfTestHistoryQuerySchema,
        response: answers(200, SelfTestHistorySchema),
      },
    },
    async ({ params: { id }, query: { days = USUAL_DAYS } }) => ({
      points: (await selfTesting.history(id, clock.now() - days * DAY_MS)).map(historyPoint),
    }),
  );
  const schedule = `${API_ROOT}/communes/:communeId/self-test-schedule`;
  server.get(
    schedule,
    {
      ...needs('see'),
      schema: { tags, params: CommuneRulesParamsSchema, response: answers(200, SelfTestScheduleAnswerSchema) },
    },
    async ({ params: { communeId } }) => scheduleBody(await selfTesting.scheduleOf(communeId)),
  );
  server.put(
    schedule,
    {
      ...needs('manage'),
      schema: {
        tags,
        description:
          'One cluster after the other, outside quiet hours, where nothing sounds, nobody works and no lock holds. Off until it is set.',
        params: CommuneRulesParamsSchema,
        body: SelfTestScheduleSchema,
        response: answers(200, SelfTestScheduleAnswerSchema),
      },
    },
    async ({ params: { communeId }, body, caller }) =>
      scheduleBody(await selfTesting.putSchedule(communeId, body, caller)),
  );
}
