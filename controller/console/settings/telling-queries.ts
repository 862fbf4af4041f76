/** What is read of channels and rules of notifications. */
import type { ChannelBody, RuleBody } from '@loa-lang/schemas/http/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, query } from '../api/ask.ts';
import { useMay } from '../api/queries.ts';

export const CHANNELS = ['channels'] as const;
export const RULES = ['notification-rules'] as const;

/** Those that hold in the commune. */
export const useRules = (communeId: string) =>
  useQuery({
    queryKey: [...RULES, communeId],
    queryFn: async ({ signal }) =>
      (await ask<{ rules: RuleBody[] }>(`/notification-rules${query({ areaId: communeId })}`, { signal })).rules,
  });

/** Only for whoever administers. */
export function useChannels(communeId: string) {
  const may = useMay();
  return useQuery({
    queryKey: [...CHANNELS, communeId],
    enabled: may('administer'),
    queryFn: ({ signal }) =>
      ask<{ channels: ChannelBody[]; email: boolean }>(`/notification-channels${query({ areaId: communeId })}`, {
        signal,
      }),
  });
}

/** @returns reads both anew: a channel that is gone takes no rule along, and is named in them */
export function useFreshTelling(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all([CHANNELS, RULES].map((queryKey) => client.invalidateQueries({ queryKey: [...queryKey] })));
}
