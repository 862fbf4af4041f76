/** Faults, what somebody does about them, and when nobody is called for them; over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { INCIDENT_EVENTS, INCIDENT_KINDS, INCIDENT_OWNERS, INCIDENT_STATES, SEVERITIES } from '../states/incident.ts';
import { CursorSchema, InstantSchema, NextSchema } from './common.ts';

const PersonRefSchema = Type.Object({ personId: Type.String(), name: Type.String() });
const ClusterRefSchema = Type.Object({ id: IdSchema, code: Type.String(), name: Type.String() });

export const IncidentSchema = Type.Object({
  id: IdSchema,
  kind: Type.String(),
  /** absent for kinds of another version, as are `owner` and `message` */
  severity: Type.Optional(Type.Enum([...SEVERITIES])),
  /** who sees to it */
  owner: Type.Optional(Type.Enum([...INCIDENT_OWNERS])),
  state: Type.Enum([...INCIDENT_STATES]),
  subject: Type.String(),
  /** in which the device stands, where the subject is one */
  cluster: Type.Optional(ClusterRefSchema),
  communeId: Type.Optional(IdSchema),
  /** as it was told when it was raised */
  detail: Type.String(),
  /** the same for people; instants stay ISO 8601 */
  detailWords: WordsSchema,
  /** what the kind means and what to do */
  message: Type.Optional(WordsSchema),
  raisedAt: InstantSchema,
  lastAt: InstantSchema,
  count: Type.Integer(),
  /** how often it came back after it was over */
  reopened: Type.Integer(),
  clearedAt: Type.Optional(InstantSchema),
  acknowledgedAt: Type.Optional(InstantSchema),
  acknowledgedBy: Type.Optional(PersonRefSchema),
  assignee: Type.Optional(PersonRefSchema),
  /** absent where it was over by itself */
  resolvedBy: Type.Optional(PersonRefSchema),
  /** how long it has been open, or was */
  openMs: Type.Number({ minimum: 0 }),
  /** by when somebody must have seen to it */
  dueAt: Type.Optional(InstantSchema),
  overdue: Type.Boolean(),
  /** the incident that explains this one: nobody is called for it */
  explainedBy: Type.Optional(IdSchema),
  /** somebody works there, or power is known to be off: nobody is called for it */
  expected: Type.Boolean(),
});

export type IncidentBody = Static<typeof IncidentSchema>;

export const IncidentListQuerySchema = Type.Object({
  /** those that are over too */
  all: Type.Optional(Type.Boolean()),
  state: Type.Optional(Type.Enum([...INCIDENT_STATES])),
  owner: Type.Optional(Type.Enum([...INCIDENT_OWNERS])),
  severity: Type.Optional(Type.Enum([...SEVERITIES])),
  kind: Type.Optional(Type.Enum([...INCIDENT_KINDS])),
  clusterId: Type.Optional(IdSchema),
  areaId: Type.Optional(IdSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  before: Type.Optional(CursorSchema),
});
export type IncidentListQuery = Static<typeof IncidentListQuerySchema>;
export const IncidentListSchema = Type.Object({ incidents: Type.Array(IncidentSchema), next: NextSchema });

export const IncidentDetailSchema = Type.Object({
  incident: IncidentSchema,
  events: Type.Array(
    Type.Object({
      at: InstantSchema,
      event: Type.Union([Type.Enum([...INCIDENT_EVENTS]), Type.String()]),
      message: Type.Optional(WordsSchema),
      by: Type.Optional(PersonRefSchema),
      text: Type.Optional(Type.String()),
    }),
  ),
});

const Note = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' });
export const IncidentTextSchema = Type.Object({ text: Type.Optional(Note) }, { additionalProperties: false });
export const IncidentNoteSchema = Type.Object({ text: Note }, { additionalProperties: false });
export const IncidentAssignSchema = Type.Object(
  { personId: Type.Union([IdSchema, Type.Null()]), text: Type.Optional(Note) },
  { additionalProperties: false },
);

export const MaintenanceSchema = Type.Object({
  id: IdSchema,
  areaId: Type.Optional(IdSchema),
  clusterId: Type.Optional(IdSchema),
  /** of the area, or of the cluster */
  name: Type.String(),
  from: InstantSchema,
  until: InstantSchema,
  reason: Type.String(),
  madeBy: PersonRefSchema,
  endedAt: Type.Optional(InstantSchema),
});
export const MaintenanceCreateSchema = Type.Object(
  {
    areaId: Type.Optional(IdSchema),
    clusterId: Type.Optional(IdSchema),
    /** now when absent */
    from: Type.Optional(InstantSchema),
    until: InstantSchema,
    reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  },
  { additionalProperties: false },
);
export const MaintenanceAnswerSchema = Type.Object({ window: MaintenanceSchema });
export const MaintenanceListSchema = Type.Object({ windows: Type.Array(MaintenanceSchema) });

export const VisitListSchema = Type.Object({
  /** by the households that are heard again once they are mended, most first */
  visits: Type.Array(
    Type.Object({
      cluster: ClusterRefSchema,
      hamlet: Type.String(),
      latitude: Type.Optional(Type.Number()),
      longitude: Type.Optional(Type.Number()),
      /** power source, contact, SIM, serials, as the commune writes them */
      details: Type.Record(Type.String(), Type.String()),
      households: Type.Integer(),
      bring: Type.Array(WordsSchema),
      incidents: Type.Array(IncidentSchema),
    }),
  ),
  /** nobody is to drive for these: what explains them is to be asked of the utility or the carrier */
  explained: Type.Array(
    Type.Object({ by: IncidentSchema, clusters: Type.Array(ClusterRefSchema), households: Type.Integer() }),
  ),
});
