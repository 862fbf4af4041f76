/** Route of the look ahead: what would become of a broadcast that is not planned yet. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { OutlookCreateSchema, OutlookSchema } from '@loa-lang/schemas/http/outlook';
import type { BroadcastOutlooks } from '../../services/broadcasts/broadcast-outlook.ts';
import { planningLevel } from '../../services/people/caller.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { outlookBody } from '../present-outlook.ts';
import { needs, sightOf } from '../right.ts';

export interface OutlookRouteDeps {
  outlooks: BroadcastOutlooks;
}

export function outlookRoutes(server: HttpServer, { outlooks }: OutlookRouteDeps): void {
  server.post(
    `${API_ROOT}/broadcasts/outlook`,
    {
      ...needs('draft'),
      schema: {
        tags: ['broadcasts'],
        description:
          'When, where and to how many households something of this length would sound, what it collides with and which rules stand in the way. Stores nothing.',
        body: OutlookCreateSchema,
        response: answers(200, OutlookSchema),
      },
    },
    async (request) => {
      const { body, caller } = request;
      const { communeId, title = '', targets, start, durationMs, broadcastId } = body;
      const { areaIds = [], groupIds = [], clusterIds = [] } = targets;
      const asked = {
        ...{ communeId, title, durationMs, replaces: broadcastId },
        requested: { areaIds, groupIds, clusterIds },
        start: start === 'now' ? 'now' : inInstant(start),
        class: body.class ?? 'scheduled',
        level: planningLevel(body.level, caller),
      } as const;
      return outlookBody(await outlooks.of(asked, sightOf(request)), durationMs);
    },
  );
}
