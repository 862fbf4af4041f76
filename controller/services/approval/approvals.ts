/**
 * What waits for approval, and what is approved. Whoever wants something to sound submits its binding here, asks what
 * is `effective` before putting anything into a plan, and listens for decisions.
 */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { ApprovalSubject } from '@loa-lang/schemas/states/approval';
import {
  type ApprovalId,
  type ApprovalRequest,
  type ApprovalSettings,
  coveredRequest,
  isEffective,
  type NewRequest,
  newRequest,
  type Submission,
  USUAL_SETTINGS,
} from '../../domain/approval/approval-request.ts';
import { type Authority, authorityOf, type Offices } from '../../domain/approval/authority.ts';
import type { Binding } from '../../domain/approval/binding.ts';
import { lineage, type Territory } from '../../domain/areas/territory.ts';
import { changed } from '../../domain/audit/changed.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import type { ApprovalQuery, ApprovalStore } from '../../ports/approval-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import { found, Refusal } from '../refusal.ts';

export interface ApprovalDeps {
  approvals: ApprovalStore;
  delegations: DelegationStore;
  people: People;
  register: Register;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Hamlets whom it is meant for, and those in which it is heard because a pole stands there. */
export interface Where {
  meantFor: readonly AreaId[];
  standing: readonly AreaId[];
}

/** A request as one caller sees it. */
export interface SeenRequest {
  request: ApprovalRequest;
  authority: Authority;
}

/** Called after a decision is stored. What it throws is logged: the decision stands, and is found again by looking. */
export type DecisionListener = (request: ApprovalRequest) => Promise<void> | void;

/** Approvals of one subject that hold at once: a new one takes the place of the one before. */
const MOST_APPROVED = 100;

export class Approvals {
  readonly #deps: ApprovalDeps;
  readonly #listeners: DecisionListener[] = [];

  constructor(deps: ApprovalDeps) {
    this.#deps = deps;
  }

  /**
   * @returns the request, approved already where the act of planning is the approval
   * @throws Refusal `not-permitted`
   */
  async submit(submission: Submission, by: Caller): Promise<ApprovalRequest> {
    const { approvals } = this.#deps;
    const request = await approvals.add(await this.prepare(submission, by));
    if (request.state === 'approved') await this.announce(request);
    return request;
  }

  /** As `submit`, for who stores the request together with its subject. @param where when it is not the whole commune */
  async prepare(submission: Submission, by: Caller, where?: Where): Promise<NewRequest> {
    const { approvals, register, clock, newId } = this.#deps;
    const { communeId } = submission;
    const isStation = by.kind === 'station';
    const areas: Territory['areas'] = isStation ? new Map() : (await register.reader.territory()).areas;
    const places = where === undefined || where.meantFor.length === 0 ? [communeId] : where.meantFor;
    const mayAll = (action: 'draft' | 'submit') => places.every((areaId) => may(by, action, areaId, areas));
    // who decides is decided by the commune: nothing is filed in one to sound in another
    const everywhere = [...places, ...(where?.standing ?? [])];
    const isWithin = isStation || everywhere.every((areaId) => lineage(areas, areaId).includes(communeId));
    if (!isWithin || !mayAll('draft')) throw new Refusal('not-permitted', { name: by.name });
    const standing = { maySubmit: mayAll('submit'), mayApprove: may(by, 'approve', communeId, areas) };
    // an emergency is not kept waiting for what does not concern it
    const settings = standing.mayApprove && !isStation ? await approvals.settings(communeId) : USUAL_SETTINGS;
    return newRequest(submission, { id: newId(), by, at: clock.now(), standing, settings });
  }

  /** As `prepare`, for what another approval or a higher authority covers: approved as it is made, and the reason kept. */
  covered(submission: Submission, by: Caller, reason: string): NewRequest {
    const { clock, newId } = this.#deps;
    return coveredRequest(submission, { id: newId(), by, at: clock.now(), reason });
  }

  /**
   * Whoever may submit it where it is meant to sound changes it; who wrote a draft changes that, until somebody else has
   * submitted it. @throws Refusal `not-permitted`
   */
  async requireChangeable({ id, communeId, approval, audience }: Broadcast, by: Caller): Promise<void> {
    if (by.kind === 'station') return;
    const { approvals, register } = this.#deps;
    const { areas } = await register.reader.territory();
    const hamletIds = audience.hamlets.map((hamlet) => hamlet.id);
    if ((hamletIds.length === 0 ? [communeId] : hamletIds).every((areaId) => may(by, 'submit', areaId, areas))) return;
    const [last] = await approvals.list({ subject: { kind: 'broadcast', id }, limit: 1 });
    const isOwn = last?.submittedBy.personId === by.personId;
    if (approval === 'approved' || !isOwn) throw new Refusal('not-permitted', { name: by.name });
  }

