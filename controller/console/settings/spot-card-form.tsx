/** A card is made out: to whom, for which hamlet, until when, for what. */
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useAreas, useZone } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { endOfDay } from '../words/local-instant.ts';
import { spotCards } from '../words/spot-cards.ts';
import { useWords } from '../words/words.ts';
import type { IssuedCard } from './card-once.tsx';

export interface SpotCardFormProps {
  communeId: string;
  onClose: () => void;
  onIssued: (card: IssuedCard) => void;
}

/** A season of storms; a year at most. */
const USUAL_MS = 180 * 86_400_000;
const LONGEST_MS = 364 * 86_400_000;
const USUAL_STARTS = 4;

export function SpotCardForm({ communeId, onClose, onIssued }: SpotCardFormProps) {
  const say = useWords(spotCards);
  const zone = useZone();
  const times = useTimes();
  const { data: areas = [] } = useAreas();
  const hamlets = areas.filter(({ parentId }) => parentId === communeId);
  const [hamletId, setHamlet] = useState(hamlets[0]?.id ?? '');
  const [holder, setHolder] = useState('');
  const [until, setUntil] = useState(() => times.isoDay(serverNow() + USUAL_MS));
  const [speaks, setSpeaks] = useState(false);
  const [perHour, setPerHour] = useState(USUAL_STARTS);
  const issue = useMutation({
    mutationFn: () =>
      post<IssuedCard>('/on-the-spot-credentials', {
        ...{ hamletId, holder: holder.trim(), perHour, until: endOfDay(until, zone) },
        mayUse: speaks ? ['templates', 'microphone'] : ['templates'],
      }),
    onSuccess: onIssued,
  });
  return (
    <Dialog onClose={onClose} title={say('issue')} size="lg">
      <form
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          issue.mutate();
        }}
      >
        <NativeSelect
          label={say('hamlet')}
          value={hamletId}
          onChange={(event) => setHamlet(event.currentTarget.value)}
          data={hamlets.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextInput
          label={say('holder')}
          description={say('holderHow')}
          required
          maxLength={120}
          value={holder}
          onChange={(event) => setHolder(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say('until')}
          required
          min={times.isoDay(serverNow())}
          max={times.isoDay(serverNow() + LONGEST_MS)}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <NumberInput
          label={say('perHour')}
          min={1}
          max={60}
          maw="16rem"
          value={perHour}
          onChange={(value) => setPerHour(Number(value) || USUAL_STARTS)}
        />
        <Checkbox
          label={say('maySpeak')}
          checked={speaks}
          onChange={(event) => setSpeaks(event.currentTarget.checked)}
        />
        {issue.error !== null && <ProblemNotice error={issue.error} />}
        <FormActs label={say('issue')} busy={issue.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
