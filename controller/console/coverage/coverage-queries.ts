/** What the pages of coverage read. */
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { CalendarBody } from '@loa-lang/schemas/http/calendar';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import type { CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask, query } from '../api/ask.ts';

type Span = { from: string; to: string };

export const useCoverageHistory = (areaId: string | undefined, span: Span) =>
  useQuery({
    queryKey: ['coverage', 'history', areaId, span.from, span.to],
    queryFn: ({ signal }) => ask<CoverageHistoryBody>(`/coverage${query({ areaId, ...span })}`, { signal }),
    enabled: areaId !== undefined,
    placeholderData: keepPreviousData,
  });

/** What has sounded within the span, with how far it came. */
export const useAired = (communeId: string | undefined, span: Span) =>
  useQuery({
    queryKey: ['coverage', 'aired', communeId, span.from, span.to],
    queryFn: async ({ signal }) => {
      const { entries } = await ask<CalendarBody>(`/calendar${query({ communeId, ...span })}`, { signal });
      return entries.filter(({ reached, broadcastId }) => reached !== undefined && broadcastId !== undefined).reverse();
    },
    enabled: communeId !== undefined,
  });

export const useBroadcast = (id: string) =>
  useQuery({
    queryKey: ['broadcasts', id],
    queryFn: ({ signal }) => ask<BroadcastBody>(`/broadcasts/${id}`, { signal }),
  });

export const useCoverage = (id: string) =>
  useQuery({
    queryKey: ['coverage', 'broadcast', id],
    queryFn: ({ signal }) => ask<CoverageBody>(`/broadcasts/${id}/coverage`, { signal }),
  });
