/** A way to tell: mailboxes of a firm, or another system that listens. */
import type { ChannelMadeSchema } from '@loa-lang/schemas/http/notifications';
import { SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { post } from '../api/ask.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { channels } from '../words/channels.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { useFreshTelling } from './telling-queries.ts';

export interface ChannelFormProps {
  communeId: string;
  onClose: () => void;
  /** of a webhook: shown once */
  onSecret: (secret: string) => void;
}

type Kind = 'email' | 'webhook';

export function ChannelForm({ communeId, onClose, onSecret }: ChannelFormProps) {
  const say = useWords(channels);
  const sayCommon = useWords(common);
  const tell = useTell();
  const fresh = useFreshTelling();
  const [kind, setKind] = useState<Kind>('email');
  const [name, setName] = useState('');
  const [to, setTo] = useState('');
  const save = useMutation({
    mutationFn: () =>
      post<Static<typeof ChannelMadeSchema>>('/notification-channels', {
        ...{ areaId: communeId, kind, name: name.trim() },
        ...(kind === 'webhook'
          ? { webhook: { url: to.trim() } }
          : { email: { addresses: to.split(/[\s,;]+/).filter((each) => each !== '') } }),
      }),
    onSuccess: async ({ signingSecret }) => {
      tell({ text: sayCommon('saved') });
      if (signingSecret !== undefined) onSecret(signingSecret);
      await fresh();
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={say('addChannel')} size="lg">
      <form
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <SegmentedControl
          aria-label={say('channel')}
          value={kind}
          onChange={(value) => {
            setKind(value as Kind);
            setTo('');
          }}
          data={(['email', 'webhook'] as const).map((value) => ({ value, label: say(`kind-${value}`) }))}
        />
        <TextInput
          label={say('channelName')}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say(kind === 'email' ? 'addresses' : 'url')}
          description={say(kind === 'email' ? 'addressesHow' : 'urlHow')}
          required
          type={kind === 'webhook' ? 'url' : 'text'}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {save.error !== null && <ProblemNotice error={save.error} />}
        <FormActs busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
