/** What is told of relayed parts when a schedule is saved. */
import { type Programmes, relayParts, type Sources } from './relay-parts.ts';
import type { ScheduleNotice } from './schedule-asks.ts';

/** What would be silent as things are. */
export function relayNotices(schedule: Programmes, sources: Sources): ScheduleNotice[] {
  return relayParts(schedule).flatMap(({ streamId, title, minutes }): ScheduleNotice[] => {
    if (streamId === undefined) return [{ code: 'relay-silent', parameters: { title, minutes } }];
    const source = sources.find(({ id }) => id === streamId);
    if (source?.enabled === true) return [];
    return [{ code: 'relay-source-disabled', parameters: { title, name: source?.name ?? streamId } }];
  });
}
