/** Routes of versions of the agent and their rollouts. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  ReleaseBodySchema,
  ReleaseListSchema,
  ReleaseParamsSchema,
  RolloutCreateSchema,
  RolloutListSchema,
  RolloutResumeSchema,
  RolloutSchema,
} from '@loa-lang/schemas/http/rollouts';
import { DOCUMENT_TYPES } from '@loa-lang/schemas/sealing/document-types';
import { Refusal } from '../../services/refusal.ts';
import { MAX_ARTEFACT_BYTES, type Releases } from '../../services/rollouts/releases.ts';
import type { Rollouts } from '../../services/rollouts/rollouts.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { releaseBody, rolloutBody, rolloutSummary } from '../present-rollout.ts';
import { readUpload } from '../read-upload.ts';
import { needs, sightOf } from '../right.ts';

export interface RolloutRouteDeps {
  releases: Releases;
  rollouts: Rollouts;
}

const tags = ['rollouts'];

export function rolloutRoutes(server: HttpServer, { releases, rollouts }: RolloutRouteDeps): void {
  releaseRoutes(server, releases);
  const path = `${API_ROOT}/rollouts`;
  const one = answers(200, RolloutSchema);
  server.get(
    path,
    {
      ...needs('manage', { place: 'anywhere' }),
      schema: { tags, description: 'Newest first, without their devices.', response: answers(200, RolloutListSchema) },
    },
    async (request) => ({ rollouts: (await rollouts.list(sightOf(request))).map(rolloutSummary) }),
  );
  server.post(
    path,
    {
      ...needs('manage'),
      schema: {
        tags,
        description: 'Brings a version of the agent to one cluster first, and then to the rest in growing waves.',
        body: RolloutCreateSchema,
        response: answers(201, RolloutSchema),
      },
    },
    async ({ body: { soakMinutes, ...wish }, caller }, reply) => {
      const soakMs = soakMinutes === undefined ? undefined : soakMinutes * 60_000;
      return reply.status(201).send(rolloutBody(await rollouts.begin({ ...wish, soakMs }, caller)));
    },
  );
  const addressed = needs('manage', { of: 'rollout' });
  server.get(
    `${path}/:id`,
    { ...addressed, schema: { tags, params: IdParamsSchema, response: one } },
    async ({ params: { id } }) => rolloutBody(await rollouts.get(id)),
  );
  server.post(
    `${path}/:id/pause`,
    {
      ...addressed,
      schema: { tags, description: 'Nothing more is ordered.', params: IdParamsSchema, response: one },
    },
    async ({ params: { id } }) => rolloutBody(await rollouts.pause(id)),
  );
  server.post(
    `${path}/:id/resume`,
    {
      ...addressed,
      schema: {
        tags,
        description: 'Goes on after failures that somebody has looked at.',
        params: IdParamsSchema,
        body: RolloutResumeSchema,
        response: one,
      },
    },
    async ({ params: { id }, body }) => rolloutBody(await rollouts.resume(id, body.firstClusterId)),
  );
  server.post(
    `${path}/:id/stop`,
    { ...addressed, schema: { tags, description: 'For good.', params: IdParamsSchema, response: one } },
    async ({ params: { id } }) => rolloutBody(await rollouts.stop(id)),
  );
}

function releaseRoutes(server: HttpServer, releases: Releases): void {
  const path = `${API_ROOT}/releases`;
  server.get(
    path,
    { ...needs('manage', { place: 'anywhere' }), schema: { tags, response: answers(200, ReleaseListSchema) } },
    async () => ({ releases: (await releases.list()).map(releaseBody) }),
  );
  server.post(
    path,
    {
      // for all communes of the deployment
      ...needs('manage'),
      bodyLimit: MAX_ARTEFACT_BYTES + 1024 * 1024,
      schema: {
        tags,
        description:
          'A form with the artefact (.tgz) as its file, and the field document: what "npm run release -- sign" wrote.',
        consumes: ['multipart/form-data'],
        response: answers(201, ReleaseBodySchema),
      },
    },
    async (request, reply) => {
      const release = await readUpload(request, MAX_ARTEFACT_BYTES, readDocument, (...upload) =>
        releases.add(...upload, request.caller),
      );
      return reply.status(201).send(releaseBody(release));
    },
  );
  server.delete(
    `${path}/:releaseId`,
    {
      ...needs('manage'),
      schema: {
        tags,
        description: 'It is ordered no more, and its rollouts pause; devices that run it keep it.',
        params: ReleaseParamsSchema,
        response: answers(200, ReleaseBodySchema),
      },
    },
    async ({ params: { releaseId } }) => releaseBody(await releases.withdraw(releaseId)),
  );
}

function readDocument({ document }: Record<string, unknown>): { document: string } {
  if (typeof document !== 'string' || document.trim() === '' || document.length > DOCUMENT_TYPES.release.maxBytes) {
    throw new Refusal('release-form');
  }
  return { document: document.trim() };
}
