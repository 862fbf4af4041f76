/** A rule: of which incidents, who, by which way, when. */
import type { RuleBody, RuleCreate } from '@loa-lang/schemas/http/notifications';
import { INCIDENT_OWNERS, SEVERITIES } from '@loa-lang/schemas/states/incident';
import { ROLES } from '@loa-lang/schemas/states/people';
import { Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post } from '../api/ask.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { channels as words } from '../words/channels.ts';
import { common } from '../words/common.ts';
import { incidentWords } from '../words/incident-words.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';
import { useChannels, useFreshTelling, useRules } from './telling-queries.ts';

type Draft = Required<Pick<RuleCreate, 'name' | 'channelId' | 'severities' | 'owners' | 'timing' | 'digestAt'>> & {
  roles: RuleCreate['to']['roles'];
};

const EMPTY: Draft = {
  ...{ name: '', channelId: null, severities: ['critical', 'major'], owners: ['technician'] },
  ...{ timing: 'at-once', digestAt: '07:30', roles: ['technician'] },
};

/** A source only delivers, and is told nothing. */
const TOLD = ROLES.filter((role) => role !== 'source');

const draftOf = ({ name, channelId, severities, owners, timing, digestAt, to }: RuleBody): Draft => ({
  ...{ name, channelId, severities, owners, timing, digestAt, roles: to.roles },
});

/** What is asked for; people who are told by name, which no form here names, stay told. */
const fieldsOf = ({ roles, name, ...fields }: Draft, told: RuleCreate['to'] = NOBODY) => ({
  ...{ name: name.trim(), ...fields, to: { ...told, roles } },
});
const NOBODY = { roles: [], personIds: [] };

export interface RuleFormProps {
  communeId: string;
  /** the one that is changed */
  known?: RuleBody;
  onClose: () => void;
}

export function RuleForm({ communeId, known, onClose }: RuleFormProps) {
  const say = useWords(words);
  const sayCommon = useWords(common);
  const sayIncident = useWords(incidentWords);
  const sayRole = useWords(setup);
  const tell = useTell();
  const fresh = useFreshTelling();
  const { data } = useChannels(communeId);
  const { data: rules = [] } = useRules(communeId);
  const [draft, setDraft] = useState(() => (known === undefined ? EMPTY : draftOf(known)));
  const put = (fields: Partial<Draft>) => setDraft((before) => ({ ...before, ...fields }));
  const save = useMutation({
    mutationFn: () =>
      known === undefined
        ? post('/notification-rules', { areaId: communeId, ...fieldsOf(draft) })
        : patch(`/notification-rules/${known.id}`, fieldsOf(draft, known.to)),
    onSuccess: async () => {
      const before = known && fieldsOf(draftOf(known), known.to);
      const undo = () => patch(`/notification-rules/${known?.id}`, before).then(fresh);
      tell({ text: sayCommon('saved'), ...(known !== undefined && { undo }) });
      await fresh();
      onClose();
    },
  });
  const many = <Name extends 'severities' | 'owners' | 'roles'>(
    name: Name,
    values: readonly Draft[Name][number][],
    inWords: (value: Draft[Name][number]) => string,
  ) => (
    <Checkbox.Group label={say(name)} value={draft[name]} onChange={(chosen) => put({ [name]: chosen })}>
      <div className={register.line}>
        {values.map((value) => (
          <Checkbox key={value} value={value} label={inWords(value)} />
        ))}
      </div>
    </Checkbox.Group>
  );
  return (
    <Dialog
      onClose={onClose}
      title={known === undefined ? say('addRule') : say('changeNamed', { name: known.name })}
      size="lg"
    >
      <form
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {rules.some(({ standard }) => standard) && <p className="soft">{say('firstRule')}</p>}
        <TextInput
          label={say('ruleName')}
          required
          value={draft.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        {many('severities', SEVERITIES, (value) => sayIncident(value))}
        {many('owners', INCIDENT_OWNERS, (value) => say(`owner-${value}`))}
        {many('roles', TOLD, (value) => sayRole(value))}
        <NativeSelect
          label={say('channel')}
          value={draft.channelId ?? ''}
          onChange={({ currentTarget: { value } }) => put({ channelId: value === '' ? null : value })}
          data={[
            { value: '', label: say('systemMail') },
            ...(data?.channels ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <SegmentedControl
          aria-label={say('timing')}
          value={draft.timing}
          onChange={(value) => put({ timing: value as Draft['timing'] })}
          data={[
            { value: 'at-once', label: say('atOnce') },
            { value: 'digest', label: say('daily') },
          ]}
        />
        {draft.timing === 'digest' && (
          <TextInput
            type="time"
            label={say('digestAt')}
            required
            maw="12rem"
            value={draft.digestAt}
            onChange={(event) => put({ digestAt: event.currentTarget.value })}
          />
        )}
        {save.error !== null && <ProblemNotice error={save.error} />}
        <FormActs busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
