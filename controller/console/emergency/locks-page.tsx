/** Locks of silence: what is locked and why, which clusters have confirmed, and lifting. */
import type { SilenceBody, SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import { EMERGENCY_KEYS, useSilence } from './asking.ts';
import styles from './emergency.module.css';
import { LockForm } from './lock-form.tsx';

export function LocksPage() {
  const say = useWords(alarm);
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const [isLocking, setLocking] = useState(false);
  const asked = useSilence();
  return (
    <Page
      title={say('lockTitle')}
      lead={say('lockLead')}
      narrow
      next={may('lock') && <Button onClick={() => setLocking(true)}>{say('lockOpen')}</Button>}
    >
      <Told query={asked}>
        {({ open, lifted, complete }) => (
          <>
            {!complete && <Notice tone="warning">{say('incomplete')}</Notice>}
            {open.length === 0 && (
              <Section>
                <Empty title={say('noLocks')} />
              </Section>
            )}
            {open.map((lock) => (
              <Lock key={lock.id} lock={lock} />
            ))}
            {lifted.length > 0 && (
              <Section title={say('liftedLately')}>
                <ul className={styles.plain}>
                  {lifted.map(({ id, areaName, reason, liftedAt }) => (
                    <li key={id}>
                      {say('liftedWhen', {
                        area: areaName,
                        reason,
                        when: liftedAt === undefined ? '' : times.moment(liftedAt, now),
                      })}
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        )}
      </Told>
      {isLocking && (
        <Dialog onClose={() => setLocking(false)} title={say('lockTitle')} size="lg">
          <LockForm onDone={() => setLocking(false)} />
        </Dialog>
      )}
    </Page>
  );
}

function Lock({ lock }: { lock: SilenceBody }) {
  const say = useWords(alarm);
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const tell = useTell();
  const client = useQueryClient();
  const { id, areaId, areaName, reason, since, latchedBy, clusters, confirmed, total } = lock;
  const again = () => client.invalidateQueries({ queryKey: EMERGENCY_KEYS.silence });
  const lift = useMutation({
    mutationFn: () => post<SilenceDoneBody>(`/silence/${id}/lift`),
    onSuccess: () => {
      tell({
        text: say('lifted', { area: areaName }),
        undo: () => post('/silence', { areaId, reason }).then(again),
      });
      return again();
    },
  });
  const waiting = clusters.filter(({ state }) => state === 'unconfirmed');
  return (
    <Section title={say('locked', { area: areaName, reason })}>
      <div className={styles.stack}>
        <p className="soft">{say('lockedBy', { name: latchedBy ?? '–', since: times.moment(since, now) })}</p>
        <p>{confirmed === total ? say('allConfirmed') : say('confirmedOf', { count: confirmed, all: total })}</p>
        {waiting.length > 0 && (
          <Notice tone="warning">{say('unconfirmed', { names: waiting.map(({ name }) => name).join(', ') })}</Notice>
        )}
        {lift.error !== null && <ProblemNotice error={lift.error} />}
        {may('lift') && (
          <div className={styles.row}>
            <p className={`soft ${styles.grow}`}>{say('liftLead')}</p>
            <Button variant="default" onClick={() => lift.mutate()} loading={lift.isPending}>
              {say('lift')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
