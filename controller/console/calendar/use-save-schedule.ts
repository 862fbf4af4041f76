/** Saves a schedule; what stands in the way is handed back to be decided on. */
import type { ConflictBody } from '@loa-lang/schemas/errors/body';
import type { ScheduleBody } from '@loa-lang/schemas/http/schedules';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { isProblem } from '../api/problem.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { useTell } from '../parts/toasts.tsx';
import { calendar } from '../words/calendar.ts';
import { useWords } from '../words/words.ts';
import { type Saved, stateActs } from './schedule-acts.ts';
import { asItWas, type ScheduleDraft, sentOf } from './schedule-draft.ts';

export function useSaveSchedule(communeId: string, before: ScheduleBody | undefined, onSaved: () => void) {
  const say = useWords(calendar);
  const times = useTimes();
  const tell = useTell();
  const may = useMay();
  const client = useQueryClient();
  const [conflicts, setConflicts] = useState<readonly ConflictBody[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const [reason, setReason] = useState('');
  const [isSaving, setSaving] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['calendar'] });
  const send = (draft: ScheduleDraft, acceptConflicts: boolean): Promise<Saved> => {
    const body = { ...sentOf(draft, communeId), acceptConflicts, ...(reason !== '' && { ruleReason: reason }) };
    if (before !== undefined) return patch<Saved>(`/schedules/${before.id}`, { ...body, version: before.version });
    const kind = draft.times.repeat === 'once' ? 'one-off' : 'session';
    return post<Saved>('/schedules', { communeId, kind, ...body });
  };
  const undo = async ({ schedule }: Saved) => {
    if (before === undefined) await stateActs.remove(schedule.id);
    else await patch(`/schedules/${before.id}`, { ...asItWas(before), version: schedule.version });
    await again();
  };
  return {
    ...{ conflicts, problem, reason, setReason, isSaving },
    /** the approver's reason for going beyond the session rules is asked for only of an approver */
    needsReason: isProblem(problem, 'session-rules') && may('approve'),
    forget: () => {
      setConflicts([]);
      setProblem(undefined);
    },
    save: async (draft: ScheduleDraft, acceptConflicts: boolean) => {
      setSaving(true);
      setProblem(undefined);
      try {
        const saved = await send(draft, acceptConflicts);
        void again();
        const from = saved.appliesFrom;
        tell({
          text: [
            say('savedTold', { name: saved.schedule.name, count: saved.planned }),
            from === undefined ? '' : say('savedFrom', { time: times.moment(from, serverNow()) }),
          ].join(' '),
          undo: () => undo(saved),
        });
        onSaved();
      } catch (error) {
        if (isProblem(error, 'schedule-conflicts')) setConflicts(error.body?.conflicts ?? []);
        else setProblem(error);
      } finally {
        setSaving(false);
      }
    },
  };
}
