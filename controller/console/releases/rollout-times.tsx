/** How long the first one is watched, and in which hours devices are told. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';
import { type RolloutDraft, soakOf } from './rollout-draft.ts';
import type { RolloutFieldsProps } from './rollout-where.tsx';

const HOURS = ['working', 'any', 'between'] as const satisfies readonly RolloutDraft['hours'][];

export function RolloutTimes({ draft, put }: RolloutFieldsProps) {
  const say = useWords(releases);
  return (
    <>
      <TextInput
        label={say('soak')}
        inputMode="numeric"
        maw="16rem"
        value={draft.soak}
        error={soakOf(draft.soak) === undefined && say('soakWrong')}
        onChange={(event) => put({ soak: event.currentTarget.value })}
      />
      <div>
        <div aria-hidden>{say('hours')}</div>
        <SegmentedControl
          aria-label={say('hours')}
          value={draft.hours}
          onChange={(value) => put({ hours: value as RolloutDraft['hours'] })}
          data={HOURS.map((value) => ({ value, label: say(`hours-${value}`) }))}
        />
      </div>
      {draft.hours === 'between' && (
        <div className={styles.pair}>
          {(['from', 'until'] as const).map((name) => (
            <TextInput
              key={name}
              type="time"
              label={say(name)}
              value={draft[name]}
              onChange={(event) => put({ [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      )}
    </>
  );
}
