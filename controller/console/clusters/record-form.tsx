/** The record of one cluster, edited; what is wrong is said by the controller, field by field. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAreas } from '../api/queries.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { clusterRecord } from '../words/cluster-record.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import { useChangeCluster } from './one.ts';
import { changeOf, draftOf, type RecordDraft } from './record-draft.ts';
import { PlaceFields } from './record-place.tsx';
import { RowsOf } from './record-rows.tsx';

export function RecordForm({ cluster, onDone }: { cluster: ClusterBody; onDone: () => void }) {
  const say = useWords(clusterRecord);
  const tell = useTell();
  const change = useChangeCluster(cluster.id);
  const { data: areas = [] } = useAreas();
  const [draft, setDraft] = useState(() => draftOf(cluster));
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const put = (fields: Partial<RecordDraft>) => setDraft((before) => ({ ...before, ...fields }));
  const field = (name: 'name' | 'code' | 'model' | 'simNumber' | 'carrier' | 'megabytes' | 'volumeDb') => ({
    label: say(name),
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) => put({ [name]: event.currentTarget.value }),
  });
  const hamlets = areas.filter(({ kind }) => kind === 'hamlet').map(({ id, name }) => ({ value: id, label: name }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const before = changeOf(draftOf(cluster));
      await change(changeOf(draft));
      tell({ text: say('saved', { name: draft.name }), undo: () => change(before) });
      onDone();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <div className={styles.pair}>
        <TextInput {...field('name')} required />
        <TextInput {...field('code')} required />
      </div>
      <NativeSelect
        label={say('hamlet')}
        data={hamlets}
        value={draft.hamletId}
        onChange={(event) => put({ hamletId: event.currentTarget.value })}
      />
      <RowsOf
        title={say('serves')}
        add={say('addService')}
        rows={draft.services}
        fresh={{ hamletId: '', households: '' }}
        onChange={(services) => put({ services })}
        row={(service, set) => (
          <div className={styles.pair}>
            <NativeSelect
              aria-label={say('serves')}
              data={[{ value: '', label: '' }, ...hamlets]}
              value={service.hamletId}
              onChange={(event) => set({ hamletId: event.currentTarget.value })}
            />
            <TextInput
              aria-label={say('households')}
              placeholder={say('households')}
              inputMode="numeric"
              value={service.households}
              onChange={(event) => set({ households: event.currentTarget.value })}
            />
          </div>
        )}
      />
      <PlaceFields draft={draft} put={put} />
      <RowsOf
        title={say('horns')}
        add={say('addHorn')}
        rows={draft.horns}
        fresh={{ watts: '', bearing: '' }}
        onChange={(horns) => put({ horns })}
        row={(horn, set) => (
          <div className={styles.pair}>
            <TextInput
              aria-label={say('watts')}
              placeholder={say('watts')}
              inputMode="decimal"
              value={horn.watts}
              onChange={(event) => set({ watts: event.currentTarget.value })}
            />
            <TextInput
              aria-label={say('bearing')}
              placeholder={say('bearing')}
              inputMode="decimal"
              value={horn.bearing}
              onChange={(event) => set({ bearing: event.currentTarget.value })}
            />
          </div>
        )}
      />
      <div className={styles.pair}>
        <TextInput {...field('model')} />
        <TextInput {...field('volumeDb')} description={say('volumeHow')} inputMode="decimal" />
      </div>
      <div className={styles.pair}>
        <TextInput {...field('simNumber')} inputMode="tel" />
        <TextInput {...field('carrier')} />
      </div>
      <div className={styles.pair}>
        <TextInput
          type="date"
          label={say('renewsOn')}
          value={draft.renewsOn}
          onChange={(event) => put({ renewsOn: event.currentTarget.value })}
        />
        <TextInput {...field('megabytes')} inputMode="numeric" />
      </div>
      <RowsOf
        title={say('details')}
        add={say('addDetail')}
        rows={draft.details}
        fresh={{ name: '', text: '' }}
        onChange={(details) => put({ details })}
        row={(detail, set) => (
          <div className={styles.pair}>
            <TextInput
              aria-label={say('detail')}
              placeholder={say('detail')}
              value={detail.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={say('detailText')}
              placeholder={say('detailText')}
              value={detail.text}
              onChange={(event) => set({ text: event.currentTarget.value })}
            />
          </div>
        )}
      />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <FormActs busy={isBusy} onCancel={onDone} />
    </form>
  );
}
