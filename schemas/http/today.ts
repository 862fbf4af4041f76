/** The start page of a commune over HTTP: what sounds, what comes, what needs the caller, what was reached. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { APPROVAL_SUBJECTS } from '../states/approval.ts';
import { BROADCAST_APPROVALS } from '../states/broadcast.ts';
import { READINESS_STATES } from '../states/readiness.ts';
import { LEVELS } from '../wire/plan.ts';
import { DaySchema, InstantSchema } from './common.ts';

export const TodayQuerySchema = Type.Object({
  communeId: Type.Optional({ ...IdSchema, description: 'absent: the first commune of the caller' }),
});

const Named = Type.Object({ id: IdSchema, name: Type.String() });
const Person = Type.Object({ personId: Type.String(), name: Type.String() });

/** What every broadcast of the page is shown with. */
const Broadcast = {
  broadcastId: IdSchema,
  title: Type.String(),
  class: Type.String(),
  level: Type.Enum([...LEVELS]),
  startAt: InstantSchema,
  hamlets: Type.Array(Named, { description: 'whom it is meant for' }),
  households: Type.Integer(),
  clusters: Type.Integer({ description: 'clusters that are to play it' }),
};

export const ON_AIR_STATES = ['preparing', 'sounding', 'between'] as const;
export const OnAirSchema = Type.Object({
  ...Broadcast,
  state: Type.Enum([...ON_AIR_STATES], {
    description: 'preparing: begins as soon as its audio is there; between: it is read again at `nextReadingAt`',
  }),
  endsAt: Type.Optional({ ...InstantSchema, description: 'absent: nobody knows, somebody speaks' }),
  nextReadingAt: Type.Optional(InstantSchema),
  sounding: Type.Integer({ description: 'clusters that have said that they play it' }),
  makeUpOf: Type.Optional(IdSchema),
});

export const IllClusterSchema = Type.Object({
  id: IdSchema,
  code: Type.String(),
  name: Type.String(),
  hamlet: Type.String(),
  state: Type.Enum([...READINESS_STATES]),
  online: Type.Boolean(),
  outage: Type.Boolean({ description: 'a planned power cut lies over the broadcast' }),
});

export const ComingSchema = Type.Object({
  ...Broadcast,
  approval: Type.Enum([...BROADCAST_APPROVALS]),
  ready: Type.Integer({ description: 'clusters that said they hold plan and audio' }),
  ill: Type.Array(IllClusterSchema, { description: 'those that are not ready, a few of them' }),
  illTotal: Type.Integer(),
});

export const WaitingSchema = Type.Object({
  id: IdSchema,
  subjectKind: Type.Enum([...APPROVAL_SUBJECTS]),
  subjectId: IdSchema,
  title: Type.String(),
  startAt: Type.Optional(InstantSchema),
  submittedBy: Person,
});

export const MissedSchema = Type.Object({
  ...Broadcast,
  missedHamlets: Type.Array(Named, { description: 'where clusters missed it that can be given it now' }),
  missedClusters: Type.Integer({ description: 'those that would be given it now' }),
  missedAt: Type.Array(
    Type.Object({
      ...{ id: IdSchema, code: Type.String(), name: Type.String() },
      tooQuiet: Type.Boolean({
        description: 'it played, below the level that counts: again would reach nobody either',
      }),
    }),
    { description: 'the same clusters by name' },
  ),
  missedHouseholds: Type.Integer({ description: 'whom these serve' }),
  durationMs: Type.Integer(),
});

const NeedsSchema = Type.Object({
  approvals: Type.Array(WaitingSchema, { description: 'what the caller may decide on, soonest first' }),
  approvalsTotal: Type.Integer(),
  confirm: Type.Array(WaitingSchema, { description: 'said to have been approved by the caller; to be confirmed' }),
  emergencies: Type.Array(
    Type.Object({
      id: IdSchema,
      title: Type.String(),
      sentAt: InstantSchema,
      sentBy: Person,
      until: InstantSchema,
      flagged: Type.Boolean({ description: 'its time is over' }),
      mayJustify: Type.Boolean({ description: 'the caller may; never whoever sent it' }),
    }),
    { description: 'nobody has justified them yet' },
  ),
  locks: Type.Array(
    Type.Object({
      id: IdSchema,
      areaName: Type.String(),
      reason: Type.String(),
      since: InstantSchema,
      mayLift: Type.Boolean(),
    }),
  ),
  missed: Type.Array(MissedSchema, { description: 'a make-up is possible at once, and the caller may plan one' }),
  returned: Type.Array(Type.Object({ ...WaitingSchema.properties, reason: Type.String(), returnedBy: Type.String() }), {
    description: 'sent back to whoever wrote them, and not sent again',
  }),
  drafts: Type.Array(WaitingSchema, { description: 'written by who may not submit; the caller may' }),
  overdueComplaints: Type.Optional(Type.Integer({ description: 'absent: not the caller’s business' })),
  openIncidents: Type.Integer({ description: 'that nothing else explains, and that nobody expects' }),
});

export const DayReachedSchema = Type.Object({
  day: DaySchema,
  broadcasts: Type.Integer(),
  householdsReached: Type.Integer({ description: 'counted once for each broadcast' }),
  householdsTotal: Type.Integer(),
});

export const TodaySchema = Type.Object({
  at: InstantSchema,
  commune: Type.Optional({ ...Named, description: 'absent: the caller has none' }),
  hamlets: Type.Integer(),
  clusters: Type.Integer({ description: 'none of both: the commune is still to be set up' }),
  onAir: Type.Array(OnAirSchema),
  coming: Type.Array(ComingSchema, { description: 'of the next 24 hours, soonest first' }),
  needs: NeedsSchema,
  week: Type.Array(DayReachedSchema, { description: 'today and the six days before it, oldest first' }),
});
export type TodayBody = Static<typeof TodaySchema>;
