/** Routes of messages, and of how somebody wants to be told. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  NotificationListSchema,
  NotificationQuerySchema,
  NotificationSchema,
  PreferenceSchema,
} from '@loa-lang/schemas/http/notifications';
import type { Notifications } from '../../services/notifications/notifications.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { notificationBody, preferenceBody } from '../present-notification.ts';
import { needs, sightOf } from '../right.ts';

export interface NotificationRouteDeps {
  notifications: Notifications;
}

const tags = ['notifications'];
const path = `${API_ROOT}/notifications`;
const own = `${API_ROOT}/people/me/notifications`;
const USUAL_LIMIT = 50;

export function notificationRoutes(server: HttpServer, { notifications }: NotificationRouteDeps): void {
  server.get(
    path,
    {
      ...needs('manage', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Newest first, with what became of each. Kept for 90 days.',
        querystring: NotificationQuerySchema,
        response: answers(200, NotificationListSchema),
      },
    },
    async (request) => {
      const { communeId, state, limit = USUAL_LIMIT, before } = request.query;
      const filter = { ...(communeId !== undefined && { communeId }), ...(state !== undefined && { state }) };
      const rows = await notifications.list({ ...filter, limit, ...pageEndOf(before) }, sightOf(request));
      const next = nextOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
      return { notifications: rows.map(notificationBody), ...next };
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'notification' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, NotificationSchema) },
    },
    async ({ params: { id } }) => notificationBody(await notifications.get(id)),
  );
  server.post(
    `${path}/:id/retry`,
    {
      ...needs('manage', { of: 'notification' }),
      schema: {
        tags,
        description: 'Now, and again from the first pause on.',
        params: IdParamsSchema,
        response: answers(202, NotificationSchema),
      },
    },
    async ({ params: { id } }, reply) => reply.status(202).send(notificationBody(await notifications.retry(id))),
  );
  server.get(
    own,
    { ...needs('known'), schema: { tags, response: answers(200, PreferenceSchema) } },
    async ({ caller }) => preferenceBody(await notifications.preference(caller)),
  );
  server.put(
    own,
    { ...needs('known'), schema: { tags, body: PreferenceSchema, response: answers(200, PreferenceSchema) } },
    async ({ caller, body: { quietHours, ...rest } }) =>
      preferenceBody(await notifications.setPreference(caller, { ...rest, quietHours: quietHours ?? undefined })),
  );
  server.post(
    `${own}/test`,
    {
      ...needs('known'),
      schema: {
        tags,
        description: 'Sends a test to the own e-mail address.',
        response: answers(202, NotificationSchema),
      },
    },
    async ({ caller }, reply) => reply.status(202).send(notificationBody(await notifications.tryEmail(caller))),
  );
}
