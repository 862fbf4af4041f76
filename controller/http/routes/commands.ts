/** Routes of orders to devices: to one cluster, to many, and what became of them. */
import {
  CommandBatchOrderSchema,
  CommandBatchSchema,
  CommandListQuerySchema,
  CommandListSchema,
  CommandOrderSchema,
  CommandSchema,
} from '@loa-lang/schemas/http/commands';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { IdempotencyHeaderSchema } from '@loa-lang/schemas/http/idempotency';
import type { Caller } from '../../domain/people/person.ts';
import { chosenClusters } from '../../domain/remote/chosen-clusters.ts';
import type { CommandRecord } from '../../ports/command-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { found } from '../../services/refusal.ts';
import type { CommandOrders } from '../../services/remote/order-commands.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { HttpServer } from '../http-server.ts';
import { commandBody } from '../present-command.ts';
import { needs, sightOf } from '../right.ts';

export interface CommandRouteDeps {
  commandOrders: CommandOrders;
  territories: Pick<TerritoryReader, 'territory'>;
}

const PAGE = 50;

const batchBody = (commands: readonly CommandRecord[]) => ({
  batchId: commands[0]?.batchId ?? '',
  commands: commands.map(commandBody),
  waiting: commands.filter(({ outcome }) => outcome === undefined).length,
});

/** A key is its sender's own: it meets neither those of others nor the system's. */
const onceOf = (key: string | undefined, caller: Caller, asked: unknown) =>
  key === undefined ? undefined : { key: `${caller.personId}:${key}`, fingerprint: fingerprintOf(asked) };

export function commandRoutes(server: HttpServer, { commandOrders, territories }: CommandRouteDeps): void {
  const tags = ['remote'];
  const path = `${API_ROOT}/clusters/:id/commands`;
  server.post(
    path,
    {
      ...needs('manage', { of: 'cluster' }),
      schema: {
        tags,
        description:
          'Signed and good for a minute. A device that is offline is told of at once as not sent, and nothing runs late. The answer comes as an event `command`.',
        params: IdParamsSchema,
        headers: IdempotencyHeaderSchema,
        body: CommandOrderSchema,
        response: answers(201, CommandSchema),
      },
    },
    async ({ params: { id }, body, headers, caller }, reply) => {
      const once = onceOf(headers['idempotency-key'], caller, [id, body]);
      const [command] = await commandOrders.order({ clusterIds: [id], ...body, by: caller, once });
      return reply.status(201).send(commandBody(found(command, 'cluster-unknown')));
    },
  );
  server.get(
    path,
    {
      ...needs('see', { of: 'cluster' }),
      schema: {
        tags,
        params: IdParamsSchema,
        querystring: CommandListQuerySchema,
        response: answers(200, CommandListSchema),
      },
    },
    async ({ params: { id }, query: { limit = PAGE, before } }) => {
      const listed = await commandOrders.ofCluster(id, { limit, ...pageEndOf(before) });
      const next = nextOf(listed, limit, (row) => ({ at: row.issuedAt, id: row.id }));
      return { commands: listed.map(commandBody), ...next };
    },
  );
  const batches = `${API_ROOT}/command-batches`;
  server.post(
    batches,
    {
      ...needs('manage'),
      schema: {
        tags,
        description: 'The same to all clusters that stand there: all of them or none.',
        headers: IdempotencyHeaderSchema,
        body: CommandBatchOrderSchema,
        response: answers(201, CommandBatchSchema),
      },
    },
    async ({ body, headers, caller }, reply) => {
      const { targets, ...order } = body;
      const { areaIds = [], groupIds = [], clusterIds = [] } = targets;
      const chosen = chosenClusters(await territories.territory(), { areaIds, groupIds, clusterIds });
      const once = onceOf(headers['idempotency-key'], caller, body);
      return reply
        .status(201)
        .send(batchBody(await commandOrders.order({ clusterIds: chosen, ...order, by: caller, once })));
    },
  );
  server.get(
    `${batches}/:id`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, CommandBatchSchema) },
    },
    async (request) => batchBody(await commandOrders.batch(request.params.id, sightOf(request))),
  );
}
