/** Routes of channels and rules of notifications. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  AreaFilterSchema,
  ChannelChangeSchema,
  ChannelCreateSchema,
  ChannelListSchema,
  ChannelMadeSchema,
  ChannelSchema,
  NotificationSchema,
  RuleChangeSchema,
  RuleCreateSchema,
  RuleListSchema,
  RuleSchema,
} from '@loa-lang/schemas/http/notifications';
import type { Channels } from '../../services/notifications/channels.ts';
import type { NotificationRules } from '../../services/notifications/notification-rules.ts';
import type { Notifications } from '../../services/notifications/notifications.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { channelBody, notificationBody, ruleBody } from '../present-notification.ts';
import { needs, sightOf } from '../right.ts';

export interface NotificationSettingsRouteDeps {
  channels: Channels;
  notificationRules: NotificationRules;
  notifications: Notifications;
}

const tags = ['notifications'];

export function notificationSettingsRoutes(server: HttpServer, deps: NotificationSettingsRouteDeps): void {
  channelRoutes(server, deps);
  ruleRoutes(server, deps);
}

type ChannelRouteDeps = Pick<NotificationSettingsRouteDeps, 'channels' | 'notifications'>;

function channelRoutes(server: HttpServer, { channels, notifications }: ChannelRouteDeps): void {
  const path = `${API_ROOT}/notification-channels`;
  const one = answers(200, ChannelSchema);
  const ofOne = needs('administer', { of: 'notification-channel' });
  server.get(
    path,
    {
      ...needs('administer', { place: 'anywhere' }),
      schema: { tags, querystring: AreaFilterSchema, response: answers(200, ChannelListSchema) },
    },
    async (request) => ({
      channels: (await channels.list(request.query.areaId, sightOf(request))).map(channelBody),
      email: notifications.hasEmail,
    }),
  );
  server.post(
    path,
    {
      ...needs('administer'),
      schema: {
        tags,
        description:
          'A webhook is signed as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over `id.timestamp.body`, in the headers ' +
          'webhook-id, webhook-timestamp and webhook-signature. Refuse what is older than five minutes; the same ' +
          'webhook-id again is the same message.',
        body: ChannelCreateSchema,
        response: answers(201, ChannelMadeSchema),
      },
    },
    async ({ body }, reply) => {
      const { channel, ...secret } = await channels.create(body);
      return reply.status(201).send({ ...channelBody(channel), ...secret });
    },
  );
  server.get(`${path}/:id`, { ...ofOne, schema: { tags, params: IdParamsSchema, response: one } }, async (request) =>
    channelBody(await channels.get(request.params.id)),
  );
  server.patch(
    `${path}/:id`,
    { ...ofOne, schema: { tags, params: IdParamsSchema, body: ChannelChangeSchema, response: one } },
    async ({ params: { id }, body }) => channelBody(await channels.change(id, body)),
  );
  server.delete(
    `${path}/:id`,
    { ...ofOne, schema: { tags, params: IdParamsSchema, response: one } },
    async ({ params: { id } }) => channelBody(await channels.remove(id)),
  );
  server.post(
    `${path}/:id/secret`,
    {
      ...ofOne,
      schema: {
        tags,
        description: 'A new secret for a webhook; for a day the former one signs as well.',
        params: IdParamsSchema,
        response: answers(200, ChannelMadeSchema),
      },
    },
    async ({ params: { id } }) => {
      const { channel, signingSecret } = await channels.renewSecret(id);
      return { ...channelBody(channel), signingSecret };
    },
  );
  server.post(
    `${path}/:id/test`,
    {
      ...ofOne,
      schema: {
        tags,
        description: 'Sends a test: to whoever asks, or to the other system. Its state tells whether it arrived.',
        params: IdParamsSchema,
        response: answers(202, NotificationSchema),
      },
    },
    async ({ params: { id }, caller }, reply) =>
      reply.status(202).send(notificationBody(await notifications.tryChannel(id, caller))),
  );
}

function ruleRoutes(
  server: HttpServer,
  { notificationRules: rules }: Pick<NotificationSettingsRouteDeps, 'notificationRules'>,
): void {
  const path = `${API_ROOT}/notification-rules`;
  const one = answers(200, RuleSchema);
  const ofOne = needs('administer', { of: 'notification-rule' });
  server.get(
    path,
    {
      ...needs('manage', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Of an area: those that hold there, the standard ones where it has none of its own.',
        querystring: AreaFilterSchema,
        response: answers(200, RuleListSchema),
      },
    },
    async (request) => ({ rules: (await rules.list(request.query.areaId, sightOf(request))).map(ruleBody) }),
  );
  server.post(
    path,
    {
      ...needs('administer'),
      schema: {
        tags,
        description: 'The first rule of a commune takes the place of the standard ones.',
        body: RuleCreateSchema,
        response: answers(201, RuleSchema),
      },
    },
    async ({ body }, reply) => reply.status(201).send(ruleBody(await rules.create(body))),
  );
  server.patch(
    `${path}/:id`,
    { ...ofOne, schema: { tags, params: IdParamsSchema, body: RuleChangeSchema, response: one } },
    async ({ params: { id }, body }) => ruleBody(await rules.change(id, body)),
  );
  server.delete(
    `${path}/:id`,
    { ...ofOne, schema: { tags, params: IdParamsSchema, response: one } },
    async ({ params: { id } }) => ruleBody(await rules.remove(id)),
  );
}
