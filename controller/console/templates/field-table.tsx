/** What each field of a template is: one line a field. */
import { FIELD_TYPES, type FieldType, type TemplateWords } from '@loa-lang/schemas/http/templates';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { templateWords } from '../words/templates.ts';
import { useWords } from '../words/words.ts';
import styles from './templates.module.css';

type Field = TemplateWords['fields'][number];

export function FieldTable({ fields, onChange }: { fields: readonly Field[]; onChange: (field: Field) => void }) {
  const say = useWords(templateWords);
  return (
    <ul className={styles.fields}>
      {fields.map((field) => (
        <li key={field.name}>
          <strong className={styles.name}>{field.name}</strong>
          <NativeSelect
            label={say('type')}
            aria-label={say('typeOf', { name: field.name })}
            value={field.type}
            onChange={(event) => onChange({ ...field, type: event.currentTarget.value as FieldType })}
            data={FIELD_TYPES.map((type) => ({ value: type, label: say(`type-${type}`) }))}
          />
          <TextInput
            label={say('example')}
            aria-label={say('exampleOf', { name: field.name })}
            maxLength={200}
            value={field.example}
            onChange={(event) => onChange({ ...field, example: event.currentTarget.value })}
          />
          <Checkbox
            label={say('required')}
            aria-label={say('requiredOf', { name: field.name })}
            checked={field.required}
            onChange={(event) => onChange({ ...field, required: event.currentTarget.checked })}
          />
        </li>
      ))}
    </ul>
  );
}
