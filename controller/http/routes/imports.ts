/** Routes of table imports. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { ImportQuerySchema, ImportReportSchema, MAX_IMPORT_BYTES } from '@loa-lang/schemas/http/imports';
import type { TableImports } from '../../services/register/import-tables.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { readFileField } from '../read-file-field.ts';
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
        return imports[what]({ communeId, dryRun, bytes: await readFileField(request, MAX_IMPORT_BYTES) });
      },
    );
  }
}
