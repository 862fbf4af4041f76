/** What is to be said: prepared texts as large buttons, or other words. */
import type { TemplateBody } from '@loa-lang/schemas/http/templates';
import { Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMay } from '../api/queries.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { FieldInputs } from '../parts/template/field-inputs.tsx';
import { filledOf, openFields } from '../parts/template/filled.ts';
import { Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { usePrepared, useTemplates } from './asking.ts';
import styles from './emergency.module.css';
import type { Wish } from './wish.ts';

/** Between two words of a quick typist nothing is asked. */
const AFTER_MS = 300;

/** Lies ready: nothing in it must be filled. */
const isPlain = ({ fields }: TemplateBody): boolean => fields.every(({ required }) => !required);

export function WhatChoice({ wish, onChange }: { wish: Wish; onChange: (part: Partial<Wish>) => void }) {
  const say = useWords(alarm);
  const language = useLanguage();
  const may = useMay();
  const asked = useTemplates();
  const isTemplate = wish.what !== undefined && wish.what !== 'own';
  const fields = asked.data?.find(({ id }) => id === wish.what)?.fields ?? [];
  const [values] = useDebouncedValue(filledOf(wish.values), AFTER_MS);
  // what was just typed is asked about a moment later: until then what is asked with may still be open
  const isOpen = [wish.values, values].some((each) => openFields(fields, each).length > 0);
  const { data: prepared, error } = usePrepared(isTemplate && !isOpen ? wish.what : undefined, values);
  const choice = (what: string, label: string, hint?: string) => (
    <label key={what} className={styles.choice}>
      <input
        type="radio"
        name="what"
        value={what}
        checked={wish.what === what}
        onChange={() => onChange({ what, values: {} })}
      />
      <span>
        {label}
        {hint !== undefined && <small className={styles.hint}>{hint}</small>}
      </span>
    </label>
  );
  return (
    <div className={styles.stack}>
      <Told query={asked}>
        {(templates) => (
          <div className={styles.choices} role="radiogroup" aria-label={say('chooseText')}>
            {templates
              .filter((each) => each.kind === 'emergency' && (may('emergency') || isPlain(each)))
              .sort((one, other) => Number(isPlain(other)) - Number(isPlain(one)))
              .map((each) => choice(each.id, each.title[language], isPlain(each) ? undefined : say('withFields')))}
            {may('emergency') && choice('own', say('ownText'))}
          </div>
        )}
      </Told>
      {wish.what === 'own' && (
        <Textarea
          label={say('ownTextLabel')}
          description={say('ownTextHint')}
          value={wish.text}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          autosize
          minRows={3}
          maxLength={5000}
        />
      )}
      {fields.length > 0 && (
        <div className={styles.fields}>
          <FieldInputs fields={fields} values={wish.values} onChange={(filled) => onChange({ values: filled })} />
        </div>
      )}
      {isTemplate && !isOpen && error !== null && <ProblemNotice error={error} />}
      {isTemplate && !isOpen && prepared !== undefined && (
        <div>
          <h3>{say('whatIsRead')}</h3>
          <p className={styles.text} lang="vi">
            {prepared.text}
          </p>
        </div>
      )}
    </div>
  );
}
