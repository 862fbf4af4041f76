/** Of a villager who calls, or of what somebody has heard themselves. */

import { COMPLAINTS, type ComplaintKind } from '@loa-lang/schemas/states/complaint';
import { NativeSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { post } from '../api/ask.ts';
import { useClusters, useCommune } from '../api/queries.ts';
import { fold, matches } from '../parts/fold.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { complaints } from '../words/complaints.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './incidents.module.css';

const KINDS = Object.keys(COMPLAINTS) as ComplaintKind[];
const OFFERED = 50;

export function ComplaintForm({ onDone }: { onDone: () => void }) {
  const say = useWords(complaints);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const client = useQueryClient();
  const tell = useTell();
  const commune = useCommune();
  const { data: clusters = [] } = useClusters();
  const [clusterId, setClusterId] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(true);
    try {
      await post('/complaints', {
        ...(clusterId === null ? { communeId: commune?.id } : { clusterId }),
        ...{ kind: text('kind'), told: text('told'), source: text('source') },
        ...(text('contact') !== '' && { contact: text('contact') }),
      });
      await client.invalidateQueries({ queryKey: ['complaints'] });
      tell({ text: say('recorded') });
      onDone();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <div className={styles.pair}>
        <NativeSelect
          name="kind"
          label={say('kind')}
          data={KINDS.map((value) => ({ value, label: COMPLAINTS[value][language] }))}
        />
        <Select
          label={say('cluster')}
          placeholder={say('noCluster')}
          searchable
          clearable
          limit={OFFERED}
          value={clusterId}
          onChange={setClusterId}
          filter={({ options, search }) =>
            options.filter((option) => 'label' in option && matches(fold(option.label), search))
          }
          data={clusters.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` }))}
        />
        <NativeSelect
          name="source"
          label={say('source')}
          data={[
            { value: 'hotline', label: say('byPhone') },
            { value: 'officer', label: say('seen') },
          ]}
        />
      </div>
      <Textarea name="told" label={say('told')} required maxLength={1000} autosize minRows={2} />
      <TextInput
        name="contact"
        label={`${say('contactField')} (${sayCommon('optional')})`}
        description={say('contactHow')}
        minLength={3}
        maxLength={100}
      />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <FormActs busy={isBusy} onCancel={onDone} />
    </form>
  );
}
