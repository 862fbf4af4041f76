/** A way to tell: mailboxes of a firm, or another system that listens. */
import type { ChannelBody, ChannelChange, ChannelMadeSchema } from '@loa-lang/schemas/http/notifications';
import { SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { patch, post } from '../api/ask.ts';
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
  /** the one that is changed: its kind stays */
  known?: ChannelBody;
  onClose: () => void;
  /** of a webhook: shown once */
  onSecret: (secret: string) => void;
}

type Kind = 'email' | 'webhook';

/** Whom it tells, as it is written in the form; `undefined` of a kind that is set up elsewhere. */
const toOf = ({ email, webhook }: ChannelBody) => webhook?.url ?? email?.addresses.join(', ');

const changeOf = (kind: Kind | undefined, name: string, to: string): ChannelChange => ({
  name: name.trim(),
  ...(kind === 'webhook' && { webhook: { url: to.trim() } }),
  ...(kind === 'email' && { email: { addresses: to.split(/[\s,;]+/).filter((each) => each !== '') } }),
});

export function ChannelForm({ communeId, known, onClose, onSecret }: ChannelFormProps) {
  const say = useWords(channels);
  const sayCommon = useWords(common);
  const tell = useTell();
  const fresh = useFreshTelling();
  const [kind, setKind] = useState<Kind>(known?.webhook === undefined ? 'email' : 'webhook');
  const [name, setName] = useState(known?.name ?? '');
  const [to, setTo] = useState((known && toOf(known)) ?? '');
  const asksTo = known === undefined || toOf(known) !== undefined;
  const save = useMutation({
    mutationFn: (): Promise<Partial<Static<typeof ChannelMadeSchema>>> => {
      const fields = changeOf(asksTo ? kind : undefined, name, to);
      return known === undefined
        ? post('/notification-channels', { areaId: communeId, kind, ...fields })
        : patch(`/notification-channels/${known.id}`, fields);
    },
    onSuccess: async ({ signingSecret }) => {
      const before = known && changeOf(asksTo ? kind : undefined, known.name, toOf(known) ?? '');
      const undo = () => patch(`/notification-channels/${known?.id}`, before).then(fresh);
      tell({ text: sayCommon('saved'), ...(known !== undefined && { undo }) });
      if (signingSecret !== undefined) onSecret(signingSecret);
      await fresh();
      onClose();
    },
  });
  return (
    <Dialog
      onClose={onClose}
      title={known === undefined ? say('addChannel') : say('changeNamed', { name: known.name })}
      size="lg"
    >
      <form
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {known === undefined && (
          <SegmentedControl
            aria-label={say('channel')}
            value={kind}
            onChange={(value) => {
              setKind(value as Kind);
              setTo('');
            }}
            data={(['email', 'webhook'] as const).map((value) => ({ value, label: say(`kind-${value}`) }))}
          />
        )}
        <TextInput
          label={say('channelName')}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {asksTo && (
          <TextInput
            label={say(kind === 'email' ? 'addresses' : 'url')}
            description={say(kind === 'email' ? 'addressesHow' : 'urlHow')}
            required
            type={kind === 'webhook' ? 'url' : 'text'}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        )}
        {save.error !== null && <ProblemNotice error={save.error} />}
        <FormActs busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
