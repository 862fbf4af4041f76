/** What the pages of the calendar read. */
import type { CalendarBody } from '@loa-lang/schemas/http/calendar';
import type { ScheduleBody, ScheduleListSchema } from '@loa-lang/schemas/http/schedules';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';

export const useCalendar = (communeId: string | undefined, span: { from: string; to: string }) =>
  useQuery({
    queryKey: ['calendar', communeId, span.from, span.to],
    queryFn: ({ signal }) => ask<CalendarBody>(`/calendar${query({ communeId, ...span })}`, { signal }),
    enabled: communeId !== undefined,
    // the week before stays until the next one is there
    placeholderData: keepPreviousData,
  });

export const useSchedules = (communeId: string | undefined) =>
  useQuery({
    queryKey: ['calendar', 'schedules', communeId],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof ScheduleListSchema>>(`/schedules${query({ communeId })}`, { signal })).schedules,
    enabled: communeId !== undefined,
  });

export const useSchedule = (id: string | undefined) =>
  useQuery({
    queryKey: ['calendar', 'schedule', id],
    queryFn: ({ signal }) => ask<ScheduleBody>(`/schedules/${id}`, { signal }),
    enabled: id !== undefined,
  });
