/** What is told of a schedule that is made. */
import type { Schedule, ScheduleId } from '../../domain/schedules/schedule.ts';
import { noteChange } from '../audit/note-change.ts';

export function noteSchedule(schedule: Schedule, more: { copyOf?: ScheduleId } = {}): void {
  const { id, communeId, name, kind, class: usual, level, recurrence, windowMs, requested, paused } = schedule;
  const after = { name, kind, class: usual, level, recurrence, windowMs, requested, paused, ...more };
  noteChange({ areaId: communeId, subjectId: id, after });
}
