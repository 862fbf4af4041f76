/** The start page's answer, which the header's acts look at as well. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { useQuery } from '@tanstack/react-query';
import { ask, query } from './ask.ts';
import { useAreas, useCommune } from './queries.ts';

/** Time goes by without an event: what begins, ends or becomes overdue shows within this. */
const AGAIN_MS = 20_000;

export function useToday() {
  const { isFetched } = useAreas();
  const communeId = useCommune()?.id;
  return useQuery({
    queryKey: ['today', communeId],
    queryFn: ({ signal }) => ask<TodayBody>(`/today${query({ communeId })}`, { signal }),
    enabled: isFetched,
    refetchInterval: AGAIN_MS,
  });
}
