/** Requests for approval as HTTP shows them. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { ApprovalBody } from '@loa-lang/schemas/http/approvals';
import type { DelegationBody } from '@loa-lang/schemas/http/people';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { isFlagged } from '../domain/approval/approval-request.ts';
import { type Delegation, isRunning } from '../domain/approval/delegation.ts';
import { messagesOf } from '../domain/approval/messages.ts';
import type { ReminderRecord } from '../ports/approval-store.ts';
import type { ApprovalContent } from '../services/approval/approval-contents.ts';
import type { ApprovalWarning } from '../services/approval/approval-warnings.ts';
import type { SeenRequest } from '../services/approval/approvals.ts';
import { outInstant, outOptional, TIME_ZONE } from './instants.ts';

export function approvalBody({ request, authority }: SeenRequest, now: EpochMillis): ApprovalBody {
  const { binding, decision, outside, startAt } = request;
  const { times } = binding;
  return {
    id: request.id,
    communeId: request.communeId,
    subjectKind: request.subjectKind,
    subjectId: request.subjectId,
    subjectVersion: request.subjectVersion,
    title: request.title,
    state: request.state,
    bindingHash: request.bindingHash,
    binding: {
      assets: [...binding.assets],
      targets: binding.targets,
      ...('once' in times ? { once: outInstant(times.once) } : { rule: times.rule }),
    },
    ...outOptional('startAt', startAt),
    createdAt: outInstant(request.createdAt),
    submittedBy: request.submittedBy,
    ...(decision !== undefined && { decision: { ...decision, at: outInstant(decision.at) } }),
    ...(outside !== undefined && {
      outside: {
        approver: outside.approver,
        recordedBy: outside.recordedBy,
        saidAt: outInstant(outside.saidAt),
        ...(outside.note !== undefined && { note: outside.note }),
        hasPhoto: outside.photo !== undefined,
        confirmBy: outInstant(outside.confirmBy),
        ...outOptional('confirmedAt', outside.confirmedAt),
        flagged: isFlagged(request, now),
      },
    }),
    mayDecide: request.state === 'submitted' && authority.ok,
    ...(authority.ok && authority.onBehalfOf !== undefined && { onBehalfOf: authority.onBehalfOf }),
  };
}

export function approvalDetailBody(
  seen: SeenRequest,
  { parts, audience }: ApprovalContent,
  reminders: readonly ReminderRecord[],
  nameOf: (personId: string) => string,
  now: EpochMillis,
) {
  const { hamlets } = audience;
  const facts = { request: seen.request, hamlets, url: undefined, expiresAt: undefined, zone: TIME_ZONE, now };
  return {
    ...approvalBody(seen, now),
    parts: parts.map(({ fileName, sizeBytes: _, ...part }) => ({
      ...part,
      ...(fileName !== undefined && { fileName }),
    })),
    hamlets: audience.hamlets.map(({ id, name, households }) => ({ id, name, households })),
    clusters: audience.clusters.length,
    households: audience.hamlets.reduce((sum, hamlet) => sum + hamlet.households, 0),
    reminders: reminders.map(({ kind, personId, remindedAt }) => ({
      kind,
      personId,
      remindedAt: outInstant(remindedAt),
      messages: messagesOf({ ...facts, approverName: nameOf(personId) }),
    })),
  };
}

export const delegationBody = ({ note, endedAt, ...delegation }: Delegation, now: EpochMillis): DelegationBody => ({
  ...delegation,
  startsAt: outInstant(delegation.startsAt),
  endsAt: outInstant(delegation.endsAt),
  createdAt: outInstant(delegation.createdAt),
  running: isRunning({ ...delegation, endedAt }, now),
  ...(note !== undefined && { note }),
  ...outOptional('endedAt', endedAt),
});

const ROLE_WORDS = {
  officer: { vi: 'cán bộ truyền thanh', en: 'officer' },
  approver: { vi: 'người duyệt', en: 'approver' },
};

export function warningBody(warning: ApprovalWarning) {
  if (warning.kind === 'person-area-unknown') {
    const parameters = { name: warning.name, ids: warning.areaIds.join(', ') };
    return { code: warning.kind, message: errorText(warning.kind, parameters) };
  }
  const { area, role } = warning;
  const words = (reader: 'vi' | 'en') =>
    errorText('role-vacant', { area: area.name, role: ROLE_WORDS[role][reader] })[reader];
  return { code: warning.kind, message: { vi: words('vi'), en: words('en') }, areaId: area.id };
}
