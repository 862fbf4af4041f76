/** A relay source: it is tried before it is switched on. */
import type { RelayCheckBody, RelaySourceBody } from '@loa-lang/schemas/http/relay-sources';
import { Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post } from '../api/ask.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { onair } from '../words/onair.ts';
import { useWords } from '../words/words.ts';
import { CheckWords } from './check-words.tsx';
import styles from './onair.module.css';

export type EditedSource = 'new' | RelaySourceBody;

export interface SourceFormProps {
  areaId: string;
  edited: EditedSource;
  onClose: () => void;
}

export function SourceForm({ areaId, edited, onClose }: SourceFormProps) {
  const say = useWords(onair);
  const tell = useTell();
  const client = useQueryClient();
  const before = edited === 'new' ? undefined : edited;
  const [id, setId] = useState(before?.id);
  const [name, setName] = useState(before?.name ?? '');
  const [main, setMain] = useState(before?.addresses[0] ?? '');
  const [others, setOthers] = useState(before?.addresses.slice(1).join('\n') ?? '');
  const [isTrying, setTrying] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [check, setCheck] = useState<RelayCheckBody>();
  const [problem, setProblem] = useState<unknown>();

  /** Switched off until it was heard: what is planned with it must not meet an address that nobody has tried. */
  const tryAndSave = async () => {
    const addresses = [main, ...others.split('\n')].map((each) => each.trim()).filter((each) => each !== '');
    setMissing(name.trim() === '' || main.trim() === '');
    if (name.trim() === '' || main.trim() === '') return;
    setTrying(true);
    setProblem(undefined);
    setCheck(undefined);
    try {
      const body = { name: name.trim(), addresses, enabled: false };
      const saved =
        id === undefined
          ? await post<RelaySourceBody>('/relay-sources', { areaId, ...body })
          : await patch<RelaySourceBody>(`/relay-sources/${id}`, body);
      setId(saved.id);
      const found = await post<RelayCheckBody>(`/relay-sources/${saved.id}/check`);
      setCheck(found);
      if (found.ok) {
        await patch(`/relay-sources/${saved.id}`, { enabled: true });
        const { name: was, addresses: had, enabled } = before ?? saved;
        const back = () => patch(`/relay-sources/${saved.id}`, { name: was, addresses: had, enabled });
        const again = () => client.invalidateQueries({ queryKey: ['relay-sources'] });
        tell({
          text: say('savedTold', { name: saved.name }),
          ...(before !== undefined && { undo: () => back().then(again) }),
        });
        onClose();
      }
    } catch (error) {
      setProblem(error);
    } finally {
      setTrying(false);
      void client.invalidateQueries({ queryKey: ['relay-sources'] });
    }
  };
  return (
    <Dialog
      onClose={onClose}
      title={before === undefined ? say('formNew') : say('formEdit', { name: before.name })}
      size="lg"
    >
      <form
        className={styles.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void tryAndSave();
        }}
      >
        <TextInput
          label={say('name')}
          placeholder={say('namePlaceholder')}
          value={name}
          maxLength={200}
          required
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say('address')}
          description={say('addressHint')}
          inputMode="url"
          value={main}
          maxLength={500}
          required
          onChange={(event) => setMain(event.currentTarget.value)}
        />
        <Textarea
          label={say('addresses')}
          autosize
          minRows={2}
          value={others}
          onChange={(event) => setOthers(event.currentTarget.value)}
        />
        {isMissing && (
          <Notice tone="fault" role="alert">
            {say('needName')}
          </Notice>
        )}
        {isTrying && <p role="status">{say('trying')}</p>}
        {problem !== undefined && <ProblemNotice error={problem} />}
        {check !== undefined && !check.ok && (
          <Notice tone="warning" role="alert">
            <p>{say('notHeard')}</p>
            <CheckWords check={check} />
          </Notice>
        )}
        <FormActs label={say('tryAndSave')} busy={isTrying} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
