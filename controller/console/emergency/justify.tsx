/** Why it could not wait for approval: by somebody else than the sender, within a day. */
import type { EmergencyBody } from '@loa-lang/schemas/http/emergencies';
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useMay, useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import { EMERGENCY_KEYS } from './asking.ts';
import styles from './emergency.module.css';

export function Justify({ emergency }: { emergency: EmergencyBody }) {
  const say = useWords(alarm);
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const { data: self } = useSelf();
  const { needed, flagged, justifiedBy, justifiedAt, reason, until } = emergency.justification;
  if (justifiedBy !== undefined) {
    const when = justifiedAt === undefined ? '' : times.moment(justifiedAt, now);
    return <Notice tone="good">{say('justifiedBy', { name: justifiedBy.name, when, reason: reason ?? '' })}</Notice>;
  }
  if (!needed) return null;
  const isOwn = self?.kind !== 'station' && self?.personId === emergency.sentBy.personId;
  const told = say(isOwn ? 'justifyOwn' : flagged ? 'justifyOver' : 'justifyLead', { until: times.moment(until, now) });
  return (
    <Section title={say(may('emergency') && !isOwn ? 'justify' : 'unjustified')}>
      <div className={styles.stack}>
        <Notice tone={flagged ? 'red' : 'warning'}>{told}</Notice>
        {may('emergency') && !isOwn && <Form id={emergency.id} />}
      </div>
    </Section>
  );
}

function Form({ id }: { id: string }) {
  const say = useWords(alarm);
  const tell = useTell();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const justify = useMutation({
    mutationFn: () => post<EmergencyBody>(`/emergencies/${id}/justify`, { reason: reason.trim() }),
    onSuccess: () => {
      tell({ text: say('justifyDone') });
      void client.invalidateQueries({ queryKey: ['today'] });
      return client.invalidateQueries({ queryKey: EMERGENCY_KEYS.list });
    },
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        justify.mutate();
      }}
    >
      <Textarea
        label={say('justifyReason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
      {justify.error !== null && <ProblemNotice error={justify.error} />}
      <div>
        <Button type="submit" disabled={reason.trim() === ''} loading={justify.isPending}>
          {say('justify')}
        </Button>
      </div>
    </form>
  );
}
