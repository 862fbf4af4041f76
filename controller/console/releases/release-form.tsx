/** A version is taken in: its file, and what its maker signed. */
import type { ReleaseBody } from '@loa-lang/schemas/http/rollouts';
import { FileInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';

export function ReleaseForm({ onClose }: { onClose: () => void }) {
  const say = useWords(releases);
  const client = useQueryClient();
  const tell = useTell();
  const [artefact, setArtefact] = useState<File | null>(null);
  const [signed, setSigned] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: async ({ file, document }: { file: File; document: File }) => {
      const form = new FormData();
      // what is read first decides whether the rest is worth reading
      form.append('document', await document.text());
      form.append('file', file);
      return ask<ReleaseBody>('/releases', { method: 'POST', body: form });
    },
    onSuccess: async ({ version }) => {
      tell({ text: say('addedTold', { version }) });
      await client.invalidateQueries({ queryKey: ['releases'] });
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={say('addRelease')} size="lg">
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (artefact !== null && signed !== null) send.mutate({ file: artefact, document: signed });
        }}
      >
        <p className="soft">{say('addHow')}</p>
        <FileInput
          label={say('artefact')}
          placeholder={say('chooseFile')}
          accept=".tgz"
          required
          value={artefact}
          onChange={setArtefact}
        />
        <FileInput
          label={say('signed')}
          placeholder={say('chooseFile')}
          accept=".jws"
          required
          value={signed}
          onChange={setSigned}
        />
        {send.error !== null && <ProblemNotice error={send.error} />}
        <FormActs label={say('takeIn')} busy={send.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
