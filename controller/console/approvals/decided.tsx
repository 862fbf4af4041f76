/** What became of it, by whom; and what the caller may do about that. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { addressOf, post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useMay, useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Notice } from '../parts/notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { approvals } from '../words/approvals.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import type { ApprovalDetail } from './asking.ts';

export function Decided({ detail }: { detail: ApprovalDetail }) {
  const say = useWords(approvals);
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const submit = useAct(`/approvals/${detail.id}/submit`, say('submittedDone'));
  const { decision, state } = detail;
  if (state === 'draft') {
    return (
      <Notice>
        <p>{say('draft')}</p>
        {may('submit') && (
          <Button mt="xs" onClick={() => submit.mutate()} loading={submit.isPending}>
            {say('submitDraft')}
          </Button>
        )}
      </Notice>
    );
  }
  if (decision === undefined) return null;
  const { by, at, onBehalfOf, way, reason } = decision;
  const when = times.moment(at, now);
  if (state === 'returned') {
    return (
      <Notice tone="warning">
        <p>{say('returnedBy', { name: by.name, when, reason: reason ?? '' })}</p>
        {detail.subjectKind === 'broadcast' && may('draft') && (
          <Button mt="xs" component={Link} href={`/soan-tin?luot=${detail.subjectId}`}>
            {say('mend')}
          </Button>
        )}
      </Notice>
    );
  }
  const ways = [
    ...(onBehalfOf === undefined ? [] : [say('behalf', { name: onBehalfOf.name })]),
    ...(way === 'link' ? [say('byLink')] : way === 'outside' ? [say('byWord')] : []),
  ];
  return (
    <Notice tone="good">
      <p>{say('decidedBy', { name: by.name, when, way: ways.join('') })}</p>
      {reason !== undefined && <p>{say('approverReason', { reason })}</p>}
      {detail.outside !== undefined && <SaidOutside detail={detail} outside={detail.outside} />}
    </Notice>
  );
}

function SaidOutside({
  detail: { id },
  outside,
}: {
  detail: ApprovalDetail;
  outside: NonNullable<ApprovalDetail['outside']>;
}) {
  const say = useWords(approvals);
  const times = useTimes();
  const now = useNow();
  const { data: self } = useSelf();
  const confirm = useAct(`/approvals/${id}/confirm`, say('confirmed', { when: times.moment(now, now) }));
  const { approver, recordedBy, saidAt, note, hasPhoto, confirmBy, confirmedAt, flagged } = outside;
  const until = times.moment(confirmBy, now);
  return (
    <div className={styles.stack}>
      <p>{say('outsideTold', { recorder: recordedBy.name, name: approver.name, when: times.moment(saidAt, now) })}</p>
      {note !== undefined && <p>{note}</p>}
      {hasPhoto && (
        <a href={addressOf(`/approvals/${id}/photo`)} target="_blank" rel="noreferrer">
          {say('photo')}
        </a>
      )}
      <p>
        {confirmedAt !== undefined
          ? say('confirmed', { when: times.moment(confirmedAt, now) })
          : say(flagged ? 'confirmOver' : 'confirmUntil', { until })}
      </p>
      {confirmedAt === undefined && self?.personId === approver.personId && (
        <div>
          <Button onClick={() => confirm.mutate()} loading={confirm.isPending}>
            {say('confirm')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** An act without more words, told when it is done. */
function useAct(path: string, done: string) {
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post(path),
    onSuccess: () => {
      tell({ text: done });
      void client.invalidateQueries({ queryKey: ['today'] });
      return client.invalidateQueries({ queryKey: ['approvals'] });
    },
    onError: tellProblem,
  });
}
