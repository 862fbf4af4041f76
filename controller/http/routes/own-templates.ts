/** Routes of the templates that communes write themselves. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  TemplateChangeSchema,
  TemplateCreateSchema,
  TemplateListQuerySchema,
  TemplateListSchema,
  TemplatePreviewSchema,
  TemplateSchema,
  TemplateTrialSchema,
} from '@loa-lang/schemas/http/templates';
import type { TemplateBook } from '../../services/bulletins/template-book.ts';
import type { BulletinTemplates } from '../../services/bulletins/templates.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { previewBody, templateBody } from '../present-template.ts';
import { needs, sightOf } from '../right.ts';

export interface OwnTemplateRouteDeps {
  book: TemplateBook;
  templates: BulletinTemplates;
}

export function ownTemplateRoutes(server: HttpServer, { book, templates }: OwnTemplateRouteDeps): void {
  const tags = ['templates'];
  const path = `${API_ROOT}/templates`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Those of the communes in sight, then the usual ones.',
        querystring: TemplateListQuerySchema,
        response: answers(200, TemplateListSchema),
      },
    },
    async (request) => ({
      templates: (await book.list(sightOf(request), request.query.putAway ?? false)).map(templateBody),
    }),
  );
  server.post(
    path,
    {
      ...needs('submit'),
      schema: { tags, body: TemplateCreateSchema, response: answers(201, TemplateSchema) },
    },
    async ({ body: { communeId, ...words }, caller }, reply) =>
      reply.status(201).send(templateBody(await book.create(communeId, words, caller))),
  );
  server.post(
    `${path}/trial`,
    {
      ...needs('draft', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'What words that are not stored would say. Nothing is made.',
        body: TemplateTrialSchema,
        response: answers(200, TemplatePreviewSchema),
      },
    },
    async ({ body: { words, values = {} } }) => previewBody(templates.trial(words, values)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('submit', { of: 'template' }),
      schema: {
        tags,
        description: 'Changes the words, puts it away or takes it back. Bulletins made with it stay as they are.',
        params: IdParamsSchema,
        body: TemplateChangeSchema,
        response: answers(200, TemplateSchema),
      },
    },
    async ({ params: { id }, body, caller }) => templateBody(await book.change(id, body, caller)),
  );
}
