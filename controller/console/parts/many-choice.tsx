/** Several of many, found by typing with or without diacritics; no more are offered at once than can be looked through. */
import { MultiSelect } from '@mantine/core';
import { fold, matches } from './fold.ts';

export interface Choice {
  value: string;
  label: string;
}

export interface ManyChoiceProps {
  label: string;
  description?: string;
  data: readonly Choice[];
  value: readonly string[];
  onChange: (values: string[]) => void;
}

/** More are found by typing. */
export const OFFERED = 50;

/** For Mantine's choices: those whose label has every word that was typed. */
export const byLabel = ({ options, search }: { options: readonly object[]; search: string }) =>
  options.filter((option) => 'label' in option && matches(fold(String(option.label)), search)) as never[];

export function ManyChoice({ label, description, data, value, onChange }: ManyChoiceProps) {
  return (
    <MultiSelect
      label={label}
      description={description}
      searchable
      limit={OFFERED}
      filter={byLabel}
      value={[...value]}
      onChange={onChange}
      data={[...data]}
    />
  );
}
