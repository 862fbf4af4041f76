/** The form of a schedule as it is being filled, and what the controller is sent. */
import type { ProgrammePart, ScheduleBody, ScheduleCreate } from '@loa-lang/schemas/http/schedules';
import { isDayMonth, recurrenceOf, type TimesDraft, timesDraft } from './recurrence-draft.ts';

export type Place = 'commune' | 'hamlets' | 'kept';

export interface ScheduleDraft {
  name: string;
  times: TimesDraft;
  windowMinutes: number;
  programme: readonly KeyedPart[];
  place: Place;
  hamletIds: readonly string[];
}

/** A part with a key of its own: parts move, and may be alike. */
export interface KeyedPart {
  key: string;
  part: ProgrammePart;
}

export const keyed = (part: ProgrammePart): KeyedPart => ({
  key: crypto.randomUUID?.() ?? String(Math.random()),
  part,
});

/** The usual morning session, from the day that was looked at. */
export const newDraft = (day: string): ScheduleDraft => ({
  name: '',
  times: {
    ...{ repeat: 'daily', weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'], startDate: day, time: '05:30', endDate: '' },
    ...{ skipDaysOff: false, seasons: [], kept: undefined },
  },
  windowMinutes: 30,
  programme: [],
  place: 'commune',
  hamletIds: [],
});

export function draftOf(schedule: ScheduleBody, hamletIds: ReadonlySet<string>): ScheduleDraft {
  const { areaIds, groupIds, clusterIds } = schedule.targets;
  const isOnlyAreas = groupIds.length === 0 && clusterIds.length === 0;
  const isWhole = isOnlyAreas && areaIds.length === 1 && areaIds[0] === schedule.communeId;
  const isHamlets = isOnlyAreas && areaIds.length > 0 && areaIds.every((id) => hamletIds.has(id));
  return {
    name: schedule.name,
    times: timesDraft(schedule.recurrence),
    windowMinutes: schedule.windowMinutes,
    programme: schedule.programme.map(keyed),
    place: isWhole ? 'commune' : isHamlets ? 'hamlets' : 'kept',
    hamletIds: isHamlets ? areaIds : [],
  };
}

export type DraftFault = 'needName' | 'needPart' | 'needDay' | 'needHamlet' | 'needSeason';

export function faultOf({ name, times, programme, place, hamletIds }: ScheduleDraft): DraftFault | undefined {
  if (name.trim() === '') return 'needName';
  if (times.repeat === 'weekly' && times.weekdays.length === 0) return 'needDay';
  if (times.seasons.some(({ from, to }) => !isDayMonth(from) || !isDayMonth(to))) return 'needSeason';
  if (programme.length === 0) return 'needPart';
  return place === 'hamlets' && hamletIds.length === 0 ? 'needHamlet' : undefined;
}

type Sent = Pick<ScheduleCreate, 'name' | 'windowMinutes' | 'programme'> &
  Required<Pick<ScheduleCreate, 'recurrence'>> &
  Partial<Pick<ScheduleCreate, 'targets'>>;

/** Without targets where they stay as they are. */
export function sentOf(draft: ScheduleDraft, communeId: string): Sent {
  const { name, times, windowMinutes, programme, place, hamletIds } = draft;
  return {
    name: name.trim(),
    recurrence: recurrenceOf(times),
    windowMinutes,
    programme: programme.map(({ part }) => part),
    ...(place !== 'kept' && { targets: { areaIds: place === 'commune' ? [communeId] : [...hamletIds] } }),
  };
}

/** What takes a change back. */
export const asItWas = ({ name, recurrence, windowMinutes, programme, targets }: ScheduleBody) => ({
  ...{ name, recurrence, windowMinutes, programme, targets, acceptConflicts: true },
});
