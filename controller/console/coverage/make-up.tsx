/** Make-up: first what would sound where, and who hears it twice; then the act. */
import type { BroadcastPlannedSchema } from '@loa-lang/schemas/http/broadcasts';
import type { MakeUpSchema } from '@loa-lang/schemas/http/make-ups';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { coverage } from '../words/coverage.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './coverage.module.css';

type MakeUpBody = Static<typeof MakeUpSchema>;

export function MakeUp({ id }: { id: string }) {
  const say = useWords(coverage);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('makeUp')}</Button>
      {isOpen && <MakeUpDialog id={id} onClose={() => setOpen(false)} />}
    </>
  );
}

function MakeUpDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(coverage);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [isSending, setSending] = useState(false);
  const told = useQuery({
    queryKey: ['coverage', 'make-up', id],
    queryFn: ({ signal }) => ask<MakeUpBody>(`/broadcasts/${id}/make-up`, { signal }),
  });
  const plan = async ({ clusters }: MakeUpBody) => {
    setSending(true);
    try {
      const planned = await post<Static<typeof BroadcastPlannedSchema>>(`/broadcasts/${id}/make-up`, { start: 'now' });
      void client.invalidateQueries({ queryKey: ['coverage'] });
      tell({
        text: say('makeUpDone', { count: clusters.length }),
        undo: () => post(`/broadcasts/${planned.broadcast.id}/cancel`),
      });
      onClose();
    } catch (error) {
      tellProblem(error);
    } finally {
      setSending(false);
    }
  };
  return (
    <Dialog onClose={onClose} title={say('makeUpTitle')} size="lg">
      <Told query={told}>
        {(offer) => (
          <>
            <p>{offer.summary[language]}</p>
            {offer.twice.length > 0 && (
              <Notice>
                {say('twice', { names: offer.twice.map(({ code, name }) => `${code} ${name}`).join(', ') })}
              </Notice>
            )}
            {offer.leftOut.length > 0 && (
              <>
                <p>{say('leftOut')}</p>
                <ul className={styles.plain}>
                  {offer.leftOut.map(({ id: clusterId, message }) => (
                    <li key={clusterId}>{message[language]}</li>
                  ))}
                </ul>
              </>
            )}
            {offer.problem !== undefined && (
              <Notice tone="warning">
                <p>{say('notMade')}</p>
                <p>{offer.problem.message[language]}</p>
              </Notice>
            )}
            <div className={styles.acts}>
              <Button disabled={!offer.possible} loading={isSending} onClick={() => void plan(offer)}>
                {say('makeUpNow')}
              </Button>
              <Button variant="default" onClick={onClose}>
                {sayCommon('cancel')}
              </Button>
            </div>
          </>
        )}
      </Told>
    </Dialog>
  );
}
