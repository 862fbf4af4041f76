/** What could not be told, why, and once more. */
import type { NotificationBody } from '@loa-lang/schemas/http/notifications';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, post, query } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { channels } from '../words/channels.ts';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';

const KEY = ['notifications'] as const;
const MINUTE_MS = 60_000;
const MOST = 20;

export function FailedMessages({ communeId }: { communeId: string }) {
  const say = useWords(channels);
  const read = useQuery({
    queryKey: [...KEY, communeId],
    queryFn: async ({ signal }) =>
      (
        await ask<{ notifications: NotificationBody[] }>(
          `/notifications${query({ communeId, state: 'failed', limit: MOST })}`,
          { signal },
        )
      ).notifications,
  });
  return (
    <Told query={read} isEmpty={(all) => all.length === 0} empty={<p className="soft">{say('noneFailed')}</p>}>
      {(all) => (
        <ul className={register.list} aria-label={say('failed')}>
          {all.map((message) => (
            <li key={message.id}>
              <Line message={message} />
            </li>
          ))}
        </ul>
      )}
    </Told>
  );
}

function Line({ message: told }: { message: NotificationBody }) {
  const say = useWords(channels);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow(MINUTE_MS);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const { id, subject, recipient, createdAt, message, lastError } = told;
  const again = useMutation({
    mutationFn: () => post(`/notifications/${id}/retry`),
    onSuccess: () => {
      tell({ text: say('onItsWay') });
      return client.invalidateQueries({ queryKey: KEY });
    },
    onError: tellProblem,
  });
  return (
    <>
      <span>
        <strong>{subject}</strong>
        <br />
        <small className="soft">
          {recipient}, {times.moment(createdAt, now)}. {message?.[language] ?? lastError}
        </small>
      </span>
      <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        {sayCommon('retry')}
      </Button>
    </>
  );
}
