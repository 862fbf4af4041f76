/** Latches a lock of silence: where, and why. */
import type { SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { post } from '../api/ask.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { alarm } from '../words/alarm.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { EMERGENCY_KEYS } from './asking.ts';
import styles from './emergency.module.css';
import { usePlaces } from './use-places.ts';

export function LockForm({ onDone, onBack }: { onDone: () => void; onBack?: () => void }) {
  const say = useWords(alarm);
  const sayCommon = useWords(common);
  const { commune, hamlets, isWhole } = usePlaces();
  const client = useQueryClient();
  const [, go] = useLocation();
  const whole =
    isWhole && commune !== undefined ? [{ value: commune.id, label: say('wholeCommune', { name: commune.name }) }] : [];
  const places = [...whole, ...hamlets.map(({ id, name }) => ({ value: id, label: name }))];
  const [areaId, setAreaId] = useState<string>();
  const [reason, setReason] = useState('');
  const chosen = areaId ?? places[0]?.value;
  const lock = useMutation({
    mutationFn: () => post<SilenceDoneBody>('/silence', { areaId: chosen, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: EMERGENCY_KEYS.silence });
      void client.invalidateQueries({ queryKey: ['today'] });
      onDone();
      go('/khan-cap/im-lang');
    },
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        lock.mutate();
      }}
    >
      <p className="soft">{say('lockLead')}</p>
      <NativeSelect
        label={say('lockArea')}
        data={places}
        value={chosen ?? ''}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      />
      <TextInput
        label={say('lockReason')}
        description={say('lockReasonHint')}
        value={reason}
        maxLength={500}
        required
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {lock.error !== null && <ProblemNotice error={lock.error} />}
      <div className={styles.row}>
        {onBack !== undefined && (
          <Button variant="default" onClick={onBack}>
            {sayCommon('back')}
          </Button>
        )}
        <button type="submit" className={styles.alarm} disabled={reason.trim() === '' || lock.isPending}>
          {say('lockAct')}
        </button>
      </div>
    </form>
  );
}
