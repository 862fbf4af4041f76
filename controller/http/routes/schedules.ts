/** Routes of schedules. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { IdempotencyHeaderSchema } from '@loa-lang/schemas/http/idempotency';
import {
  OccurrenceChangeSchema,
  OccurrenceParamsSchema,
  ScheduleChangeSchema,
  ScheduleCreateSchema,
  ScheduleListQuerySchema,
  ScheduleListSchema,
  SchedulePreviewSchema,
  ScheduleSavedSchema,
  ScheduleSchema,
  VersionHeaderSchema,
} from '@loa-lang/schemas/http/schedules';
import type { Clock } from '../../ports/clock.ts';
import type { SchedulePreviews } from '../../services/schedules/preview-schedule.ts';
import type { Schedules } from '../../services/schedules/schedules.ts';
import { answers } from '../answers.ts';
import { idOfKey } from '../fingerprint.ts';
import type { HttpServer } from '../http-server.ts';
import { previewBody, savedBody, scheduleBody } from '../present-schedule.ts';
import { changedFields, changeOf, consentOf, fieldsOf, timesOf, versionIn } from '../read-schedule.ts';
import { needs, sightOf } from '../right.ts';
import { scheduleStateRoutes } from './schedule-states.ts';

export interface ScheduleRouteDeps {
  schedules: Schedules;
  previews: SchedulePreviews;
  clock: Clock;
}

const tags = ['schedules'];
const path = `${API_ROOT}/schedules`;
const saved = answers(200, ScheduleSavedSchema);

export function scheduleRoutes(server: HttpServer, deps: ScheduleRouteDeps): void {
  const { schedules, previews, clock } = deps;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: ScheduleListQuerySchema, response: answers(200, ScheduleListSchema) },
    },
    async (request) => {
      const { communeId, removed } = request.query;
      const query = { removed: removed === 'true', ...(communeId !== undefined && { communeId }) };
      return { schedules: (await schedules.list(query, sightOf(request))).map(scheduleBody) };
    },
  );
  server.post(
    path,
    {
      ...needs('schedule'),
      schema: {
        tags,
        description:
          'A session or a one-off broadcast. 409 with the conflicts when it collides with others and acceptConflicts is not set; 422 for quiet hours, and for session rules without the approver’s reason.',
        headers: IdempotencyHeaderSchema,
        body: ScheduleCreateSchema,
        response: answers(201, ScheduleSavedSchema),
      },
    },
    async ({ body, headers, caller }, reply) => {
      const { communeId, kind } = body;
      const key = headers['idempotency-key'];
      const wished = {
        ...{ communeId, kind, times: timesOf(body), fields: fieldsOf(body, caller) },
        id: key === undefined ? undefined : idOfKey(caller.personId, key),
      };
      const result = await schedules.create(wished, consentOf(body), caller);
      return reply.status(201).send(savedBody(result, clock.now()));
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'schedule' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, ScheduleSchema) },
    },
    async ({ params: { id } }, reply) => {
      const schedule = await schedules.get(id);
      return reply.header('etag', `"${schedule.version}"`).send(scheduleBody(schedule));
    },
  );
  server.get(
    `${path}/:id/preview`,
    {
      ...needs('see', { of: 'schedule' }),
      schema: {
        tags,
        description: 'The next 20 occurrences with all that is known of them now.',
        params: IdParamsSchema,
        response: answers(200, SchedulePreviewSchema),
      },
    },
    async ({ params: { id } }) => previewBody(await previews.of(id)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: {
        tags,
        description:
          'From the next occurrence on; what sounds is untouched, and the answer says so. Needs the version that was changed: 412 when somebody else was quicker.',
        params: IdParamsSchema,
        headers: VersionHeaderSchema,
        body: ScheduleChangeSchema,
        response: saved,
      },
    },
    async ({ params: { id }, body, headers, caller }) => {
      const version = body.version ?? versionIn(headers['if-match']);
      const { recurrence } = body;
      const fields = { ...changedFields(body, caller), ...(recurrence !== undefined && { recurrence }) };
      return savedBody(await schedules.change(id, version, fields, consentOf(body), caller), clock.now());
    },
  );
  occurrenceRoutes(server, deps);
  scheduleStateRoutes(server, deps);
}

function occurrenceRoutes(server: HttpServer, { schedules, clock }: ScheduleRouteDeps): void {
  server.put(
    `${path}/:id/occurrences/:recurrenceId`,
    {
      ...needs('schedule', { of: 'schedule' }),
      schema: {
        tags,
        description: 'One occurrence skipped, moved, or with another programme; an empty change undoes that.',
        params: OccurrenceParamsSchema,
        headers: VersionHeaderSchema,
        body: OccurrenceChangeSchema,
        response: saved,
      },
    },
    async ({ params: { id, recurrenceId }, body, headers, caller }) => {
      const version = body.version ?? versionIn(headers['if-match']);
      const change = changeOf(body);
      const consent = consentOf(body);
      return savedBody(
        await schedules.changeOccurrence(id, recurrenceId, version, change, consent, caller),
        clock.now(),
      );
    },
  );
}
