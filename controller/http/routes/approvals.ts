/** Routes of approval: the queue, decisions, the commune's own rules. */
import {
  ApprovalDetailSchema,
  ApprovalListQuerySchema,
  ApprovalListSchema,
  ApprovalSchema,
  ApprovalSettingsSchema,
  ApprovalWarningListSchema,
  CommuneQuerySchema,
  DecidedSchema,
  DecisionCreateSchema,
} from '@loa-lang/schemas/http/approvals';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ApprovalContents } from '../../services/approval/approval-contents.ts';
import { approvalWarnings } from '../../services/approval/approval-warnings.ts';
import type { Approvals } from '../../services/approval/approvals.ts';
import type { Deciding, Verdict } from '../../services/approval/decide-approval.ts';
import type { People } from '../../services/people/people.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { approvalBody, approvalDetailBody, warningBody } from '../present-approval.ts';
import { needs, sightOf } from '../right.ts';

const PAGE = 50;

export interface ApprovalRouteDeps {
  approvals: Approvals;
  approvalStore: ApprovalStore;
  deciding: Deciding;
  contents: ApprovalContents;
  people: People;
  clock: Clock;
}

/** Another time than the one submitted. */
export const startOf = (start: string | undefined): Pick<Verdict, 'start'> =>
  start === undefined ? {} : { start: start === 'now' ? 'now' : inInstant(start) };

export function approvalRoutes(server: HttpServer, deps: ApprovalRouteDeps): void {
  const { approvals, approvalStore, deciding, contents, people, clock } = deps;
  const nameOf = (personId: string) => people.find(personId)?.name ?? personId;
  const tags = ['approvals'];
  const path = `${API_ROOT}/approvals`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere', before: 'approval' }),
      schema: { tags, querystring: ApprovalListQuerySchema, response: answers(200, ApprovalListSchema) },
    },
    async ({ query, caller }) => {
      const { communeId, subjectKind = 'broadcast', subjectId, mine = false, limit = PAGE, before } = query;
      const usual = subjectId === undefined ? 'submitted' : undefined;
      const state = query.state ?? usual;
      const seen = await approvals.list(
        {
          limit,
          ...(communeId !== undefined && { communeId }),
          ...(state !== undefined && { states: [state] }),
          ...(subjectId !== undefined && { subject: { kind: subjectKind, id: subjectId } }),
          ...(before !== undefined && { before }),
        },
        caller,
      );
      const now = clock.now();
      return {
        approvals: seen.filter(({ authority }) => !mine || authority.ok).map((each) => approvalBody(each, now)),
      };
    },
  );
  server.get(
    `${path}/warnings`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, description: 'Offices that nobody holds.', response: answers(200, ApprovalWarningListSchema) },
    },
    async (request) => ({ warnings: (await approvalWarnings(approvals, sightOf(request))).map(warningBody) }),
  );
  server.get(
    `${path}/settings`,
    {
      ...needs('see'),
      schema: { tags, querystring: CommuneQuerySchema, response: answers(200, ApprovalSettingsSchema) },
    },
    async ({ query: { communeId } }) => approvalStore.settings(communeId),
  );
  server.put(
    `${path}/settings`,
    {
      ...needs('settle'),
      schema: {
        tags,
        querystring: CommuneQuerySchema,
        body: ApprovalSettingsSchema,
        response: answers(200, ApprovalSettingsSchema),
      },
    },
    async ({ query: { communeId }, body }) => approvals.settle(communeId, body),
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'approval' }),
      schema: {
        tags,
        description: 'With the text as it is read, and where. The sound is the bulletin’s.',
        params: IdParamsSchema,
        response: answers(200, ApprovalDetailSchema),
      },
    },
    async ({ params: { id }, caller }) => {
      const seen = await approvals.get(id, caller);
      const [reminders, content] = await Promise.all([approvalStore.reminders([id]), contents.of(seen.request)]);
      const { broadcast } = content;
      const isAsked = seen.request.state === 'submitted' && broadcast !== undefined;
      const breaches = isAsked ? await deciding.breaches(broadcast) : [];
      return approvalDetailBody(seen, { ...content, breaches }, reminders, nameOf, clock.now());
    },
  );
  server.post(
    `${path}/:id/submit`,
    {
      ...needs('submit', { of: 'approval' }),
      schema: {
        tags,
        description: 'A draft of somebody who may not submit.',
        params: IdParamsSchema,
        response: answers(200, ApprovalSchema),
      },
    },
    async ({ params: { id }, caller }) => {
      await deciding.submitDraft(id, caller);
      return approvalBody(await approvals.get(id, caller), clock.now());
    },
  );
  server.post(
    `${path}/:id/decisions`,
    {
      ...needs('see', { of: 'approval' }),
      schema: {
        tags,
        description:
          'Exactly one decision counts. 409 approval-too-late when its time has passed: send it again with `start`.',
        params: IdParamsSchema,
        body: DecisionCreateSchema,
        response: answers(200, DecidedSchema),
      },
    },
    async ({ params: { id }, body: { decision, start, ...body }, caller }) => {
      const verdict = decision === 'approve' ? 'approved' : 'returned';
      const { delivery } = await deciding.decide(id, { ...body, verdict, ...startOf(start) }, caller);
      return { approval: approvalBody(await approvals.get(id, caller), clock.now()), delivery };
    },
  );
}
