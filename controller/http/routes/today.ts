/** The start page. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { TodayQuerySchema, TodaySchema } from '@loa-lang/schemas/http/today';
import type { Clock } from '../../ports/clock.ts';
import type { Today } from '../../services/today/today.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { emptyToday, todayBody } from '../present-today.ts';
import { needs, sightOf } from '../right.ts';

export interface TodayRouteDeps {
  today: Today;
  clock: Clock;
}

export function todayRoutes(server: HttpServer, { today, clock }: TodayRouteDeps): void {
  server.get(
    `${API_ROOT}/today`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags: ['today'],
        description:
          'What sounds in a commune, what comes, what needs the caller, and what the last seven days reached.',
        querystring: TodayQuerySchema,
        response: answers(200, TodaySchema),
      },
    },
    async (request) => {
      const view = await today.of(request.query.communeId, request.caller, sightOf(request));
      return view === undefined ? emptyToday(clock.now()) : todayBody(view);
    },
  );
}
