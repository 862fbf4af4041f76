/** What is asked of schedules, and what comes of it. */
import type { ErrorCode, ErrorParameters } from '@loa-lang/schemas/errors/codes';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { ProgrammePart, ScheduleKind } from '@loa-lang/schemas/http/schedules';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass, Level } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { RecurrenceSpec } from '../../domain/calendar/recurrence-spec.ts';
import type { RequestedTargets } from '../../domain/placement/placement.ts';
import type { OccurrenceProblem } from '../../domain/schedules/plan-occurrence.ts';
import type { Schedule, ScheduleId } from '../../domain/schedules/schedule.ts';
import type { Collisions, Consent } from './check-schedule.ts';

export interface ScheduleFields {
  name: string;
  class: BroadcastClass;
  level: Level;
  rank: number | undefined;
  windowMs: Millis;
  programme: ProgrammePart[];
  requested: RequestedTargets;
  gainDb: number;
}

/** Its times: by a rule, or so long from now. */
export type WishedTimes = { recurrence: Omit<RecurrenceSpec, 'zone'> } | { inMs: Millis };

export interface WishedSchedule {
  communeId: AreaId;
  kind: ScheduleKind;
  times: WishedTimes | undefined;
  fields: ScheduleFields;
  /** of the request, where it names itself: sent twice it makes one */
  id?: ScheduleId | undefined;
}

export type AskedConsent = Omit<Consent, 'knownReason'>;

export interface ScheduleNotice {
  code: ErrorCode;
  parameters: ErrorParameters;
}

export interface Saved {
  saved: true;
  schedule: Schedule;
  delivery: Delivery;
  planned: number;
  cancelled: number;
  onAir: { broadcast: Broadcast; outcome: 'plays-on' | 'stopped' | 'over' } | undefined;
  appliesFrom: EpochMillis | undefined;
  collisions: Collisions | undefined;
  problems: readonly OccurrenceProblem[];
  /** about its times, and what it relays */
  warnings: readonly ScheduleNotice[];
}
/** Nothing was stored: it collides, and nobody has said that it may. */
export interface NotSaved {
  saved: false;
  collisions: Collisions;
}
