/** Requests for approval in memory: what the simulation's officers and approvers need of the store. */
import type { ApprovalRequest, NewRequest } from '@loa-lang/controller/domain/approval/approval-request';
import { USUAL_SETTINGS } from '@loa-lang/controller/domain/approval/approval-request';
import type { ApprovalStore, DecisionMade, DecisionOutcome } from '@loa-lang/controller/ports/approval-store';
import type { MemoryBroadcasts } from './memory-broadcasts.ts';

export class MemoryApprovals {
  readonly #requests = new Map<string, ApprovalRequest>();
  readonly #broadcasts: MemoryBroadcasts;

  constructor(broadcasts: MemoryBroadcasts) {
    this.#broadcasts = broadcasts;
    broadcasts.onRequest = (request) => this.#keep(request);
  }

  /** As the services take it; what nothing here asks for is not there. */
  get store(): ApprovalStore {
    return this as unknown as ApprovalStore;
  }

  async find(id: string): Promise<ApprovalRequest | undefined> {
    const request = this.#requests.get(id);
    return request && structuredClone(request);
  }

  async add(request: NewRequest): Promise<ApprovalRequest> {
    return this.#keep(request);
  }

  async decide({ id, bindingHash, decision, verdict, moved }: DecisionMade): Promise<DecisionOutcome> {
    const request = this.#requests.get(id);
    if (request === undefined) return { outcome: 'unknown' };
    if (request.state !== 'submitted' || request.bindingHash !== bindingHash) return { outcome: 'lost', request };
    Object.assign(request, { state: verdict, decision, ...(moved && { bindingHash: moved.bindingHash }) });
    this.#broadcasts.decided(request.subjectId, verdict, moved?.window);
    return { outcome: 'decided', request: structuredClone(request) };
  }

  async settings() {
    return USUAL_SETTINGS;
  }

  /** of this broadcast, waiting */
  waitingFor(subjectId: string): ApprovalRequest | undefined {
    return [...this.#requests.values()].find((each) => each.subjectId === subjectId && each.state === 'submitted');
  }

  #keep(request: NewRequest): ApprovalRequest {
    const kept = { ...structuredClone(request), subjectVersion: 1 };
    this.#requests.set(request.id, kept);
    return kept;
  }
}
