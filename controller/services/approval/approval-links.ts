/** Signed one-time links: whoever holds one is the approver it was made for, for one decision on one version. */
import { createHash, randomBytes } from 'node:crypto';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ApprovalId, ApprovalRequest } from '../../domain/approval/approval-request.ts';
import { type Messages, messagesOf } from '../../domain/approval/messages.ts';
import { approvableUntil } from '../../domain/broadcasts/broadcast.ts';
import { type Caller, callerOf, type PersonRef, refOf } from '../../domain/people/person.ts';
import type { SessionBreach } from '../../domain/rules/session-rules.ts';
import type { ApprovalLink, ApprovalStore } from '../../ports/approval-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';
import type { ApprovalContent, ApprovalContents } from './approval-contents.ts';
import type { Approvals } from './approvals.ts';
import type { Deciding, Verdict } from './decide-approval.ts';

export interface LinkDeps {
  approvals: ApprovalStore;
  requests: Approvals;
  deciding: Deciding;
  contents: ApprovalContents;
  people: People;
  permissions: Permissions;
  clock: Clock;
  newId: () => string;
  timeZone: string;
}

/** A message is read within days, or the matter is over. */
export const LINK_LASTS_MS: Millis = 3 * 24 * 3600_000;

export interface MadeLink {
  url: string;
  approver: PersonRef;
  expiresAt: EpochMillis;
  messages: Messages;
}

/**
 * What a token opens. `used`: this link decided; `decided`: somebody did before; `changed`: the subject has another
 * version, or is gone; `replaced`: a newer link was made for the same approver; `revoked`: the approver may not decide
 * any more.
 */
export type OpenedState = 'open' | 'late' | 'used' | 'decided' | 'changed' | 'expired' | 'replaced' | 'revoked';
export interface OpenedLink {
  state: OpenedState;
  link: ApprovalLink;
  request: ApprovalRequest;
  content: ApprovalContent;
  onBehalfOf: PersonRef | undefined;
  /** of the session rules: approving it takes a reason */
  breaches: readonly SessionBreach[];
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export class ApprovalLinks {
  readonly #deps: LinkDeps;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
  }

  /** @param urlOf the address that a token has. @throws Refusal */
  async create(
    id: ApprovalId,
    asked: { approverId: string; lastsMs?: Millis | undefined },
    caller: Caller,
    urlOf: (token: string) => string,
  ): Promise<MadeLink> {
    const { approvals, requests, contents, people, permissions, clock, newId, timeZone } = this.#deps;
    const request = found(await approvals.find(id), 'approval-unknown');
    await permissions.require(caller, 'submit', [request.communeId]);
    if (request.state !== 'submitted') throw new Refusal('approval-closed');
    const person = people.find(asked.approverId);
    if (person?.active !== true) throw new Refusal('approver-unknown');
    await requests.authority(request, callerOf(person)).catch((error: unknown) => {
      throw error instanceof Refusal && error.code === 'not-permitted' ? new Refusal('approver-unknown') : error;
    });
    const token = randomBytes(32).toString('base64url');
    const now = clock.now();
    const expiresAt = now + Math.min(asked.lastsMs ?? LINK_LASTS_MS, LINK_LASTS_MS);
    const approver = refOf(callerOf(person));
    await approvals.addLink({
      id: newId(),
      requestId: id,
      approver,
      madeBy: refOf(caller),
      tokenHash: hashOf(token),
      createdAt: now,
      expiresAt,
    });
    noteChange({ areaId: request.communeId, after: { title: request.title, approver, expiresAt } });
    const { audience } = await contents.of(request);
    const url = urlOf(token);
    const messages = messagesOf({
      request,
      hamlets: audience.hamlets,
      approverName: approver.name,
      url,
      expiresAt,
      zone: timeZone,
      now,
    });
    return { url, approver, expiresAt, messages };
  }

  /** Looks, and changes nothing: messengers fetch addresses on their own. `undefined` for a token that is none. */
  async open(token: string): Promise<OpenedLink | undefined> {
    const { approvals, contents } = this.#deps;
    const link = await approvals.findLink(hashOf(token));
    if (link === undefined) return undefined;
    const request = found(await approvals.find(link.requestId), 'approval-unknown');
    const content = await contents.of(request);
    const { state, onBehalfOf } = await this.#stateOf(link, request, content);
    const { broadcast } = content;
    const asked = state === 'open' && broadcast !== undefined;
    const breaches = asked ? await this.#deps.deciding.breaches(broadcast) : [];
    return { state, link, request, content, onBehalfOf, breaches };
  }

  /** @throws Refusal; and when the link is not open the opened link says why */
  async decide(token: string, verdict: Omit<Verdict, 'bindingHash'>): Promise<OpenedLink | undefined> {
    const opened = await this.open(token);
    if (opened === undefined || (opened.state !== 'open' && opened.state !== 'late')) return opened;
    const { link, request, onBehalfOf } = opened;
    await this.#deps.deciding.carryOut(request, { ...verdict, bindingHash: request.bindingHash }, link.approver, {
      way: 'link',
      linkId: link.id,
      linkMadeBy: link.madeBy,
      ...(onBehalfOf !== undefined && { onBehalfOf }),
    });
    return this.open(token);
  }

  async #stateOf(
    link: ApprovalLink,
    request: ApprovalRequest,
    { broadcast }: ApprovalContent,
  ): Promise<{ state: OpenedState; onBehalfOf: PersonRef | undefined }> {
    const { requests, people, clock } = this.#deps;
    const now = clock.now();
    const only = (state: OpenedState) => ({ state, onBehalfOf: undefined });
    if (link.usedAt !== undefined) return only('used');
    if (request.state === 'approved' || request.state === 'returned') return only('decided');
    if (request.state !== 'submitted') return only('changed');
    if (link.replacedAt !== undefined) return only('replaced');
    if (now >= link.expiresAt) return only('expired');
    const person = people.find(link.approver.personId);
    if (person?.active !== true) return only('revoked');
    const authority = await requests.authority(request, callerOf(person)).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    if (authority === undefined) return only('revoked');
    const late = broadcast !== undefined && now >= approvableUntil(broadcast);
    return { state: late ? 'late' : 'open', onBehalfOf: authority.onBehalfOf };
  }
}
