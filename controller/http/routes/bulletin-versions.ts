/** Routes of a bulletin's versions, one a language. */
import {
  BulletinRemovedSchema,
  BulletinSchema,
  RemovalQuerySchema,
  VersionParamsSchema,
  VersionPutSchema,
} from '@loa-lang/schemas/http/bulletins';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { Clock } from '../../ports/clock.ts';
import type { BulletinVersions } from '../../services/bulletins/bulletin-versions.ts';
import type { BulletinRemoval } from '../../services/bulletins/remove-bulletins.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { bulletinBody } from '../present-bulletin.ts';
import { removedBody } from '../present-removal.ts';
import { readUpload } from '../read-upload.ts';
import { needs } from '../right.ts';
import { readVersionFields } from '../upload-fields.ts';

export interface VersionRouteDeps {
  versions: BulletinVersions;
  removal: BulletinRemoval;
  clock: Clock;
  uploadLimitBytes: number;
}

export function bulletinVersionRoutes(server: HttpServer, deps: VersionRouteDeps): void {
  const { versions, removal, clock, uploadLimitBytes } = deps;
  const tags = ['bulletins'];
  const path = `${API_ROOT}/bulletins/:id/versions/:language`;
  server.put(
    path,
    {
      ...needs('submit', { of: 'bulletin' }),
      schema: {
        tags,
        description: 'Adds the language, or follows its version with a new one. What is planned keeps its audio.',
        params: VersionParamsSchema,
        body: VersionPutSchema,
        response: answers(202, BulletinSchema),
      },
    },
    async ({ params: { id, language }, body: { recipe, ...content } }, reply) => {
      const bulletin = await versions.fromText({ bulletinId: id, language, recipe }, content);
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
  server.post(
    `${path}/upload`,
    {
      ...needs('submit', { of: 'bulletin' }),
      bodyLimit: uploadLimitBytes + 1024 * 1024,
      schema: {
        tags,
        description: 'The same with a recording: a form with one file and perhaps the field recipe.',
        consumes: ['multipart/form-data'],
        params: VersionParamsSchema,
        response: answers(202, BulletinSchema),
      },
    },
    async (request, reply) => {
      const { id: bulletinId, language } = request.params;
      const bulletin = await readUpload(request, uploadLimitBytes, readVersionFields, (...upload) =>
        versions.fromUpload({ bulletinId, language }, ...upload),
      );
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
  server.delete(
    path,
    {
      ...needs('submit', { of: 'bulletin' }),
      schema: {
        tags,
        description: 'Hamlets of this language hear Vietnamese from then on. Asks like the removal of a bulletin.',
        params: VersionParamsSchema,
        querystring: RemovalQuerySchema,
        response: answers(200, BulletinRemovedSchema),
      },
    },
    async ({ params: { id, language }, query: { confirm } }) =>
      removedBody(id, await removal.removeLanguage(id, language, confirm === 'true'), clock.now()),
  );
}
