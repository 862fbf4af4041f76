/** The parts of a programme, in order. */
import type { BulletinListSchema } from '@loa-lang/schemas/http/bulletins';
import type { RelaySourceListSchema } from '@loa-lang/schemas/http/relay-sources';
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';
import { scheduleForm } from '../words/schedule-form.ts';
import { useWords } from '../words/words.ts';
import styles from './calendar.module.css';
import { type PartChoices, PartField } from './part-field.tsx';
import { type KeyedPart, keyed } from './schedule-draft.ts';

export interface ProgrammeFieldProps {
  communeId: string;
  programme: readonly KeyedPart[];
  onChange: (programme: readonly KeyedPart[]) => void;
}

export function ProgrammeField({ communeId, programme, onChange }: ProgrammeFieldProps) {
  const say = useWords(scheduleForm);
  const choices = useChoices(communeId);
  const { bulletins, categories, sources } = choices;
  const move = (at: number, by: 1 | -1) => {
    const parts = [...programme];
    const [part] = parts.splice(at, 1);
    if (part !== undefined) parts.splice(at + by, 0, part);
    onChange(parts);
  };
  const [bulletin, category, source] = [bulletins[0], categories[0], sources[0]];
  const offered: (ProgrammePart | undefined)[] = [
    { kind: 'chime', chime: 'opening' },
    bulletin && { kind: 'bulletin', bulletinId: bulletin.id },
    category !== undefined ? { kind: 'playlist', category } : undefined,
    source && { kind: 'relay', title: source.name, minutes: 15, streamId: source.id },
    { kind: 'closing' },
  ];
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend>{say('programme')}</legend>
      {programme.length === 0 && <p className="soft">{say('noParts')}</p>}
      <ol className={styles.parts}>
        {programme.map(({ key, part }, index) => (
          <li key={key} className={styles.part}>
            <PartField
              part={part}
              choices={choices}
              onChange={(next) => onChange(programme.map((each) => (each.key === key ? { key, part: next } : each)))}
            />
            <Button variant="default" disabled={index === 0} aria-label={say('up')} onClick={() => move(index, -1)}>
              ↑
            </Button>
            <Button
              variant="default"
              disabled={index === programme.length - 1}
              aria-label={say('down')}
              onClick={() => move(index, 1)}
            >
              ↓
            </Button>
            <Button
              variant="default"
              aria-label={say('removePart')}
              onClick={() => onChange(programme.filter((each) => each.key !== key))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ol>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default">{say('addPart')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered
            .filter((part): part is ProgrammePart => part !== undefined)
            .map((part) => (
              <Menu.Item key={part.kind} mih={44} onClick={() => onChange([...programme, keyed(part)])}>
                {say(PART_WORDS[part.kind])}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </fieldset>
  );
}

export const PART_WORDS = {
  chime: 'partChime',
  bulletin: 'partBulletin',
  playlist: 'partPlaylist',
  relay: 'partRelay',
  closing: 'partClosing',
} as const;

function useChoices(communeId: string): PartChoices {
  const bulletins = useQuery({
    queryKey: ['bulletins', 'for schedules', communeId],
    queryFn: ({ signal }) =>
      ask<Static<typeof BulletinListSchema>>(`/bulletins${query({ communeId, limit: 200 })}`, { signal }),
  });
  const sources = useQuery({
    queryKey: ['relay-sources', communeId],
    queryFn: ({ signal }) =>
      ask<Static<typeof RelaySourceListSchema>>(`/relay-sources${query({ areaId: communeId })}`, { signal }),
  });
  const all = bulletins.data?.bulletins ?? [];
  return {
    bulletins: all.map(({ id, title }) => ({ id, title })),
    categories: [...new Set(all.flatMap(({ category }) => category ?? []))].sort(),
    sources: (sources.data?.relaySources ?? []).map(({ id, name }) => ({ id, name })),
  };
}
