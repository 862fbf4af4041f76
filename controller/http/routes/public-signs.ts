/** Signs for poles, and what villagers have said by faces: for those who see the place. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { BroadcastFacesSchema, PublicCodesMadeSchema, SignQuerySchema } from '@loa-lang/schemas/http/public-pages';
import { IdSchema } from '@loa-lang/schemas/ids';
import { Type } from 'typebox';
import type { FaceQuestion } from '../../services/public/faces.ts';
import type { SignDesk } from '../../services/public/pole-signs.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { ownAddress } from '../identity/visitor.ts';
import { poleUrl } from '../public-pages/addresses.ts';
import { needs, sightOf } from '../right.ts';

export interface PublicSignRouteDeps {
  signDesk: SignDesk;
  faceQuestion: FaceQuestion;
  publicUrl: string | undefined;
}

const PDF = 'application/pdf';
const CommuneParamsSchema = Type.Object({ communeId: IdSchema });

export function publicSignRoutes(server: HttpServer, { signDesk, faceQuestion, publicUrl }: PublicSignRouteDeps): void {
  server.get(
    `${API_ROOT}/communes/:communeId/signs.pdf`,
    {
      ...needs('see'),
      schema: {
        tags: ['complaints'],
        description: 'A4, to be printed: of every loudspeaker with a code, the address of its page as a QR code.',
        params: CommuneParamsSchema,
        querystring: SignQuerySchema,
        produces: [PDF],
      },
    },
    async (request, reply) => {
      const { communeId } = request.params;
      const { clusterId, layout = 'sheet' } = request.query;
      const base = publicUrl?.replace(/\/$/, '') ?? ownAddress(request);
      const bytes = await signDesk.print(
        { communeId, clusterId },
        layout,
        sightOf(request),
        (code) => `${base}${poleUrl(code)}`,
      );
      reply.header('content-disposition', 'attachment; filename="bien-ma-cum-loa.pdf"');
      return reply.type(PDF).send(Buffer.from(bytes));
    },
  );
  server.post(
    `${API_ROOT}/communes/:communeId/public-codes`,
    {
      ...needs('manage'),
      schema: {
        tags: ['complaints'],
        description: 'Makes a code for every loudspeaker of the commune that has none; the others keep theirs.',
        params: CommuneParamsSchema,
        response: answers(201, PublicCodesMadeSchema),
      },
    },
    async ({ params: { communeId } }, reply) => reply.status(201).send(await signDesk.makeMissing(communeId)),
  );
  server.get(
    `${API_ROOT}/broadcasts/:id/faces`,
    {
      ...needs('see', { of: 'broadcast' }),
      schema: {
        tags: ['broadcasts'],
        description: 'How villagers heard it, counted per hamlet; nobody knows who they are.',
        params: IdParamsSchema,
        response: answers(200, BroadcastFacesSchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const hamlets = (await faceQuestion.totals(id, sightOf(request))).map(({ hamletKind, counts, ...hamlet }) => ({
        ...hamlet,
        ...(hamletKind !== undefined && { hamletKind }),
        counts: [...counts],
        answers: counts.reduce((sum, count) => sum + count, 0),
      }));
      return { broadcastId: id, answers: hamlets.reduce((sum, { answers }) => sum + answers, 0), hamlets };
    },
  );
}
