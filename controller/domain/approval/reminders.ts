/** When whom to remind that something waits for approval. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Person, PersonId } from '../people/person.ts';
import type { ApprovalId, ApprovalRequest, ApprovalSettings } from './approval-request.ts';
import { decidersOf, type Offices } from './authority.ts';
import { isRunning } from './delegation.ts';

export const REMINDER_KINDS = ['hour-before', 'quarter-before', 'deputy'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** T−60 and T−15 minutes; five minutes without an answer later the deputy, who still has time to listen. */
const BEFORE_MS: Record<ReminderKind, Millis> = {
  'hour-before': 60 * 60_000,
  'quarter-before': 15 * 60_000,
  deputy: 10 * 60_000,
};

export interface Reminder {
  requestId: ApprovalId;
  kind: ReminderKind;
  personId: PersonId;
  /** before which airing */
  startAt: EpochMillis;
}

type Waiting = Pick<ApprovalRequest, 'id' | 'communeId' | 'submittedBy' | 'createdAt' | 'startAt' | 'state'>;

/**
 * Reminders whose moment has come and whose request still waits; whoever was away sends only the last one that is due.
 * A request that came after a moment is not reminded of for that moment: submitting it was the notice. Sending each
 * once is the store's business.
 */
export function remindersDue(
  requests: readonly Waiting[],
  settingsOf: (communeId: string) => ApprovalSettings,
  offices: Offices,
): Reminder[] {
  return requests.flatMap((request) => {
    const kind = dueKind(request, offices.now);
    const { startAt } = request;
    if (kind === undefined || startAt === undefined) return [];
    const deciders = decidersOf(request, settingsOf(request.communeId), offices);
    const asked = deciders.flatMap((person) => standIns(person, offices));
    const people = kind === 'deputy' ? deputies(deciders, offices.people) : asked;
    return [...new Set(people.map((person) => person.id))]
      .filter((personId) => personId !== request.submittedBy.personId)
      .map((personId) => ({ requestId: request.id, kind, personId, startAt }));
  });
}

function dueKind({ state, startAt, createdAt }: Waiting, now: EpochMillis): ReminderKind | undefined {
  if (state !== 'submitted' || startAt === undefined || now >= startAt) return undefined;
  return REMINDER_KINDS.filter((kind) => {
    const moment = startAt - BEFORE_MS[kind];
    return moment <= now && moment >= createdAt;
  }).at(-1);
}

/** While somebody stands in for an approver, the pending work is theirs; else it is the approver's own. */
function standIns(person: Person, { people, delegations, now }: Offices): Person[] {
  const running = delegations.filter((each) => each.from.personId === person.id && isRunning(each, now));
  const others = people.filter((each) => each.active && running.some(({ to }) => to.personId === each.id));
  return others.length > 0 ? others : [person];
}

const deputies = (deciders: readonly Person[], people: readonly Person[]): Person[] =>
  people.filter((person) => person.active && deciders.some(({ deputyId }) => deputyId === person.id));
