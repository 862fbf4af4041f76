/** The one next act: sends it, and says how far it is. What sounds at once is held for two seconds. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { HoldButton } from '../../parts/hold-button.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { forgetDraft } from '../draft/kept-drafts.ts';
import type { Saving } from '../draft/use-saving.ts';
import styles from '../write.module.css';
import { type Sent, type Step, sendDraft } from './send-draft.ts';
import { Conflicts } from './submit-section.tsx';
import { ToSee } from './to-see.tsx';
import type { useFacts } from './use-facts.ts';

interface SubmitBarProps {
  store: DraftStore;
  known: ReturnType<typeof useFacts>;
  mayApprove: boolean;
  saving: Saving;
  onSent: (sent: Sent) => void;
}

/** @returns how to send, and what it shows of it */
export function useSubmit({ store, known, onSent }: Pick<SubmitBarProps, 'store' | 'known' | 'onSent'>) {
  const [step, setStep] = useState<Step>();
  const [error, setError] = useState<unknown>();
  const isBlocked = known.missing !== undefined || known.outlook.data?.refusal !== undefined || step !== undefined;
  const submit = async (acceptConflicts = false) => {
    if (isBlocked) return;
    setError(undefined);
    try {
      const sent = await sendDraft(store, { ...known.facts, acceptConflicts }, setStep);
      store.note({ sent: store.now().sent + 1 });
      await forgetDraft(store.now().id).catch(() => undefined);
      onSent(sent);
    } catch (problem) {
      setError(problem);
    } finally {
      setStep(undefined);
    }
  };
  return { step, error, isBlocked, submit };
}

export function SubmitBar({ bar, ...props }: SubmitBarProps & { bar: ReturnType<typeof useSubmit> }) {
  const say = useWords(write);
  const { store, known, mayApprove, saving } = props;
  const { step, error, isBlocked, submit } = bar;
  const isNow = known.draft.when.mode === 'now';
  const conflicts = error instanceof Problem ? (error.body?.conflicts ?? []) : [];
  return (
    <>
      {/* each letter is saved: nobody wants to hear of it */}
      <p className={styles.saving} role={step === undefined ? undefined : 'status'}>
        {step === undefined ? say(`saving-${saving}`) : say(`step-${step}`)}
        {step === undefined && <span className={styles.keys}> · {say('keys')}</span>}
      </p>
      <ToSee known={known} />
      {error !== undefined && (
        <div className={styles.problem}>
          {conflicts.length > 0 ? <Conflicts conflicts={conflicts} /> : <ProblemNotice error={error} />}
        </div>
      )}
      {(store.canUndo || store.canRedo) && (
        <Button variant="subtle" disabled={!store.canUndo} onClick={() => store.undo()}>
          {say('undoChoice')}
        </Button>
      )}
      {conflicts.length > 0 ? (
        <Button onClick={() => void submit(true)} loading={step !== undefined}>
          {say('acceptConflicts')}
        </Button>
      ) : isNow && mayApprove ? (
        <HoldButton onHeld={() => void submit()} disabled={isBlocked} busy={step !== undefined}>
          {say('airNow')}
        </HoldButton>
      ) : (
        <Button onClick={() => void submit()} disabled={isBlocked} loading={step !== undefined}>
          {say(mayApprove ? 'plan' : 'submit')}
        </Button>
      )}
    </>
  );
}
