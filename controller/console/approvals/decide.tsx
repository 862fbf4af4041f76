/** The decision: approved with one press, held where it sounds at once; or returned with a reason. */
import type { DecidedSchema } from '@loa-lang/schemas/http/approvals';
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Static } from 'typebox';
import { useLocation } from 'wouter';
import { post } from '../api/ask.ts';
import { isProblem } from '../api/problem.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { approvals } from '../words/approvals.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import type { ApprovalDetail } from './asking.ts';
import { useWhen } from './use-when.ts';

export function Decide({ detail }: { detail: ApprovalDetail }) {
  const say = useWords(approvals);
  const sayCommon = useWords(common);
  const when = useWhen();
  const tell = useTell();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [isReturning, setReturning] = useState(false);
  const [reason, setReason] = useState('');
  const reasonField = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isReturning) reasonField.current?.focus();
  }, [isReturning]);
  const { id, title, bindingHash, hamlets, households, startAt, beyondRules, onBehalfOf } = detail;
  const decide = useMutation({
    mutationFn: (asked: { decision: 'approve' | 'return'; start?: 'now' }) =>
      post<Static<typeof DecidedSchema>>(`/approvals/${id}/decisions`, {
        ...asked,
        bindingHash,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    onSuccess: ({ delivery }, { decision }) => {
      const isLate = decision === 'approve' && delivery.state === 'not-sent';
      tell({ text: isLate ? say('notSent') : say(decision === 'approve' ? 'done' : 'doneReturned', { title }) });
      for (const queryKey of [['today'], ['approvals'], ['broadcasts']]) void client.invalidateQueries({ queryKey });
      go('/');
    },
  });
  const isLate = isProblem(decide.error, 'approval-too-late');
  const needsReason = isReturning || beyondRules !== undefined;
  const isNow = isLate || (startAt === undefined && detail.subjectKind === 'broadcast');
  const sentence = say(isNow ? 'willSoundNow' : 'willSound', {
    when: when(detail),
    hamlets: sayCommon('hamlets', { count: hamlets.length }),
    households: sayCommon('households', { count: households }),
  });
  const label = onBehalfOf === undefined ? say('decide') : say('decideBehalf', { name: onBehalfOf.name });
  const isShort = beyondRules !== undefined && reason.trim() === '';
  return (
    <div className={styles.decide}>
      {decide.error !== null && !isLate && <ProblemNotice error={decide.error} />}
      {needsReason && (
        <Textarea
          ref={reasonField}
          label={say(isReturning ? 'returnReason' : 'ruleReason')}
          description={isReturning ? say('returnHint') : undefined}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={1000}
          required
        />
      )}
      {!isReturning && <p>{isLate ? `${say('tooLate')} ${sentence}` : sentence}</p>}
      {isReturning ? (
        <div className={styles.acts}>
          <Button variant="default" onClick={() => setReturning(false)}>
            {sayCommon('cancel')}
          </Button>
          <Button
            disabled={reason.trim() === ''}
            loading={decide.isPending}
            onClick={() => decide.mutate({ decision: 'return' })}
          >
            {say('return')}
          </Button>
        </div>
      ) : (
        <div className={styles.acts}>
          <Button variant="default" onClick={() => setReturning(true)}>
            {say('return')}
          </Button>
          {isNow ? (
            <HoldButton
              busy={decide.isPending}
              disabled={isShort}
              onHeld={() => decide.mutate({ decision: 'approve', ...(isLate && { start: 'now' as const }) })}
            >
              {say('decideNow')}
            </HoldButton>
          ) : (
            <Button
              disabled={isShort}
              loading={decide.isPending}
              onClick={() => decide.mutate({ decision: 'approve' })}
            >
              {label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
