/** Routes of recordings: what was measured, and repairs. */
import { BulletinSchema } from '@loa-lang/schemas/http/bulletins';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  AnalysisQuerySchema,
  BulletinAnalysisSchema,
  RepairHistorySchema,
  RepairRequestSchema,
} from '@loa-lang/schemas/http/recordings';
import type { Recordings } from '../../services/recordings/recordings.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { outInstant } from '../instants.ts';
import { bulletinBody, noticeOf } from '../present-bulletin.ts';
import { needs } from '../right.ts';

export interface RecordingRouteDeps {
  recordings: Recordings;
}

export function recordingRoutes(server: HttpServer, { recordings }: RecordingRouteDeps): void {
  const tags = ['recordings'];
  const path = `${API_ROOT}/bulletins/:id`;
  server.get(
    `${path}/analysis`,
    {
      ...needs('see', { of: 'bulletin' }),
      schema: {
        tags,
        description: 'What was measured of a bulletin’s recording before it was brought to level, and of the result.',
        params: IdParamsSchema,
        querystring: AnalysisQuerySchema,
        response: answers(200, BulletinAnalysisSchema),
      },
    },
    async ({ params: { id }, query }) => {
      const { version, language, repair, analysis, aired, warnings } = await recordings.analysis(id, query);
      return {
        ...{ bulletinId: id, version, language, repair, recording: analysis, aired },
        warnings: warnings.map(noticeOf),
      };
    },
  );
  server.get(
    `${path}/repairs`,
    {
      ...needs('see', { of: 'bulletin' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, RepairHistorySchema) },
    },
    async ({ params: { id } }) => ({
      versions: (await recordings.history(id)).map(({ originalId: _, createdAt, ...version }) => ({
        ...version,
        createdAt: outInstant(createdAt),
      })),
    }),
  );
  server.post(
    `${path}/repairs`,
    {
      ...needs('submit', { of: 'bulletin' }),
      schema: {
        tags,
        description:
          'Makes a new version from the kept original: with this repair, or with that of an earlier version.',
        params: IdParamsSchema,
        body: RepairRequestSchema,
        response: answers(202, BulletinSchema),
      },
    },
    async ({ params: { id }, body }, reply) => {
      const bulletin =
        'repair' in body
          ? await recordings.repair(id, body)
          : await recordings.backTo(id, body.backToVersion, body.language);
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
}
