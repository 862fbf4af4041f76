/** Routes of the templates of the usual bulletins. */
import { BulletinSchema } from '@loa-lang/schemas/http/bulletins';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  TemplateBulletinSchema,
  TemplateListSchema,
  TemplatePreviewRequestSchema,
  TemplatePreviewSchema,
} from '@loa-lang/schemas/http/templates';
import { defaultRecipe } from '../../domain/composition/recipe.ts';
import type { BulletinTemplates } from '../../services/bulletins/templates.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, outOptional } from '../instants.ts';
import { bulletinBody, noticeOf } from '../present-bulletin.ts';
import { needs } from '../right.ts';

export interface TemplateRouteDeps {
  templates: BulletinTemplates;
}

export function templateRoutes(server: HttpServer, { templates }: TemplateRouteDeps): void {
  const tags = ['templates'];
  const path = `${API_ROOT}/templates`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, TemplateListSchema) } },
    async () => ({
      templates: templates.list().map(({ id, title, kind, class: usualClass, fields }) => ({
        ...{ id, title, kind, class: usualClass },
        fields: [...fields],
        recipe: defaultRecipe(kind),
      })),
    }),
  );
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
    async ({ params: { id }, body: { values } }) => {
      const { validUntil, warnings, ...preview } = templates.preview(id, values);
      return { ...preview, warnings: warnings.map(noticeOf), ...outOptional('validUntil', validUntil) };
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
    async ({ params: { id }, body: { validUntil, ...body } }, reply) => {
      const until = typeof validUntil === 'string' ? inInstant(validUntil) : validUntil;
      return reply.status(202).send(bulletinBody(await templates.create(id, { ...body, validUntil: until })));
    },
  );
}
