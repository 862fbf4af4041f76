/** Route of coverage over time. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { CoverageHistoryQuerySchema, CoverageHistorySchema } from '@loa-lang/schemas/http/coverage-history';
import type { CoverageHistory } from '../../services/coverage/coverage-history.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { coverageHistoryBody } from '../present-coverage-history.ts';
import { needs } from '../right.ts';

export interface CoverageHistoryRouteDeps {
  coverageHistory: CoverageHistory;
}

export function coverageHistoryRoutes(server: HttpServer, { coverageHistory }: CoverageHistoryRouteDeps): void {
  server.get(
    `${API_ROOT}/coverage`,
    {
      ...needs('see'),
      schema: {
        tags: ['broadcasts'],
        description:
          'By day, by hamlet and by reason, and the hamlets that are left out again and again. What was cancelled before it began or not approved counts nowhere.',
        querystring: CoverageHistoryQuerySchema,
        response: answers(200, CoverageHistorySchema),
      },
    },
    async ({ query: { areaId, from, to } }) =>
      coverageHistoryBody(await coverageHistory.of({ areaId, from, until: to })),
  );
}
