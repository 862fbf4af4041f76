/** What the pages of the log read. */
import type { AuditListSchema } from '@loa-lang/schemas/http/audit';
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';

export const logPath = (communeId: string, month: string): string => `/programme-log/${communeId}/${month}`;

export const useMonthLog = (communeId: string | undefined, month: string) =>
  useQuery({
    queryKey: ['coverage', 'log', communeId, month],
    queryFn: ({ signal }) => ask<MonthLogBody>(logPath(communeId ?? '', month), { signal }),
    enabled: communeId !== undefined,
    placeholderData: keepPreviousData,
  });

const PAGE = 100;

export const useAudit = (communeId: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['audit', communeId],
    queryFn: ({ pageParam, signal }) =>
      ask<Static<typeof AuditListSchema>>(`/audit${query({ communeId, limit: PAGE, before: pageParam })}`, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.seq),
    enabled: communeId !== undefined,
  });
