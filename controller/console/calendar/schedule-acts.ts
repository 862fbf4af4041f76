/** What is done with schedules and their occurrences; each tells what it did and how to take it back. */
import type { OccurrenceChangeBody, ScheduleBody, ScheduleSavedSchema } from '@loa-lang/schemas/http/schedules';
import { useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, post, put, remove } from '../api/ask.ts';
import { useTell, useTellProblem } from '../parts/toasts.tsx';

export type Saved = Static<typeof ScheduleSavedSchema>;

/** As it now is: whoever takes something back does not know the version that came of it. */
const versionOf = async (id: string): Promise<number> => (await ask<ScheduleBody>(`/schedules/${id}`)).version;

export async function changeOccurrence(id: string, recurrenceId: string, change: OccurrenceChangeBody): Promise<Saved> {
  return put<Saved>(`/schedules/${id}/occurrences/${recurrenceId}`, { ...change, version: await versionOf(id) });
}

export const stateActs = {
  pause: (id: string) => onVersion(id, 'pause'),
  resume: (id: string) => onVersion(id, 'resume', { acceptConflicts: true }),
  remove: (id: string) => remove<Saved>(`/schedules/${id}`),
  restore: (id: string) => post<Saved>(`/schedules/${id}/restore`),
};

const onVersion = async (id: string, act: string, body: object = {}): Promise<Saved> =>
  ask<Saved>(`/schedules/${id}/${act}`, {
    method: 'POST',
    body,
    headers: { 'if-match': `"${await versionOf(id)}"` },
  });

/** @returns does it, tells of it, reads the calendar anew; false when it failed, which is told */
export function useScheduleAct() {
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['calendar'] });
  return async (doing: () => Promise<unknown>, text: string, undo?: () => Promise<unknown>): Promise<boolean> => {
    try {
      await doing();
      void again();
      tell({ text, ...(undo !== undefined && { undo: () => undo().then(again) }) });
      return true;
    } catch (error) {
      tellProblem(error);
      return false;
    }
  };
}
