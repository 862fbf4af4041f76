/** The fields of a schedule and how it is saved. */
import type { AreaBody } from '@loa-lang/schemas/http/areas';
import type { ScheduleBody } from '@loa-lang/schemas/http/schedules';
import { Button, Checkbox, NumberInput, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { scheduleForm } from '../words/schedule-form.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { ProgrammeField } from './programme-field.tsx';
import { type DraftFault, faultOf, type Place, type ScheduleDraft } from './schedule-draft.ts';
import { TimesField } from './times-field.tsx';
import { useSaveSchedule } from './use-save-schedule.ts';

export interface ScheduleFieldsProps {
  communeId: string;
  before: ScheduleBody | undefined;
  start: ScheduleDraft;
  hamlets: readonly AreaBody[];
  onClose: () => void;
}

export function ScheduleFields({ communeId, before, start, hamlets, onClose }: ScheduleFieldsProps) {
  const say = useWords(scheduleForm);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const [draft, setDraft] = useState(start);
  const [fault, setFault] = useState<DraftFault>();
  const saving = useSaveSchedule(communeId, before, onClose);
  const change = (more: Partial<ScheduleDraft>) => {
    saving.forget();
    setDraft((known) => ({ ...known, ...more }));
  };
  const save = (acceptConflicts: boolean) => {
    const found = faultOf(draft);
    setFault(found);
    if (found === undefined) void saving.save(draft, acceptConflicts);
  };
  const { conflicts, problem, needsReason, reason } = saving;
  return (
    <form
      className={styles.fields}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(conflicts.length > 0);
      }}
    >
      <TextInput
        label={say('name')}
        placeholder={say('namePlaceholder')}
        value={draft.name}
        maxLength={200}
        required
        data-autofocus
        error={fault === 'needName' && say('needName')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TimesField times={draft.times} text={before?.recurrenceText[language]} onChange={(times) => change({ times })} />
      <NumberInput
        label={say('window')}
        value={draft.windowMinutes}
        min={1}
        max={1440}
        allowDecimal={false}
        onChange={(minutes) => change({ windowMinutes: Number(minutes) || 1 })}
      />
      <ProgrammeField
        communeId={communeId}
        programme={draft.programme}
        onChange={(programme) => change({ programme })}
      />
      <Radio.Group label={say('targets')} value={draft.place} onChange={(place) => change({ place: place as Place })}>
        <div className={styles.line}>
          <Radio value="commune" label={say('wholeCommune')} />
          <Radio value="hamlets" label={say('someHamlets')} />
          {start.place === 'kept' && <Radio value="kept" label={say('kept')} />}
        </div>
      </Radio.Group>
      {draft.place === 'hamlets' && (
        <Checkbox.Group
          label={say('hamletsChosen')}
          value={[...draft.hamletIds]}
          onChange={(hamletIds) => change({ hamletIds })}
        >
          <div className={styles.checks}>
            {hamlets.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {before !== undefined && <p className="soft">{say('whatChanges')}</p>}
      {fault !== undefined && (
        <Notice tone="fault" role="alert">
          {say(fault)}
        </Notice>
      )}
      {conflicts.length > 0 && (
        <Notice tone="warning" role="alert">
          <p>{say('conflictsFound')}</p>
          <ul className={styles.list}>
            {conflicts.map(({ code, message, loser, winner }) => (
              <li key={`${code} ${loser.id} ${winner.id}`}>{message[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {problem !== undefined && <ProblemNotice error={problem} />}
      {needsReason && (
        <TextInput
          label={say('ruleReason')}
          value={reason}
          maxLength={500}
          onChange={(event) => saving.setReason(event.currentTarget.value)}
        />
      )}
      <div className={styles.acts}>
        <Button type="submit" loading={saving.isSaving}>
          {conflicts.length > 0 ? say('saveAnyway') : sayCommon('save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {sayCommon('cancel')}
        </Button>
      </div>
    </form>
  );
}
