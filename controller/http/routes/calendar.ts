/** Route of a commune's calendar. */
import { CalendarQuerySchema, CalendarSchema } from '@loa-lang/schemas/http/calendar';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { CommuneCalendar } from '../../services/schedules/commune-calendar.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { calendarBody } from '../present-calendar.ts';
import { needs, sightOf } from '../right.ts';

export interface CalendarRouteDeps {
  calendar: CommuneCalendar;
}

export function calendarRoutes(server: HttpServer, { calendar }: CalendarRouteDeps): void {
  server.get(
    `${API_ROOT}/calendar`,
    {
      ...needs('see'),
      schema: {
        tags: ['schedules'],
        description:
          'Days with their lunar dates, what sounded and what is to sound, what is left out and why, and who wins where things meet.',
        querystring: CalendarQuerySchema,
        response: answers(200, CalendarSchema),
      },
    },
    async (request) => {
      const { communeId, from, to } = request.query;
      return calendarBody(await calendar.of(communeId, from, to, sightOf(request)));
    },
  );
}
