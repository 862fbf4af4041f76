/** "Duyệt ngoài hệ thống": approved by telephone or on paper, recorded by somebody else, confirmed afterwards. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import {
  type ApprovalId,
  type ApprovalRequest,
  CONFIRM_WITHIN_MS,
  type OutsideApproval,
} from '../../domain/approval/approval-request.ts';
import { pictureType } from '../../domain/approval/picture.ts';
import { type Caller, callerOf, refOf } from '../../domain/people/person.ts';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { PhotoStore } from '../../ports/photo-store.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';
import type { Approvals } from './approvals.ts';
import type { Decided, Deciding, Verdict } from './decide-approval.ts';

export interface OutsideDeps {
  approvals: ApprovalStore;
  requests: Approvals;
  deciding: Deciding;
  people: People;
  permissions: Permissions;
  photos: PhotoStore;
  incidents: IncidentLog;
  clock: Clock;
}

export interface SaidOutside extends Pick<Verdict, 'bindingHash' | 'start'> {
  approverId: string;
  saidAt: EpochMillis;
  note?: string | undefined;
}

export class OutsideApprovals {
  readonly #deps: OutsideDeps;

  constructor(deps: OutsideDeps) {
    this.#deps = deps;
  }

  /** Effective at once. @throws Refusal */
  async record(id: ApprovalId, said: SaidOutside, caller: Caller): Promise<Decided> {
    const { approvals, requests, deciding, people, permissions, clock } = this.#deps;
    const request = found(await approvals.find(id), 'approval-unknown');
    await permissions.require(caller, 'submit', [request.communeId]);
    const person = people.find(said.approverId);
    if (person?.active !== true) throw new Refusal('approver-unknown');
    const approver = callerOf(person);
    const authority = await requests.authority(request, approver).catch((error: unknown) => {
      throw error instanceof Refusal && error.code === 'not-permitted' ? new Refusal('approver-unknown') : error;
    });
    const now = clock.now();
    if (said.saidAt > now) throw new Refusal('approval-said-later');
    const outside: OutsideApproval = {
      approver: refOf(approver),
      recordedBy: refOf(caller),
      saidAt: said.saidAt,
      confirmBy: now + CONFIRM_WITHIN_MS,
      ...(said.note !== undefined && said.note.trim() !== '' && { note: said.note.trim() }),
    };
    const { bindingHash, start } = said;
    return deciding.carryOut(request, { bindingHash, start, verdict: 'approved', reason: said.note }, approver, {
      way: 'outside',
      outside,
      ...(authority.onBehalfOf !== undefined && { onBehalfOf: authority.onBehalfOf }),
    });
  }

  /** By the approver who was named, whenever it comes; the flag goes with it. */
  async confirm(id: ApprovalId, caller: Caller): Promise<ApprovalRequest> {
    const { approvals, clock } = this.#deps;
    const confirmed = await approvals.confirm(id, caller.personId, clock.now());
    const request = found(await approvals.find(id), 'approval-unknown');
    if (!confirmed) throw new Refusal('approval-nothing-to-confirm', { name: caller.name });
    const { title, outside } = request;
    const told = { title, approver: outside?.approver };
    const confirmedAt = outside?.confirmedAt;
    noteChange({ areaId: request.communeId, before: { ...told, confirmedAt: null }, after: { ...told, confirmedAt } });
    await this.#deps.incidents.clear('approval-unconfirmed', id, clock.now());
    await this.#deps.requests.announce(request);
    return request;
  }

  async attachPhoto(id: ApprovalId, bytes: Uint8Array, caller: Caller): Promise<ApprovalRequest> {
    const { approvals, permissions, photos } = this.#deps;
    const request = found(await approvals.find(id), 'approval-unknown');
    await permissions.require(caller, 'submit', [request.communeId]);
    const type = pictureType(bytes);
    if (type === undefined) throw new Refusal('photo-unusable');
    if (request.outside === undefined) throw new Refusal('approval-nothing-to-confirm', { name: caller.name });
    const fileName = await photos.keep(bytes);
    await approvals.attachPhoto(id, { type, fileName });
    const { communeId, title, outside } = request;
    const before = { title, photo: outside.photo ?? null };
    noteChange({ areaId: communeId, before, after: { title, photo: { type, fileName } } });
    return found(await approvals.find(id), 'approval-unknown');
  }

  async photo(id: ApprovalId, caller: Caller): Promise<{ type: string; bytes: Uint8Array }> {
    const { requests, photos } = this.#deps;
    const { request } = await requests.get(id, caller);
    const photo = found(request.outside?.photo, 'not-found');
    return { type: photo.type, bytes: found(await photos.read(photo.fileName), 'not-found') };
  }
}
