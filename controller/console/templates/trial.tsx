/** The template filled in, as it will be read and heard, before it is kept. */
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Hearing } from '../parts/hearing.tsx';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { FieldInputs, type TemplateValues } from '../parts/template/field-inputs.tsx';
import { filledOf, openFields } from '../parts/template/filled.ts';
import { templateWords } from '../words/templates.ts';
import { useWords } from '../words/words.ts';
import { type TemplateDraft, wordsOf } from './template-draft.ts';
import { useTrial } from './template-queries.ts';
import styles from './templates.module.css';

/** Between two words of a quick typist nothing is asked. */
const AFTER_MS = 400;

/** As it begins a line where the template is used. */
const labelOf = (name: string) => {
  const label = name.charAt(0).toLocaleUpperCase('vi') + name.slice(1);
  return { vi: label, en: label };
};

export function Trial({ draft, communeId }: { draft: TemplateDraft; communeId: string }) {
  const say = useWords(templateWords);
  const [values, setValues] = useState<TemplateValues>({});
  const words = wordsOf(draft);
  const fields = words.fields.map((field) => ({ ...field, label: labelOf(field.name) }));
  const [asked] = useDebouncedValue({ words, values: filledOf(values) }, AFTER_MS);
  const isOpen = openFields(
    asked.words.fields.map((each) => ({ ...each, label: { vi: '', en: '' } })),
    asked.values,
  );
  const trial = useTrial(asked.words, asked.values, isOpen.length === 0);
  return (
    <Section title={say('try')}>
      <div className={register.stack}>
        {fields.length > 0 && (
          <div className={styles.inputs}>
            <FieldInputs fields={fields} values={values} onChange={setValues} />
          </div>
        )}
        {isOpen.length > 0 && <p className="soft">{say('fillToTry')}</p>}
        {isOpen.length === 0 && trial.error !== null && <ProblemNotice error={trial.error} />}
        {isOpen.length === 0 && trial.error === null && trial.data !== undefined && (
          <>
            <div>
              <h3>{trial.data.title}</h3>
              <p className={styles.text} lang="vi">
                {trial.data.text}
              </p>
            </div>
            <Hearing what={() => ({ text: trial.data.text, communeId })} />
          </>
        )}
      </div>
    </Section>
  );
}
