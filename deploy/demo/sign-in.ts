/** The demonstration's people at work: signed in, and approving what it plans. */
import type { ApprovalBody } from '@loa-lang/schemas/http/approvals';
import { apiAt, signInTo } from './api.ts';
import type { Credentials } from './month/people.ts';

/** `name=value` of each cookie of somebody who has just signed in. */
export const cookiesOf = async (apiUrl: string, person: Credentials): Promise<string[]> =>
  (await signInTo(apiUrl, person)).map((line) => line.split(';')[0] as string);

/** Where there are people nobody airs what nobody else has approved. */
export async function approve(apiUrl: string, people: readonly Credentials[], broadcastId: string): Promise<void> {
  const approver = people.find(({ role }) => role === 'approver');
  if (approver === undefined) return;
  const api = apiAt(apiUrl, await cookiesOf(apiUrl, approver));
  const query = `subjectKind=broadcast&subjectId=${broadcastId}`;
  const { approvals } = await api.get<{ approvals: ApprovalBody[] }>(`/approvals?${query}`);
  for (const { id, bindingHash } of approvals)
    await api.post(`/approvals/${id}/decisions`, { decision: 'approve', bindingHash });
}
