/** Routes of table imports. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { ImportQuerySchema, ImportReportSchema, MAX_IMPORT_BYTES } from '@loa-lang/schemas/http/imports';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../services/refusal.ts';
import type { TableImports } from '../../services/register/import-tables.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';

export function importRoutes(server: HttpServer, imports: TableImports): void {
  for (const what of ['hamlets', 'clusters'] as const) {
    server.post(
      `${API_ROOT}/import/${what}`,
      {
        ...needs('manage'),
        schema: {
          tags: ['import'],
          description: 'A form with one file, XLSX or CSV; nothing is stored when a row has a fault.',
          consumes: ['multipart/form-data'],
          querystring: ImportQuerySchema,
          response: answers(200, ImportReportSchema),
        },
      },
      async (request) => {
        const { communeId, dryRun = false } = request.query;
        return imports[what]({ communeId, dryRun, bytes: await fileOf(request) });
      },
    );
  }
}

async function fileOf(request: Pick<FastifyRequest, 'isMultipart' | 'file'>): Promise<Uint8Array> {
  if (!request.isMultipart()) throw new Refusal('media-type-unknown');
  const part = await request.file({ limits: { fileSize: MAX_IMPORT_BYTES, files: 1 } });
  if (part === undefined) throw new Refusal('upload-missing');
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) chunks.push(chunk as Buffer);
  if (part.file.truncated) throw new Refusal('upload-too-large', { limitMb: Math.floor(MAX_IMPORT_BYTES / 1_000_000) });
  return Buffer.concat(chunks);
}
