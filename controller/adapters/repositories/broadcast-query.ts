/** What a query for broadcasts asks of their rows. */
import type { Prisma } from '../../generated/prisma/client.ts';
import type { BroadcastQuery } from '../../ports/broadcast-store.ts';
import { toDate } from './row-values.ts';

const inSight = ({ folders, above, hamlets }: NonNullable<BroadcastQuery['seen']>): Prisma.BroadcastWhereInput[] => [
  { communeId: { in: [...folders] } },
  {
    communeId: { in: [...above] },
    OR: [
      { targets: { some: { cluster: { hamletId: { in: [...hamlets] } } } } },
      { targets: { some: { cluster: { services: { some: { hamletId: { in: [...hamlets] } } } } } } },
      ...hamlets.map((id) => ({ audience: { path: ['hamlets'], array_contains: [{ id }] } })),
    ],
  },
];

export function broadcastsWhere(query: Omit<BroadcastQuery, 'limit'>): Prisma.BroadcastWhereInput {
  const { communeId, seen, from, until, before } = query;
  return {
    // what a schedule took back before anything of it sounded is no broadcast any more
    withdrawn: false,
    AND: [
      // said by what follows, and in words that an index knows
      seen === undefined ? {} : { communeId: { in: [...new Set([...seen.folders, ...seen.above])] } },
      seen === undefined ? {} : { OR: inSight(seen) },
      before === undefined
        ? {}
        : { OR: [{ startAt: { lt: toDate(before.at) } }, { startAt: toDate(before.at), id: { lt: before.id } }] },
    ],
    ...(communeId !== undefined && { communeId }),
    ...((from !== undefined || until !== undefined) && {
      startAt: {
        ...(from !== undefined && { gte: toDate(from) }),
        ...(until !== undefined && { lt: toDate(until) }),
      },
    }),
  };
}
