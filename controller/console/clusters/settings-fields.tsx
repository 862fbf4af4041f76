/** Where settings of many apply, and what is set. */
import { SegmentedControl, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAreas, useClusters, useGroups } from '../api/queries.ts';
import { ManyChoice } from '../parts/many-choice.tsx';
import { Section } from '../parts/page.tsx';
import { unitSettings } from '../words/unit-settings.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import type { SettingsDraft } from './settings-draft.ts';

const WHERE = ['whole', 'hamlets', 'groups', 'clusters'] as const;

export interface SettingsFieldsProps {
  draft: SettingsDraft;
  put: (fields: Partial<SettingsDraft>) => void;
}

export function SettingsFields({ draft, put }: SettingsFieldsProps) {
  const say = useWords(unitSettings);
  const choice = <Name extends 'sound' | 'listening' | 'hours'>(
    name: Name,
    values: readonly (SettingsDraft[Name] & Parameters<typeof say>[0])[],
  ) => (
    <Field label={say(name)}>
      <SegmentedControl
        aria-label={say(name)}
        value={draft[name]}
        onChange={(value) => put({ [name]: value })}
        data={values.map((value) => ({ value, label: say(value) }))}
      />
    </Field>
  );
  return (
    <>
      <Section title={say('where')}>
        <div className={styles.form}>
          <div className={styles.across}>
            <SegmentedControl
              aria-label={say('where')}
              value={draft.where}
              onChange={(value) => put({ where: value as SettingsDraft['where'], ids: [] })}
              data={WHERE.map((value) => ({ value, label: say(value) }))}
            />
          </div>
          {draft.where !== 'whole' && <Ids draft={draft} put={put} />}
        </div>
      </Section>
      <Section title={say('what')}>
        <div className={styles.form}>
          {choice('sound', ['keep', 'muted', 'unmuted'])}
          <TextInput
            label={say('volume')}
            description={say('volumeHow')}
            inputMode="decimal"
            maw="20rem"
            value={draft.volume}
            onChange={(event) => put({ volume: event.currentTarget.value })}
          />
          {choice('hours', ['keep', 'always', 'between'])}
          {draft.hours === 'between' && (
            <div className={styles.pair}>
              {(['from', 'until'] as const).map((name) => (
                <TextInput
                  key={name}
                  type="time"
                  label={say(name)}
                  value={draft[name]}
                  onChange={(event) => put({ [name]: event.currentTarget.value })}
                />
              ))}
            </div>
          )}
          {choice('listening', ['keep', 'listens', 'silent'])}
        </div>
      </Section>
    </>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <div aria-hidden>{label}</div>
      <div className={styles.across}>{children}</div>
    </div>
  );
}

function Ids({ draft, put }: SettingsFieldsProps) {
  const say = useWords(unitSettings);
  const { data: areas = [] } = useAreas();
  const { data: groups = [] } = useGroups();
  const { data: clusters = [] } = useClusters();
  const offered =
    draft.where === 'hamlets'
      ? areas.filter(({ kind }) => kind === 'hamlet').map(({ id, name }) => ({ value: id, label: name }))
      : draft.where === 'groups'
        ? groups.map(({ id, name }) => ({ value: id, label: name }))
        : clusters.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` }));
  return <ManyChoice label={say(draft.where)} value={draft.ids} onChange={(ids) => put({ ids })} data={offered} />;
}
