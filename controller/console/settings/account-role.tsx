/** What somebody may do: another role is one choice, and taken back as quickly. */
import type { AccountListSchema } from '@loa-lang/schemas/http/accounts';
import type { Role } from '@loa-lang/schemas/states/people';
import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { patch } from '../api/ask.ts';
import { INVITED_ROLES } from '../parts/register/invite-form.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { settings } from '../words/settings.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';

type Account = Static<typeof AccountListSchema>['accounts'][number];
type Office = Pick<Account, 'roles' | 'areaIds'>;

/** Those that work for the whole commune; a head is invited for a hamlet. */
const CHOSEN: readonly Role[] = INVITED_ROLES.filter(
  (role) => role !== 'province-administrator' && role !== 'hamlet-head',
);

/** Whom the province made, and who has several offices, is not changed with one choice. */
export const hasOneOffice = ({ roles }: Account): boolean =>
  roles.length === 1 && roles.every((role) => role === 'hamlet-head' || CHOSEN.includes(role));

export function AccountRole({ account, communeId }: { account: Account; communeId: string }) {
  const say = useWords(settings);
  const sayRole = useWords(setup);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const { id, name, roles, areaIds } = account;
  const become = async (office: Office) => {
    await patch(`/accounts/${id}`, office);
    await client.invalidateQueries({ queryKey: ['accounts'] });
  };
  const change = useMutation({
    mutationFn: (role: Role) => become({ roles: [role], areaIds: [communeId] }),
    onSuccess: (_, role) =>
      tell({ text: say('roleTold', { name, role: sayRole(role) }), undo: () => become({ roles, areaIds }) }),
    onError: tellProblem,
  });
  return (
    <NativeSelect
      aria-label={say('roleOf', { name })}
      value={roles[0]}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.value as Role)}
      data={[...roles.filter((role) => !CHOSEN.includes(role)), ...CHOSEN].map((role) => ({
        value: role,
        label: sayRole(role),
      }))}
    />
  );
}
