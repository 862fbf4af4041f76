/** Somebody is invited: a name, a role, a place; the link is shown once, to be sent by hand. */

import type { AccountLinkSchema } from '@loa-lang/schemas/http/accounts';
import { ROLES, type Role } from '@loa-lang/schemas/states/people';
import { Button, CopyButton, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { post } from '../../api/ask.ts';
import { useAreas, useSelf } from '../../api/queries.ts';
import { common } from '../../words/common.ts';
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { Notice } from '../notice.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import styles from './register.module.css';

export type AccountLink = Static<typeof AccountLinkSchema>;

/** Those a commune invites; sources are made by the province. */
export const INVITED_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'source');

export function InviteForm({ communeId }: { communeId: string }) {
  const say = useWords(setup);
  const client = useQueryClient();
  const { data: areas = [] } = useAreas();
  const { data: self } = useSelf();
  const hamlets = areas.filter(({ parentId }) => parentId === communeId);
  const [name, setName] = useState('');
  const [contact, setContact] = useState('');
  const [role, setRole] = useState<Role>('officer');
  const [hamletId, setHamletId] = useState('');
  const [links, setLinks] = useState<readonly AccountLink[]>([]);
  const invite = useMutation({
    mutationFn: () => {
      const place = role === 'hamlet-head' ? hamletId || hamlets[0]?.id : communeId;
      const areaIds = role === 'province-administrator' ? 'everywhere' : [place];
      return post<AccountLink>('/accounts', { name: name.trim(), roles: [role], areaIds, ...contactOf(contact) });
    },
    onSuccess: async (link) => {
      setLinks((before) => [link, ...before]);
      setName('');
      setContact('');
      await client.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  const roles = INVITED_ROLES.filter((each) => each !== 'province-administrator' || self?.areaIds === 'everywhere');
  return (
    <div className={styles.stack}>
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <TextInput
          label={say('personName')}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say('contact')}
          required
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value)}
        />
        <NativeSelect
          label={say('role')}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
          data={roles.map((each) => ({ value: each, label: say(each) }))}
        />
        {role === 'hamlet-head' && (
          <NativeSelect
            label={say('hamlet')}
            value={hamletId}
            onChange={(event) => setHamletId(event.currentTarget.value)}
            data={hamlets.map(({ id, name: label }) => ({ value: id, label }))}
          />
        )}
        <Button type="submit" loading={invite.isPending} disabled={name.trim() === '' || contact.trim() === ''}>
          {say('invite')}
        </Button>
      </form>
      {invite.error !== null && <ProblemNotice error={invite.error} />}
      {links.map((link) => (
        <LinkOnce key={link.url} link={link} />
      ))}
    </div>
  );
}

/** The name that somebody signs in with. */
const contactOf = (text: string): { email: string } | { phone: string } =>
  text.includes('@') ? { email: text.trim() } : { phone: text.trim() };

/** Shown now and never again. */
export function LinkOnce({ link }: { link: AccountLink }) {
  const say = useWords(setup);
  const sayCommon = useWords(common);
  return (
    <Notice tone="good" role="status">
      <p>{say('linkFor', { name: link.account.name })}</p>
      <p className={styles.link}>{link.url}</p>
      <div className={styles.line}>
        <CopyButton value={link.messages.zalo}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? sayCommon('copied') : say('copyMessage')}
            </Button>
          )}
        </CopyButton>
        <CopyButton value={link.url}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? sayCommon('copied') : say('copyLink')}
            </Button>
          )}
        </CopyButton>
      </div>
    </Notice>
  );
}