  /** What somebody wrote who may not submit it. @throws Refusal */
  async submitDraft(id: ApprovalId, by: Caller): Promise<ApprovalRequest> {
    const { approvals, register } = this.#deps;
    const request = found(await approvals.find(id), 'approval-unknown');
    const { areas } = await register.reader.territory();
    if (!may(by, 'submit', request.communeId, areas)) throw new Refusal('not-permitted', { name: by.name });
    const after = found(await approvals.submit(id, refOf(by)), 'approval-unknown');
    if (after.state !== 'submitted') throw new Refusal('approval-closed');
    const { communeId, title, state } = request;
    noteChange({ areaId: communeId, before: { title, state }, after: { title, state: after.state } });
    return after;
  }

  /** What is approved of a subject at this moment; ask `covers` of each before something enters a plan. */
  async effective(kind: ApprovalSubject, subjectId: string): Promise<Binding[]> {
    return (await this.effectiveOf(kind, [subjectId])).get(subjectId) ?? [];
  }

  /** The same of many, by their id; what has nothing approved is not there. */
  async effectiveOf(kind: ApprovalSubject, ids: readonly string[]): Promise<Map<string, Binding[]>> {
    const { approvals, clock } = this.#deps;
    const query: ApprovalQuery = { subjects: { kind, ids }, states: ['approved'], limit: MOST_APPROVED * ids.length };
    const now = clock.now();
    const found = new Map<string, Binding[]>();
    for (const request of ids.length === 0 ? [] : await approvals.list(query)) {
      if (!isEffective(request, now)) continue;
      found.set(request.subjectId, [...(found.get(request.subjectId) ?? []), request.binding]);
    }
    return found;
  }

  /** @returns what stops listening */
  onDecided(listener: DecisionListener): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners.splice(this.#listeners.indexOf(listener), 1);
    };
  }

  /** To all listeners, one after another. */
  async announce(request: ApprovalRequest): Promise<void> {
    for (const listener of [...this.#listeners]) {
      try {
        await listener(request);
      } catch (cause) {
        this.#deps.onProblem(
          'what follows from a decision failed; it is repaired when plans are looked through',
          cause,
        );
      }
    }
  }

  /** The commune's own rules, as they then are. */
  async settle(communeId: AreaId, settings: ApprovalSettings): Promise<ApprovalSettings> {
    const { approvals } = this.#deps;
    const before = await approvals.settings(communeId);
    await approvals.changeSettings(communeId, settings);
    noteChange({ areaId: communeId, ...changed(before, settings) });
    return approvals.settings(communeId);
  }

  /** The subject is gone: nothing of it waits or counts any more. */
  archive(kind: ApprovalSubject, subjectId: string): Promise<void> {
    return this.#deps.approvals.archive(kind, subjectId, this.#deps.clock.now());
  }

  async get(id: ApprovalId, caller: Caller): Promise<SeenRequest> {
    const request = found(await this.#deps.approvals.find(id), 'approval-unknown');
    const [seen] = await this.#seen([request], caller);
    return found(seen, 'approval-unknown');
  }

  /** What the caller may see, newest first. */
  async list(query: ApprovalQuery, caller: Caller): Promise<SeenRequest[]> {
    const { approvals } = this.#deps;
    if (query.communeId !== undefined || caller.areaIds === 'everywhere') {
      return this.#seen(await approvals.list(query), caller);
    }
    // asked for by place, so that a page of others' requests does not hide the caller's own
    const offices = await this.offices();
    const nobody = { personId: '', name: '' };
    const within = [...offices.areas.values()].filter(
      ({ id, kind }) =>
        kind !== 'hamlet' &&
        (may(caller, 'see', id, offices.areas) ||
          authorityOf(caller, { communeId: id, submittedBy: nobody }, USUAL_SETTINGS, offices).ok),
    );
    return this.#seen(await approvals.list({ ...query, communeIds: within.map((area) => area.id) }), caller);
  }

  /** @throws Refusal unless the caller may decide on the request now, in the own place or for somebody else */
  async authority(request: ApprovalRequest, caller: Caller): Promise<Extract<Authority, { ok: true }>> {
    const authority = authorityOf(
      caller,
      request,
      await this.#deps.approvals.settings(request.communeId),
      await this.offices(),
    );
    if (!authority.ok) throw new Refusal(authority.fault, { name: caller.name });
    return authority;
  }

  async offices(): Promise<Offices> {
    const { delegations, people, register, clock } = this.#deps;
    const now = clock.now();
    const [running, areas] = await Promise.all([delegations.notOver(now), register.reader.areas()]);
    return { people: people.all, delegations: running, areas, now };
  }

  async #seen(requests: readonly ApprovalRequest[], caller: Caller): Promise<SeenRequest[]> {
    if (requests.length === 0) return [];
    const offices = await this.offices();
    const communes = [...new Set(requests.map((request) => request.communeId))];
    const settings = new Map(
      await Promise.all(communes.map(async (id) => [id, await this.#deps.approvals.settings(id)] as const)),
    );
    return requests.flatMap((request) => {
      const rules = settings.get(request.communeId);
      if (rules === undefined) return [];
      const authority = authorityOf(caller, request, rules, offices);
      const own = request.submittedBy.personId === caller.personId;
      const visible = own || authority.ok || may(caller, 'see', request.communeId, offices.areas);
      return visible ? [{ request, authority }] : [];
    });
  }
}
