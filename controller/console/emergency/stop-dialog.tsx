/** Dừng: what sounds now and where, what stopping it met; and the way to the lock of silence. */
import type { StopDoneBody } from '@loa-lang/schemas/http/silence';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { useCommune, useMay } from '../api/queries.ts';
import { useToday } from '../api/today.ts';
import { useWhere } from '../parts/broadcast-words.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import styles from './emergency.module.css';
import { LockForm } from './lock-form.tsx';
import { StopAnswer } from './stop-answer.tsx';

export function StopDialog({ onClose }: { onClose: () => void }) {
  const say = useWords(alarm);
  const may = useMay();
  const commune = useCommune();
  const where = useWhere();
  const asked = useToday();
  const client = useQueryClient();
  const [isLocking, setLocking] = useState(false);
  const stop = useMutation({
    mutationFn: (what: { broadcastId: string } | { areaId: string }) => post<StopDoneBody>('/stop', what),
    onSuccess: () => client.invalidateQueries({ queryKey: ['today'] }),
  });
  return (
    <Dialog onClose={onClose} title={say(isLocking ? 'lockTitle' : 'stopTitle')} size="lg">
      {isLocking ? (
        <LockForm onDone={onClose} onBack={() => setLocking(false)} />
      ) : (
        <div className={styles.stack}>
          <p className="soft">{say('stopLead')}</p>
          {stop.data !== undefined && <StopAnswer done={stop.data} />}
          {stop.error !== null && <ProblemNotice error={stop.error} />}
          <Told query={asked} isEmpty={({ onAir }) => onAir.length === 0} empty={<p>{say('nothing')}</p>}>
            {({ onAir }) => (
              <ul className={styles.plain}>
                {onAir.map((each) => (
                  <li key={each.broadcastId} className={styles.row}>
                    <div className={styles.grow}>
                      <strong>{each.title}</strong>
                      <p className="soft">{where(each)}</p>
                    </div>
                    <Button
                      onClick={() => stop.mutate({ broadcastId: each.broadcastId })}
                      loading={stop.isPending}
                      aria-label={say('stopOne', { title: each.title })}
                    >
                      {say('stop')}
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </Told>
          <div className={styles.row}>
            {commune !== undefined && (
              <Button variant="default" onClick={() => stop.mutate({ areaId: commune.id })} loading={stop.isPending}>
                {say('stopHere')}
              </Button>
            )}
            {may('lock') && (
              <Button variant="default" onClick={() => setLocking(true)}>
                {say('lockOpen')}
              </Button>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}
