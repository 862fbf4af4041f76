/** Routes of the templates of the usual bulletins. */
import { BulletinSchema } from '@loa-lang/schemas/http/bulletins';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  TemplateBulletinSchema,
  TemplatePreviewRequestSchema,
  TemplatePreviewSchema,
} from '@loa-lang/schemas/http/templates';
import type { BulletinTemplates } from '../../services/bulletins/templates.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { bulletinBody } from '../present-bulletin.ts';
import { previewBody } from '../present-template.ts';
import { needs, sightOf } from '../right.ts';

export interface TemplateRouteDeps {
  templates: BulletinTemplates;
}

export function templateRoutes(server: HttpServer, { templates }: TemplateRouteDeps): void {
  const tags = ['templates'];
  const path = `${API_ROOT}/templates`;
  server.post(
    `${path}/:id/preview`,
    {
      ...needs('draft', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'The text as it would be stored. Nothing is made. Faults name every field in `details`.',
        params: IdParamsSchema,
        body: TemplatePreviewRequestSchema,
        response: answers(200, TemplatePreviewSchema),
      },
    },
    async (request) => {
      const { params, body } = request;
      return previewBody(await templates.preview(params.id, body.values, sightOf(request)));
    },
  );
  server.post(
    `${path}/:id/bulletins`,
    {
      ...needs('draft'),
      schema: {
        tags,
        params: IdParamsSchema,
        body: TemplateBulletinSchema,
        response: answers(202, BulletinSchema),
      },
    },
    async (request, reply) => {
      const { validUntil, ...body } = request.body;
      const until = typeof validUntil === 'string' ? inInstant(validUntil) : validUntil;
      const given = { ...body, validUntil: until };
      return reply.status(202).send(bulletinBody(await templates.create(request.params.id, given, sightOf(request))));
    },
  );
}
