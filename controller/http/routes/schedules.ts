/** Routes of schedules. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  type OccurrenceChangeBody,
  OccurrenceChangeSchema,
  OccurrenceParamsSchema,
  type ScheduleChange,
  ScheduleChangeSchema,
  ScheduleCopySchema,
  type ScheduleCreate,
  ScheduleCreateSchema,
  ScheduleListQuerySchema,
  ScheduleListSchema,
  SchedulePreviewSchema,
  ScheduleResumeSchema,
  ScheduleSavedSchema,
  ScheduleSchema,
  StopQuerySchema,
} from '@loa-lang/schemas/http/schedules';
import { Type } from 'typebox';
import type { OccurrenceChange } from '../../domain/schedules/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import { Refusal } from '../../services/refusal.ts';
import type { SchedulePreviews } from '../../services/schedules/preview-schedule.ts';
import type { AskedConsent, ScheduleFields, Schedules, WishedTimes } from '../../services/schedules/schedules.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { previewBody, savedBody, scheduleBody } from '../present-schedule.ts';

export interface ScheduleRouteDeps {
  schedules: Schedules;
  previews: SchedulePreviews;
  clock: Clock;
}

const MINUTE_MS = 60_000;
const VersionHeaderSchema = Type.Object({
  'if-match': Type.Optional(Type.String({ maxLength: 20, description: 'the version that is changed, such as "3"' })),
});
const tags = ['schedules'];
const path = `${API_ROOT}/schedules`;
const saved = answers(200, ScheduleSavedSchema);

export function scheduleRoutes(server: HttpServer, deps: ScheduleRouteDeps): void {
  const { schedules, previews, clock } = deps;
  server.get(
    path,
    { schema: { tags, querystring: ScheduleListQuerySchema, response: answers(200, ScheduleListSchema) } },
    async ({ query: { communeId, removed } }) => {
      const query = { removed: removed === 'true', ...(communeId !== undefined && { communeId }) };
      return { schedules: (await schedules.list(query)).map(scheduleBody) };
    },
  );
  server.post(
    path,
    {
      schema: {
        tags,
        description:
          'A session or a one-off broadcast. 409 with the conflicts when it collides with others and acceptConflicts is not set; 422 for quiet hours, and for session rules without the approver’s reason.',
        body: ScheduleCreateSchema,
        response: answers(201, ScheduleSavedSchema),
      },
    },
    async ({ body, caller }, reply) => {
      const { communeId, kind } = body;
      const result = await schedules.create(communeId, kind, timesOf(body), fieldsOf(body), consentOf(body), caller);
      return reply.status(201).send(savedBody(result, clock.now()));
    },
  );
  server.get(
    `${path}/:id`,
    { schema: { tags, params: IdParamsSchema, response: answers(200, ScheduleSchema) } },
    async ({ params: { id } }, reply) => {
      const schedule = await schedules.get(id);
      return reply.header('etag', `"${schedule.version}"`).send(scheduleBody(schedule));
    },
  );
  server.get(
    `${path}/:id/preview`,
    {
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
      const fields = { ...changedFields(body), ...(recurrence !== undefined && { recurrence }) };
      return savedBody(await schedules.change(id, version, fields, consentOf(body), caller), clock.now());
    },
  );
  occurrenceRoutes(server, deps);
  stateRoutes(server, deps);
}

function occurrenceRoutes(server: HttpServer, { schedules, clock }: ScheduleRouteDeps): void {
  server.put(
    `${path}/:id/occurrences/:recurrenceId`,
    {
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

function stateRoutes(server: HttpServer, { schedules, clock }: ScheduleRouteDeps): void {
  const common = { tags, params: IdParamsSchema, headers: VersionHeaderSchema };
  server.post(
    `${path}/:id/pause`,
    {
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
    { schema: { ...common, body: Type.Union([ScheduleResumeSchema, Type.Null()]), response: saved } },
    async ({ params: { id }, headers, body, caller }) => {
      const version = versionIn(headers['if-match']);
      return savedBody(await schedules.resume(id, version, consentOf(body ?? {}), caller), clock.now());
    },
  );
  server.post(
    `${path}/:id/copy`,
    {
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
      schema: { tags, params: IdParamsSchema, description: 'Undoes a removal.', response: saved },
    },
    async ({ params: { id }, caller }) => savedBody(await schedules.restore(id, caller), clock.now()),
  );
}

/** `"3"`, `W/"3"` or `3`. @throws Refusal for anything else */
function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const [, digits] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header) ?? [];
  if (digits === undefined) throw new Refusal('bad-request', { detail: `If-Match ${header}` });
  return Number(digits);
}

function timesOf({ kind, recurrence, startInMinutes }: ScheduleCreate): WishedTimes | undefined {
  if (startInMinutes === undefined) return recurrence === undefined ? undefined : { recurrence };
  if (recurrence !== undefined || kind !== 'one-off') {
    throw new Refusal('bad-request', { detail: 'startInMinutes: one-off, recurrence' });
  }
  return { inMs: startInMinutes * MINUTE_MS };
}

const consentOf = ({ acceptConflicts = false, ruleReason }: Partial<ScheduleChange>): AskedConsent => ({
  acceptConflicts,
  ruleReason,
});

const requestedOf = ({ areaIds = [], groupIds = [], clusterIds = [] }: ScheduleCreate['targets']) => ({
  areaIds,
  groupIds,
  clusterIds,
});

function fieldsOf(body: ScheduleCreate): ScheduleFields {
  return {
    name: body.name,
    class: body.class ?? 'scheduled',
    level: body.level ?? 'commune',
    rank: body.rank ?? undefined,
    windowMs: body.windowMinutes * MINUTE_MS,
    programme: body.programme,
    requested: requestedOf(body.targets),
    gainDb: body.gainDb ?? 0,
  };
}

function changedFields(body: ScheduleChange): Partial<ScheduleFields> {
  const { name, class: kind, level, rank, windowMinutes, programme, targets, gainDb } = body;
  return {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { class: kind }),
    ...(level !== undefined && { level }),
    ...(rank !== undefined && { rank: rank ?? undefined }),
    ...(windowMinutes !== undefined && { windowMs: windowMinutes * MINUTE_MS }),
    ...(programme !== undefined && { programme }),
    ...(targets !== undefined && { requested: requestedOf(targets) }),
    ...(gainDb !== undefined && { gainDb }),
  };
}

const changeOf = ({ skip, startAt, programme }: OccurrenceChangeBody): OccurrenceChange => ({
  ...(skip === true && { skip }),
  ...(startAt !== undefined && { startAt: inInstant(startAt) }),
  ...(programme !== undefined && { programme }),
});
