/** Closes a month: it is never opened again, so it is said what that means first. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { log } from '../words/log.ts';
import { useWords } from '../words/words.ts';
import styles from './log.module.css';
import { logPath } from './log-queries.ts';
import { monthWords } from './months.ts';

export function CloseMonth(props: { communeId: string; month: string; isComplete: boolean }) {
  const { communeId, month, isComplete } = props;
  const say = useWords(log);
  const sayCommon = useWords(common);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const close = () =>
    post(`${logPath(communeId, month)}/close`).then(() => {
      void client.invalidateQueries({ queryKey: ['coverage', 'log'] });
      tell({ text: say('closedTold', { month: monthWords(month) }) });
      setOpen(false);
    }, tellProblem);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {say('close')}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title={say('closeTitle', { month: monthWords(month) })}>
        <p>{say('closeWhat')}</p>
        {!isComplete && <Notice tone="warning">{say('incomplete')}</Notice>}
        <div className={styles.acts}>
          <Button onClick={() => void close()} disabled={!isComplete}>
            {say('closeNow')}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {sayCommon('cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
