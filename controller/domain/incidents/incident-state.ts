/** Where an incident stands, and what may become of it. */
import {
  INCIDENTS,
  type IncidentKind,
  type IncidentOwner,
  type IncidentState,
} from '@loa-lang/schemas/states/incident';
import type { Action } from '@loa-lang/schemas/states/people';
import type { EpochMillis } from '@loa-lang/schemas/units';

interface Instants {
  clearedAt: EpochMillis | undefined;
  acknowledgedAt: EpochMillis | undefined;
}

export const stateOf = ({ clearedAt, acknowledgedAt }: Instants): IncidentState =>
  clearedAt !== undefined ? 'resolved' : acknowledgedAt !== undefined ? 'acknowledged' : 'open';

/** `undefined` for a kind of another version */
export const rowOf = (kind: string) => (Object.hasOwn(INCIDENTS, kind) ? INCIDENTS[kind as IncidentKind] : undefined);

/**
 * Who acts on an incident: technicians and administrators look after what is theirs; what is content is moved on by
 * whoever airs it, or settles things in the commune.
 */
const MOVES: Readonly<Record<IncidentOwner, readonly Action[]>> = {
  technician: ['manage'],
  administrator: ['manage'],
  officer: ['submit', 'settle'],
};

export const moves = (kind: string): readonly Action[] => MOVES[rowOf(kind)?.owner ?? 'administrator'];

/** All of them, for tokens. */
export const MOVING: readonly Action[] = [...new Set(Object.values(MOVES).flat())];

export const isOverdue = (
  { clearedAt, dueAt }: { clearedAt: EpochMillis | undefined; dueAt: EpochMillis | undefined },
  now: EpochMillis,
) => clearedAt === undefined && dueAt !== undefined && dueAt <= now;
