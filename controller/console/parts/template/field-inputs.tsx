/** One line for each open field of a template, with the keyboard and the picker that fit its kind. */
import type { TemplateBody } from '@loa-lang/schemas/http/templates';
import { TextInput } from '@mantine/core';
import { useLanguage } from '../../words/language.ts';

export type TemplateValues = Readonly<Record<string, string>>;

const INPUT_TYPES: Readonly<Record<string, string>> = { date: 'date', time: 'time', phone: 'tel' };
const INPUT_MODES: Readonly<Record<string, 'decimal' | 'numeric'>> = { number: 'decimal', money: 'numeric' };
/** Characters of one value, as the API takes them. */
const MOST = 1000;

interface FieldInputsProps {
  fields: TemplateBody['fields'];
  values: TemplateValues;
  onChange: (values: TemplateValues) => void;
}

export function FieldInputs({ fields, values, onChange }: FieldInputsProps) {
  const language = useLanguage();
  return fields.map(({ name, label, type, required, example }) => (
    <TextInput
      key={name}
      label={label[language]}
      type={INPUT_TYPES[type] ?? 'text'}
      inputMode={INPUT_MODES[type]}
      required={required}
      placeholder={example}
      maxLength={MOST}
      value={values[name] ?? ''}
      onChange={(event) => onChange({ ...values, [name]: event.currentTarget.value })}
    />
  ));
}
