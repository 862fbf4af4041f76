/** What these pages ask the controller; events of approvals make it stale. */
import type {
  ApprovalBody,
  ApprovalDetailSchema,
  ApprovalListSchema,
  ApprovalWarningListSchema,
} from '@loa-lang/schemas/http/approvals';
import type { DelegationListSchema, PersonListSchema } from '@loa-lang/schemas/http/people';
import type { ApprovalState } from '@loa-lang/schemas/states/approval';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';
import { useCommune } from '../api/queries.ts';

export type Approval = ApprovalBody;
export type ApprovalDetail = Static<typeof ApprovalDetailSchema>;
export type Person = Static<typeof PersonListSchema>['people'][number];

/** A page of them; more are in the log. */
export const MOST = 100;

export function useApprovals(state: ApprovalState) {
  const communeId = useCommune()?.id;
  return useQuery({
    queryKey: ['approvals', 'list', communeId, state],
    queryFn: async ({ signal }) => {
      const path = `/approvals${query({ communeId, state, limit: MOST })}`;
      return (await ask<Static<typeof ApprovalListSchema>>(path, { signal })).approvals;
    },
    enabled: communeId !== undefined,
  });
}

export const useWarnings = () =>
  useQuery({
    queryKey: ['approvals', 'warnings'],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof ApprovalWarningListSchema>>('/approvals/warnings', { signal })).warnings,
  });

export const useApproval = (id: string) =>
  useQuery({
    queryKey: ['approvals', 'one', id],
    queryFn: ({ signal }) => ask<ApprovalDetail>(`/approvals/${id}`, { signal }),
  });

export const usePeople = () =>
  useQuery({
    queryKey: ['people'],
    queryFn: async ({ signal }) => (await ask<Static<typeof PersonListSchema>>('/people', { signal })).people,
    staleTime: 60_000,
  });

export const useDelegations = () =>
  useQuery({
    queryKey: ['approvals', 'delegations'],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof DelegationListSchema>>('/delegations', { signal })).delegations,
  });

/** Roles whose holders approve. */
export const mayApprove = ({ roles }: Person): boolean =>
  roles.includes('approver') || roles.includes('province-administrator');
