/** Bulletins with what became of them: read page by page, joined with their last broadcast and with what was returned. */
import type { ApprovalListSchema } from '@loa-lang/schemas/http/approvals';
import type { BroadcastListSchema } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Static } from 'typebox';
import { ask, query } from '../../api/ask.ts';

const PAGE = 100;

type Broadcast = Static<typeof BroadcastListSchema>['broadcasts'][number];
type Approval = Static<typeof ApprovalListSchema>['approvals'][number];

export interface BulletinRow {
  bulletin: BulletinBody;
  last: Broadcast | undefined;
  returned: Approval | undefined;
}

/** @param wanted as typed; the controller searches all of them */
export function useBulletinRows(communeId: string | undefined, wanted: string, removed: boolean) {
  const pages = useInfiniteQuery({
    queryKey: ['bulletins', 'list', communeId, wanted, removed],
    queryFn: ({ signal, pageParam }) =>
      ask<{ bulletins: BulletinBody[] }>(
        `/bulletins${query({
          ...{ communeId, limit: PAGE, before: pageParam, q: wanted === '' ? undefined : wanted },
          removed: removed ? 'true' : undefined,
        })}`,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ bulletins }) => (bulletins.length < PAGE ? undefined : bulletins.at(-1)?.id),
    enabled: communeId !== undefined,
  });
  const { data: broadcasts } = useQuery({
    queryKey: ['broadcasts', 'latest', communeId],
    queryFn: async ({ signal }) =>
      (await ask<{ broadcasts: Broadcast[] }>(`/broadcasts${query({ communeId, limit: 200 })}`, { signal })).broadcasts,
    enabled: communeId !== undefined,
  });
  const { data: approvals } = useQuery({
    queryKey: ['approvals', 'returned', communeId],
    queryFn: async ({ signal }) =>
      (
        await ask<{ approvals: Approval[] }>(`/approvals${query({ communeId, state: 'returned', limit: 100 })}`, {
          signal,
        })
      ).approvals,
    enabled: communeId !== undefined,
  });
  const rows = useMemo(
    () =>
      pages.data &&
      rowsOf(
        pages.data.pages.flatMap(({ bulletins }) => bulletins),
        broadcasts,
        approvals,
      ),
    [pages.data, broadcasts, approvals],
  );
  return { pages, rows, refetch: pages.refetch as unknown as UseQueryResult<BulletinRow[]>['refetch'] };
}

export function rowsOf(
  bulletins: readonly BulletinBody[],
  broadcasts: readonly Broadcast[] = [],
  approvals: readonly Approval[] = [],
): BulletinRow[] {
  const lasts = new Map<string, Broadcast>();
  for (const broadcast of [...broadcasts].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))) {
    for (const { bulletinId } of broadcast.bulletins) lasts.set(bulletinId, broadcast);
  }
  return bulletins.map((bulletin) => {
    const last = lasts.get(bulletin.id);
    // what was sent again since is no longer returned
    const returned = approvals.find(
      ({ subjectId, subjectVersion }) => subjectId === last?.id && subjectVersion === last?.version,
    );
    return { bulletin, last, returned };
  });
}
