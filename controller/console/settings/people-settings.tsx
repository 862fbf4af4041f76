/** Who has an account: invited, invited anew, closed and opened again. */

import type { AccountListSchema } from '@loa-lang/schemas/http/accounts';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, patch, post } from '../api/ask.ts';
import { useSelf } from '../api/queries.ts';
import { type AccountLink, InviteForm, LinkOnce } from '../parts/register/invite-form.tsx';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { settings } from '../words/settings.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';
import { AccountRole, hasOneOffice } from './account-role.tsx';

const STATES = {
  invited: 'accountState_invited',
  open: 'accountState_open',
  closed: 'accountState_closed',
} as const;

export function PeopleSettings({ communeId }: { communeId: string }) {
  const say = useWords(settings);
  const sayRole = useWords(setup);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const { data: self } = useSelf();
  const [link, setLink] = useState<AccountLink>();
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: async ({ signal }) => (await ask<Static<typeof AccountListSchema>>('/accounts', { signal })).accounts,
  });
  const change = async (id: string, active: boolean) => {
    await patch(`/accounts/${id}`, { active });
    await client.invalidateQueries({ queryKey: ['accounts'] });
  };
  const close = useMutation({
    mutationFn: ({ id, active }: { id: string; active: boolean }) => change(id, active),
    onSuccess: (_, { id, active }) => tell({ text: sayCommon('saved'), undo: () => change(id, !active) }),
    onError: tellProblem,
  });
  const again = useMutation({
    mutationFn: (id: string) => post<AccountLink>(`/accounts/${id}/invitation`),
    onSuccess: setLink,
    onError: tellProblem,
  });
  return (
    <div className={register.stack}>
      <InviteForm communeId={communeId} />
      {link !== undefined && <LinkOnce link={link} />}
      <Told query={accounts}>
        {(all) => (
          <ul className={register.list}>
            {all.map((account) => {
              const { id, name, roles, state, active } = account;
              const isChosen = id !== self?.personId && hasOneOffice(account);
              return (
                <li key={id}>
                  <span>
                    <strong>{name}</strong>
                    {!isChosen && ` · ${roles.map((role) => sayRole(role)).join(', ')}`}
                  </span>
                  {isChosen && <AccountRole account={account} communeId={communeId} />}
                  <span className="soft">{say(STATES[state])}</span>
                  <span className={register.line}>
                    {state === 'invited' && (
                      <Button variant="default" onClick={() => again.mutate(id)}>
                        {say('inviteAgain')}
                      </Button>
                    )}
                    {id !== self?.personId && (
                      <Button variant="default" onClick={() => close.mutate({ id, active: !active })}>
                        {say(active ? 'closeAccount' : 'openAccount')}
                      </Button>
                    )}
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </Told>
    </div>
  );
}
