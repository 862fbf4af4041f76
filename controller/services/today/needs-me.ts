/** What waits for one caller, by the caller's own rights. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type ApprovalRequest, CONFIRM_WITHIN_MS } from '../../domain/approval/approval-request.ts';
import type { Territory } from '../../domain/areas/territory.ts';
import { OPEN_STATES } from '../../domain/complaints/complaint.ts';
import type { Caller } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesLine } from '../../domain/permissions/sight.ts';
import { isOpen, mayLift } from '../../domain/silence/latches.ts';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintStore } from '../../ports/complaint-store.ts';
import type { EmergencyAct } from '../../ports/emergency-store.ts';
import type { IncidentReader } from '../../ports/incident-reader.ts';
import type { SilenceStore } from '../../ports/silence-store.ts';
import type { Approvals } from '../approval/approvals.ts';
import { type Emergencies, justifyUntil } from '../emergency/emergencies.ts';
import { levelOf } from '../people/caller.ts';

export interface NeedsDeps {
  approvals: Pick<Approvals, 'list'>;
  approvalStore: Pick<ApprovalStore, 'list' | 'unconfirmed'>;
  emergencies: Pick<Emergencies, 'list'>;
  silenceStore: Pick<SilenceStore, 'list'>;
  complaintStore: Pick<ComplaintStore, 'list'>;
  incidentReader: Pick<IncidentReader, 'list'>;
  clock: Clock;
}

export interface UnjustifiedEmergency {
  act: EmergencyAct;
  title: string;
  until: EpochMillis;
  mayJustify: boolean;
}

export interface Needs {
  /** soonest first, the first of them */
  approvals: ApprovalRequest[];
  approvalsTotal: number;
  confirm: ApprovalRequest[];
  emergencies: UnjustifiedEmergency[];
  locks: { id: string; areaName: string; reason: string; since: EpochMillis; mayLift: boolean }[];
  returned: ApprovalRequest[];
  drafts: ApprovalRequest[];
  /** `undefined`: not the caller's business */
  overdueComplaints: number | undefined;
  openIncidents: number;
}

/** Of each kind; a page with more is a list, and there are lists. */
const SHOWN = 5;
const COUNTED = 200;
/** What was returned longer ago is not news; it is found among the bulletins. */
const RETURNED_WITHIN_MS: Millis = 7 * 24 * 3600_000;

export interface Where {
  communeId: AreaId;
  sight: Sight;
  areas: Territory['areas'];
}

export async function needsOf(deps: NeedsDeps, where: Where, caller: Caller): Promise<Needs> {
  const { communeId, areas } = where;
  const isIn = (action: Parameters<typeof may>[1], areaId = communeId) => may(caller, action, areaId, areas);
  const [waiting, confirm, emergencies, locks, returned, drafts, overdueComplaints, openIncidents] = await Promise.all([
    waitingFor(deps, communeId, caller),
    toConfirm(deps, communeId, caller),
    unjustified(deps, where, caller),
    locksOf(deps, where, caller),
    returnedOf(deps, communeId, caller, isIn('submit')),
    isIn('submit') ? draftsOf(deps, communeId) : [],
    hasRight(caller, 'stop') ? overdueOf(deps, where) : undefined,
    incidentsOf(deps, where),
  ]);
  return {
    ...{ approvals: waiting.slice(0, SHOWN), approvalsTotal: waiting.length, confirm, emergencies, locks },
    ...{ returned, drafts, overdueComplaints, openIncidents },
  };
}

async function waitingFor({ approvals }: NeedsDeps, communeId: AreaId, caller: Caller): Promise<ApprovalRequest[]> {
  const seen = await approvals.list({ communeId, states: ['submitted'], limit: COUNTED }, caller);
  const own = seen.filter(({ authority }) => authority.ok).map(({ request }) => request);
  return own.sort((a, b) => (a.startAt ?? 0) - (b.startAt ?? 0));
}

async function toConfirm(
  { approvalStore, clock }: NeedsDeps,
  communeId: AreaId,
  { personId }: Caller,
): Promise<ApprovalRequest[]> {
  const open = await approvalStore.unconfirmed(clock.now() + CONFIRM_WITHIN_MS);
  return open.filter((each) => each.communeId === communeId && each.outside?.approver.personId === personId);
}

async function unjustified(
  { emergencies }: NeedsDeps,
  { communeId, sight, areas }: Where,
  caller: Caller,
): Promise<UnjustifiedEmergency[]> {
  const listed = await emergencies.list(sight);
  return listed
    .filter(({ act }) => act.communeId === communeId && isAnswerable(act))
    .map(({ act, broadcast }) => ({
      act,
      title: broadcast?.title ?? act.order.title ?? '',
      until: justifyUntil(act),
      mayJustify:
        may(caller, 'emergency', communeId, areas) &&
        (caller.kind === 'station' || caller.personId !== act.sentBy.personId),
    }));
}

const isAnswerable = ({ drill, fault, justifiedAt }: EmergencyAct): boolean =>
  !drill && fault === undefined && justifiedAt === undefined;

/** Which clusters obey them is told where they are lifted. */
async function locksOf(
  { silenceStore, clock }: NeedsDeps,
  { areas, sight }: Where,
  caller: Caller,
): Promise<Needs['locks']> {
  const latches = await silenceStore.list(clock.now());
  return latches
    .filter((latch) => isOpen(latch) && seesLine(sight, latch.areaId))
    .sort((a, b) => b.since - a.since)
    .map((latch) => ({
      ...{ id: latch.id, reason: latch.reason, since: latch.since },
      areaName: areas.get(latch.areaId)?.name ?? latch.areaId,
      mayLift: may(caller, 'lift', latch.areaId, areas) && mayLift(levelOf(caller), latch),
    }));
}

/** The last word about its subject, and the caller's to change. */
async function returnedOf(
  { approvals, approvalStore, clock }: NeedsDeps,
  communeId: AreaId,
  caller: Caller,
  maySubmit: boolean,
): Promise<ApprovalRequest[]> {
  const since = clock.now() - RETURNED_WITHIN_MS;
  const seen = await approvals.list({ communeId, states: ['returned'], limit: COUNTED }, caller);
  const fresh = seen
    .map(({ request }) => request)
    .filter(({ decision }) => decision !== undefined && decision.at >= since)
    .filter(({ submittedBy }) => maySubmit || submittedBy.personId === caller.personId)
    .slice(0, SHOWN);
  const last = await Promise.all(
    fresh.map(({ subjectKind: kind, subjectId: id }) => approvalStore.list({ subject: { kind, id }, limit: 1 })),
  );
  return fresh.filter(({ id }, index) => last[index]?.[0]?.id === id);
}

const draftsOf = ({ approvalStore }: NeedsDeps, communeId: AreaId): Promise<ApprovalRequest[]> =>
  approvalStore.list({ communeId, states: ['draft'], limit: SHOWN });

async function overdueOf({ complaintStore, clock }: NeedsDeps, { communeId, sight }: Where): Promise<number> {
  const bounds = sight === 'everything' ? {} : { hamletIds: [...sight.within], communeIds: [...sight.within] };
  const open = await Promise.all(
    OPEN_STATES.map((state) => complaintStore.list({ ...bounds, communeId, state, limit: COUNTED })),
  );
  return open.flat().filter(({ dueAt }) => dueAt <= clock.now()).length;
}

async function incidentsOf({ incidentReader }: NeedsDeps, { sight }: Where): Promise<number> {
  const open = await incidentReader.list({ all: false, limit: COUNTED }, sight);
  return open.filter(({ explainedBy, expected }) => explainedBy === undefined && !expected).length;
}
