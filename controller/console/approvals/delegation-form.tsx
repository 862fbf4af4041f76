/** A new delegation of the own right to approve. */
import type { DelegationBody } from '@loa-lang/schemas/http/people';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useSelf, useZone } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { DaysFromUntil } from '../parts/days-from-until.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { approvals } from '../words/approvals.ts';
import { instantOf } from '../words/local-instant.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import { mayApprove, usePeople } from './asking.ts';

const WEEK_MS = 7 * 86_400_000;

export function DelegationForm() {
  const say = useWords(approvals);
  const times = useTimes();
  const tell = useTell();
  const zone = useZone();
  const client = useQueryClient();
  const { data: self } = useSelf();
  const { data: people = [] } = usePeople();
  // first who approves anyway, then who might
  const others = people
    .filter(({ personId }) => personId !== self?.personId)
    .sort((a, b) => Number(mayApprove(b)) - Number(mayApprove(a)));
  const [toPersonId, setTo] = useState<string>();
  const [from, setFrom] = useState(() => times.isoDay(serverNow()));
  const [until, setUntil] = useState(() => times.isoDay(serverNow() + WEEK_MS));
  const [note, setNote] = useState('');
  const chosen = toPersonId ?? others[0]?.personId;
  const give = useMutation({
    mutationFn: () => {
      const startsAt = instantOf(`${from}T00:00:00`, zone);
      // from today is from now on
      const isOver = startsAt !== undefined && Date.parse(startsAt) < serverNow();
      return post<DelegationBody>('/delegations', {
        toPersonId: chosen,
        startsAt: isOver ? new Date(serverNow()).toISOString() : startsAt,
        endsAt: instantOf(`${until}T23:59:59`, zone),
        ...(note.trim() !== '' && { note: note.trim() }),
      });
    },
    onSuccess: ({ to }) => {
      tell({ text: say('given', { name: to.name }) });
      setNote('');
      return client.invalidateQueries({ queryKey: ['approvals'] });
    },
  });
  if (others.length === 0) return <p className="soft">{say('nobodyElse')}</p>;
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <NativeSelect
        label={say('to')}
        data={others.map(({ personId, name }) => ({ value: personId, label: name }))}
        value={chosen ?? ''}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <DaysFromUntil
        {...{ from, until, onFrom: setFrom, onUntil: setUntil }}
        labels={{ from: say('from'), until: say('until') }}
      />
      <TextInput
        label={say('note')}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {give.error !== null && <ProblemNotice error={give.error} />}
      <div>
        <Button type="submit" loading={give.isPending} disabled={from === '' || until === ''}>
          {say('giveAct')}
        </Button>
      </div>
    </form>
  );
}
