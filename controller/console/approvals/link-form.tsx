/** A link with which the approver decides once, without signing in. */
import type { LinkSchema } from '@loa-lang/schemas/http/approvals';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { approvals } from '../words/approvals.ts';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import type { Person } from './asking.ts';

export function LinkForm({ id, approvers }: { id: string; approvers: readonly Person[] }) {
  const say = useWords(approvals);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  const tell = useTell();
  const [approverId, setApproverId] = useState(approvers[0]?.personId ?? '');
  const make = useMutation({
    mutationFn: () => post<Static<typeof LinkSchema>>(`/approvals/${id}/link`, { approverId }),
  });
  const made = make.data;
  return (
    <div className={styles.stack}>
      <p className="soft">{say('linkLead')}</p>
      <NativeSelect
        label={say('outsideApprover')}
        data={approvers.map(({ personId, name }) => ({ value: personId, label: name }))}
        value={approverId}
        onChange={(event) => setApproverId(event.currentTarget.value)}
      />
      {make.error !== null && <ProblemNotice error={make.error} />}
      <div>
        <Button onClick={() => make.mutate()} loading={make.isPending}>
          {say('linkAct')}
        </Button>
      </div>
      {made !== undefined && (
        <>
          {made.notices.map(({ code, message }) => (
            <Notice key={code} tone="warning">
              {message[language]}
            </Notice>
          ))}
          <Textarea
            label={say('linkReady', { name: made.approver.name, until: times.moment(made.expiresAt, now) })}
            value={made.messages.zalo}
            readOnly
            autosize
          />
          <div>
            <Button
              variant="default"
              onClick={() =>
                void navigator.clipboard?.writeText(made.messages.zalo).then(() => tell({ text: sayCommon('copied') }))
              }
            >
              {sayCommon('copy')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
