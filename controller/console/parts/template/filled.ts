/** What somebody has filled in of a template, and what is still open. */
import type { TemplateBody } from '@loa-lang/schemas/http/templates';
import type { TemplateValues } from './field-inputs.tsx';

type Field = TemplateBody['fields'][number];

/** Without what stands empty. */
export const filledOf = (values: TemplateValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );

/** Fields that must be filled before it says anything. */
export const openFields = (fields: readonly Field[], values: TemplateValues): Field[] =>
  fields.filter(({ name, required }) => required && (values[name] ?? '').trim() === '');
