/** Making and editing a schedule: when, what, where; collisions are told in words before it is saved. */
import type { ScheduleBody } from '@loa-lang/schemas/http/schedules';
import { useAreas } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Told } from '../parts/told.tsx';
import { scheduleForm } from '../words/schedule-form.ts';
import { useWords } from '../words/words.ts';
import { useSchedule } from './calendar-queries.ts';
import { draftOf, newDraft } from './schedule-draft.ts';
import { ScheduleFields } from './schedule-fields.tsx';

export interface ScheduleFormProps {
  communeId: string;
  /** absent: a new one */
  id: string | undefined;
  /** YYYY-MM-DD that a new one begins on */
  day: string;
  onClose: () => void;
}

export function ScheduleForm({ communeId, id, day, onClose }: ScheduleFormProps) {
  const say = useWords(scheduleForm);
  const schedule = useSchedule(id);
  const areas = useAreas();
  const title = id === undefined ? say('formNew') : say('formEdit', { name: schedule.data?.name ?? '' });
  const fields = (before: ScheduleBody | undefined) => {
    const hamlets = (areas.data ?? []).filter(({ kind, parentId }) => kind === 'hamlet' && parentId === communeId);
    const ids = new Set(hamlets.map((hamlet) => hamlet.id));
    const start = before === undefined ? newDraft(day) : draftOf(before, ids);
    return <ScheduleFields communeId={communeId} before={before} start={start} hamlets={hamlets} onClose={onClose} />;
  };
  return (
    <Dialog onClose={onClose} title={title} size="xl" closeOnClickOutside={false}>
      <Told query={areas}>{() => (id === undefined ? fields(undefined) : <Told query={schedule}>{fields}</Told>)}</Told>
    </Dialog>
  );
}
