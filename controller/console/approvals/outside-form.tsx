/** Duyệt ngoài hệ thống: who said so, when, with a photo of the paper if there is one. */
import type { DecidedSchema } from '@loa-lang/schemas/http/approvals';
import { Button, FileInput, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useZone } from '../api/queries.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { approvals } from '../words/approvals.ts';
import { instantOf, minuteOf } from '../words/local-instant.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import type { ApprovalDetail, Person } from './asking.ts';

const PICTURES = 'image/jpeg,image/png,image/webp';

export function OutsideForm({ detail, approvers }: { detail: ApprovalDetail; approvers: readonly Person[] }) {
  const say = useWords(approvals);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const zone = useZone();
  const client = useQueryClient();
  const [approverId, setApproverId] = useState(approvers[0]?.personId ?? '');
  const [at, setAt] = useState(() => minuteOf(serverNow(), zone));
  const [note, setNote] = useState('');
  const [photo, setPhoto] = useState<File | null>(null);
  const nameOf = (id: string) => approvers.find(({ personId }) => personId === id)?.name ?? id;
  const record = useMutation({
    mutationFn: () =>
      post<Static<typeof DecidedSchema>>(`/approvals/${detail.id}/outside`, {
        approverId,
        bindingHash: detail.bindingHash,
        saidAt: instantOf(at, zone),
        ...(note.trim() !== '' && { note: note.trim() }),
      }),
    onSuccess: async () => {
      tell({ text: say('outsideDone', { name: nameOf(approverId) }) });
      if (photo !== null) await sendPhoto(detail.id, photo).catch(tellProblem);
      void client.invalidateQueries({ queryKey: ['today'] });
      await client.invalidateQueries({ queryKey: ['approvals'] });
    },
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        record.mutate();
      }}
    >
      <p className="soft">{say('outsideLead')}</p>
      <NativeSelect
        label={say('outsideApprover')}
        data={approvers.map(({ personId, name }) => ({ value: personId, label: name }))}
        value={approverId}
        onChange={(event) => setApproverId(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={say('outsideAt')}
        value={at}
        required
        onChange={(event) => setAt(event.currentTarget.value)}
      />
      <Textarea
        label={say('outsideNote')}
        value={note}
        maxLength={1000}
        autosize
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FileInput label={say('outsidePhoto')} accept={PICTURES} value={photo} onChange={setPhoto} size="md" clearable />
      {record.error !== null && <ProblemNotice error={record.error} />}
      <div>
        <Button type="submit" loading={record.isPending} disabled={at === ''}>
          {say('outsideAct')}
        </Button>
      </div>
    </form>
  );
}

const sendPhoto = (id: string, photo: File): Promise<unknown> =>
  ask(`/approvals/${id}/photo`, { method: 'PUT', body: photo, headers: { 'content-type': photo.type } });
