/** Routes that switch a schedule off and on, copy and remove it. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  ScheduleCopySchema,
  ScheduleResumeSchema,
  ScheduleSavedSchema,
  StopQuerySchema,
  VersionHeaderSchema,
} from '@loa-lang/schemas/http/schedules';
import { Type } from 'typebox';
import type { Clock } from '../../ports/clock.ts';
import type { Schedules } from '../../services/schedules/schedules.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { savedBody } from '../present-schedule.ts';
import { consentOf, versionIn } from '../read-schedule.ts';
import { needs } from '../right.ts';

const tags = ['schedules'];
const path = `${API_ROOT}/schedules`;
const saved = answers(200, ScheduleSavedSchema);

export function scheduleStateRoutes(
  server: HttpServer,
  { schedules, clock }: { schedules: Schedules; clock: Clock },
): void {
  const common = { tags, params: IdParamsSchema, headers: VersionHeaderSchema };
  server.post(
    `${path}/:id/pause`,
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: {
        ...common,
        description:
          'Takes its coming occurrences back. What sounds plays on unless onAir=stop; the answer says which.',
        querystring: StopQuerySchema,
        response: saved,
      },
    },
    async ({ params: { id }, headers, query: { onAir }, caller }) =>
      savedBody(await schedules.pause(id, versionIn(headers['if-match']), onAir === 'stop', caller), clock.now()),
  );
  server.post(
    `${path}/:id/resume`,
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: { ...common, body: Type.Union([ScheduleResumeSchema, Type.Null()]), response: saved },
    },
    async ({ params: { id }, headers, body, caller }) => {
      const version = versionIn(headers['if-match']);
      return savedBody(await schedules.resume(id, version, consentOf(body ?? {}), caller), clock.now());
    },
  );
  server.post(
    `${path}/:id/copy`,
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: {
        tags,
        params: IdParamsSchema,
        description: 'A copy that is paused, since it would collide with the original.',
        body: Type.Union([ScheduleCopySchema, Type.Null()]),
        response: answers(201, ScheduleSavedSchema),
      },
    },
    async ({ params: { id }, body, caller }, reply) =>
      reply.status(201).send(savedBody(await schedules.copy(id, body?.name, caller), clock.now())),
  );
  server.delete(
    path.concat('/:id'),
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: {
        ...common,
        description:
          'Takes its coming occurrences back; it can be restored. What sounds plays on unless onAir=stop; the answer says which.',
        querystring: StopQuerySchema,
        response: saved,
      },
    },
    async ({ params: { id }, headers, query: { onAir }, caller }) =>
      savedBody(await schedules.remove(id, versionIn(headers['if-match']), onAir === 'stop', caller), clock.now()),
  );
  server.post(
    `${path}/:id/restore`,
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: { tags, params: IdParamsSchema, description: 'Undoes a removal.', response: saved },
    },
    async ({ params: { id }, caller }) => savedBody(await schedules.restore(id, caller), clock.now()),
  );
}
