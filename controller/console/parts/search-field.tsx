/** Search with or without diacritics; Escape empties it. */
import { CloseButton, TextInput } from '@mantine/core';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';

export interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  label?: string;
  placeholder?: string;
}

export function SearchField({ value, onChange, label, placeholder }: SearchFieldProps) {
  const say = useWords(common);
  return (
    <TextInput
      type="search"
      aria-label={label ?? say('search')}
      placeholder={placeholder ?? say('searchHint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      rightSection={value === '' ? null : <CloseButton aria-label={say('remove')} onClick={() => onChange('')} />}
    />
  );
}
