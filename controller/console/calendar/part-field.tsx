/** One part of a programme. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import { NumberInput, Select, Text } from '@mantine/core';
import { fold, matches } from '../parts/fold.ts';
import { scheduleForm } from '../words/schedule-form.ts';
import { useWords } from '../words/words.ts';

export interface PartChoices {
  bulletins: readonly { id: string; title: string }[];
  categories: readonly string[];
  sources: readonly { id: string; name: string }[];
}

export interface PartFieldProps {
  part: ProgrammePart;
  choices: PartChoices;
  onChange: (part: ProgrammePart) => void;
}

export function PartField({ part, choices, onChange }: PartFieldProps) {
  const say = useWords(scheduleForm);
  if (part.kind === 'chime') return <Text>{say('partChime')}</Text>;
  if (part.kind === 'closing') return <Text>{say('partClosing')}</Text>;
  if (part.kind === 'bulletin') {
    return (
      <Chosen
        label={say('partBulletin')}
        value={part.bulletinId}
        data={choices.bulletins.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(bulletinId) => onChange({ ...part, bulletinId })}
      />
    );
  }
  if (part.kind === 'playlist') {
    return (
      <Chosen
        label={say('partPlaylist')}
        value={part.category}
        data={choices.categories.map((category) => ({ value: category, label: category }))}
        onChange={(category) => onChange({ ...part, category })}
      />
    );
  }
  return (
    <>
      <Chosen
        label={say('partRelay')}
        value={part.streamId ?? ''}
        data={choices.sources.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(streamId) => {
          const title = choices.sources.find(({ id }) => id === streamId)?.name ?? part.title;
          onChange({ ...part, streamId, title });
        }}
      />
      <NumberInput
        label={say('minutes')}
        value={part.minutes}
        min={1}
        max={600}
        w="6rem"
        allowDecimal={false}
        onChange={(minutes) => onChange({ ...part, minutes: Number(minutes) || 1 })}
      />
    </>
  );
}

interface ChosenProps {
  label: string;
  value: string;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** Found without diacritics; what is not in the list any more stays what it is. */
function Chosen({ label, value, data, onChange }: ChosenProps) {
  return (
    <Select
      label={label}
      value={value}
      data={data}
      searchable
      allowDeselect={false}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && matches(fold(option.label), search)).slice(0, 50)
      }
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}
