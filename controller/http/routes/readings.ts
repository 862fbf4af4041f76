/** Routes of readings and of the commune's dictionary. */
import { API_ROOT, EmptySchema, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  DictionaryEntryChangeSchema,
  DictionaryEntryCreateSchema,
  DictionaryEntrySchema,
  DictionaryQuerySchema,
  DictionarySchema,
  ReadingCreateSchema,
  ReadingSchema,
} from '@loa-lang/schemas/http/readings';
import type { Dictionary } from '../../services/reading/dictionary.ts';
import type { Readings } from '../../services/reading/readings.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { readingBody } from '../present-reading.ts';
import { needs } from '../right.ts';

export interface ReadingRouteDeps {
  readings: Readings;
  dictionary: Dictionary;
}

export function readingRoutes(server: HttpServer, { readings, dictionary }: ReadingRouteDeps): void {
  server.post(
    `${API_ROOT}/readings`,
    {
      ...needs('draft'),
      schema: {
        tags: ['readings'],
        description:
          'A text as it will be read aloud, piece by piece, and what to look at before it airs. Stores nothing.',
        body: ReadingCreateSchema,
        response: answers(200, ReadingSchema),
      },
    },
    async ({ body }) => readingBody(await readings.preview(body), body.corrections ?? []),
  );
  dictionaryRoutes(server, dictionary);
}

function dictionaryRoutes(server: HttpServer, dictionary: Dictionary): void {
  const tags = ['dictionary'];
  const path = `${API_ROOT}/dictionary`;
  server.get(
    path,
    { ...needs('see'), schema: { tags, querystring: DictionaryQuerySchema, response: answers(200, DictionarySchema) } },
    async ({ query: { communeId } }) => ({ entries: await dictionary.list(communeId) }),
  );
  server.post(
    path,
    {
      ...needs('submit'),
      schema: { tags, body: DictionaryEntryCreateSchema, response: answers(201, DictionaryEntrySchema) },
    },
    async ({ body }, reply) => reply.status(201).send(await dictionary.add(body)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('submit', { of: 'dictionary-entry' }),
      schema: {
        tags,
        params: IdParamsSchema,
        body: DictionaryEntryChangeSchema,
        response: answers(200, DictionaryEntrySchema),
      },
    },
    async ({ params: { id }, body }) => dictionary.change(id, body),
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('submit', { of: 'dictionary-entry' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, EmptySchema) },
    },
    async ({ params: { id } }) => {
      await dictionary.remove(id);
      return {};
    },
  );
}
