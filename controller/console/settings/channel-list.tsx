/** Ways besides the system's own e-mail: tried, switched on and off, removed. */
import type { ChannelBody } from '@loa-lang/schemas/http/notifications';
import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { patch, post, remove } from '../api/ask.ts';
import { Notice } from '../parts/notice.tsx';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { channels } from '../words/channels.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { ChannelForm } from './channel-form.tsx';
import { useChannels, useFreshTelling } from './telling-queries.ts';

export function ChannelList({ communeId }: { communeId: string }) {
  const say = useWords(channels);
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const read = useChannels(communeId);
  return (
    <>
      <Told query={read}>
        {({ channels: all, email }) => (
          <>
            <p className="soft">{say(email ? 'mailWorks' : 'noMail')}</p>
            <ul className={register.list} aria-label={say('channels')}>
              {all.map((channel) => (
                <li key={channel.id}>
                  <Line channel={channel} communeId={communeId} onSecret={setSecret} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Told>
      {secret !== undefined && (
        <Notice tone="good" role="status">
          <p>{say('secretOnce')}</p>
          <p className={register.link}>{secret}</p>
        </Notice>
      )}
      <div>
        <Button variant="default" onClick={() => setAdding(true)}>
          {say('addChannel')}
        </Button>
      </div>
      {isAdding && <ChannelForm communeId={communeId} onClose={() => setAdding(false)} onSecret={setSecret} />}
    </>
  );
}

interface LineProps {
  channel: ChannelBody;
  communeId: string;
  onSecret: (secret: string) => void;
}

function Line({ channel, communeId, onSecret }: LineProps) {
  const say = useWords(channels);
  const sayCommon = useWords(common);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const fresh = useFreshTelling();
  const [isBusy, setBusy] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const { id, name, kind, enabled, webhook, template, email } = channel;
  const does = async (act: () => Promise<unknown>, text: string, undo?: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
      tell({ text, ...(undo !== undefined && { undo: () => undo().then(fresh) }) });
    } catch (error) {
      tellProblem(error);
    }
    setBusy(false);
    await fresh();
  };
  const enable = (wanted: boolean) => patch(`/notification-channels/${id}`, { enabled: wanted });
  return (
    <>
      <span>
        <strong>{name}</strong> · {say(`kind-${kind}`)}
        <br />
        <small className="soft">{webhook?.url ?? template?.url ?? email?.addresses.join(', ')}</small>
      </span>
      <span className={register.line}>
        <Switch
          label={say('enabled')}
          aria-label={say('enabledNamed', { name })}
          checked={enabled}
          disabled={isBusy}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            void does(
              () => enable(wanted),
              sayCommon('saved'),
              () => enable(!wanted),
            );
          }}
        />
        <Button
          variant="default"
          aria-label={say('testNamed', { name })}
          onClick={() => void does(() => post(`/notification-channels/${id}/test`), say('testOnItsWay'))}
        >
          {say('test')}
        </Button>
        <Button variant="default" aria-label={say('changeNamed', { name })} onClick={() => setEditing(true)}>
          {say('change')}
        </Button>
        <Button
          variant="subtle"
          aria-label={say('removeNamed', { name })}
          onClick={() => void does(() => remove(`/notification-channels/${id}`), say('removed', { name }))}
        >
          {sayCommon('remove')}
        </Button>
      </span>
      {isEditing && <ChannelForm known={channel} onClose={() => setEditing(false)} {...{ communeId, onSecret }} />}
    </>
  );
}
