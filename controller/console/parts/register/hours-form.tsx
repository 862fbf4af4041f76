/** When the loudspeakers are quiet, and how often they may sound: a preset, then each figure. */

import type { CommuneRules, CommuneRulesAnswerSchema, DailyHours } from '@loa-lang/schemas/http/commune-rules';
import { Button, Checkbox, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, put } from '../../api/ask.ts';
import { common } from '../../words/common.ts';
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useTell } from '../toasts.tsx';
import { Told } from '../told.tsx';
import styles from './register.module.css';

type Answer = Static<typeof CommuneRulesAnswerSchema>;

const QUIET: DailyHours = { from: '21:00', until: '05:00' };
const REST: DailyHours = { from: '12:00', until: '13:30' };
/** The provinces' rules: up to three sessions of 45 minutes in a rural commune, two of 15 in town. */
const PRESETS: Readonly<Record<'rural' | 'urban', CommuneRules>> = {
  rural: { quietHours: QUIET, sessions: { maxPerDay: 3, maxMinutes: 45, middayRest: REST } },
  urban: {
    quietHours: { from: '21:00', until: '06:00' },
    sessions: { maxPerDay: 2, maxMinutes: 15, middayRest: REST },
  },
};

export const useRules = (communeId: string | undefined) =>
  useQuery({
    queryKey: ['commune-rules', communeId],
    queryFn: ({ signal }) => ask<Answer>(`/commune-rules/${communeId}`, { signal }),
    enabled: communeId !== undefined,
  });

export function HoursForm({ communeId, onDone }: { communeId: string; onDone?: () => void }) {
  const answer = useRules(communeId);
  return (
    <Told query={answer}>
      {(told) => <Fields key={told.version} communeId={communeId} told={told} {...(onDone && { onDone })} />}
    </Told>
  );
}

function Fields({ communeId, told, onDone }: { communeId: string; told: Answer; onDone?: () => void }) {
  const say = useWords(setup);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const [rules, setRules] = useState<CommuneRules>(told.rules);
  const preset = (['rural', 'urban'] as const).find((each) => JSON.stringify(PRESETS[each]) === JSON.stringify(rules));
  const save = useMutation({
    mutationFn: () => put<Answer>(`/commune-rules/${communeId}`, { ...rules, version: told.version }),
    onSuccess: (answer) => {
      client.setQueryData(['commune-rules', communeId], answer);
      tell({ text: sayCommon('saved') });
      onDone?.();
    },
  });
  const { quietHours, sessions } = rules;
  const time = (label: string, hours: DailyHours, end: keyof DailyHours, change: (hours: DailyHours) => void) => (
    <TextInput
      type="time"
      required
      label={label}
      value={hours[end]}
      onChange={(event) => change({ ...hours, [end]: event.currentTarget.value })}
    />
  );
  const quiet = (hours: DailyHours) => setRules({ ...rules, quietHours: hours });
  const session = (more: Partial<NonNullable<CommuneRules['sessions']>>) =>
    setRules({ ...rules, sessions: { maxPerDay: 3, maxMinutes: 45, ...sessions, ...more } });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <SegmentedControl
        aria-label={say('preset')}
        value={preset ?? 'own'}
        onChange={(value) => value !== 'own' && setRules(PRESETS[value as 'rural' | 'urban'])}
        data={[
          { value: 'rural', label: say('rural') },
          { value: 'urban', label: say('urban') },
          { value: 'own', label: say('ownRules') },
        ]}
      />
      <Checkbox
        label={say('quiet')}
        checked={quietHours !== null}
        onChange={(event) => setRules({ ...rules, quietHours: event.currentTarget.checked ? QUIET : null })}
      />
      {quietHours !== null && (
        <div className={styles.line}>
          {time(say('quietFrom'), quietHours, 'from', quiet)}
          {time(say('quietUntil'), quietHours, 'until', quiet)}
        </div>
      )}
      <Checkbox
        label={say('limitSessions')}
        checked={sessions !== null}
        onChange={(event) =>
          setRules({ ...rules, sessions: event.currentTarget.checked ? PRESETS.rural.sessions : null })
        }
      />
      {sessions !== null && (
        <>
          <div className={styles.line}>
            <NumberInput
              label={say('perDay')}
              min={0}
              max={48}
              value={sessions.maxPerDay}
              onChange={(value) => session({ maxPerDay: Number(value) || 0 })}
            />
            <NumberInput
              label={say('minutesEach')}
              min={1}
              max={1440}
              value={sessions.maxMinutes}
              onChange={(value) => session({ maxMinutes: Number(value) || 1 })}
            />
          </div>
          {sessions.middayRest !== undefined && (
            <div className={styles.line}>
              {time(say('restFrom'), sessions.middayRest, 'from', (middayRest) => session({ middayRest }))}
              {time(say('restUntil'), sessions.middayRest, 'until', (middayRest) => session({ middayRest }))}
            </div>
          )}
        </>
      )}
      {save.error !== null && <ProblemNotice error={save.error} />}
      <div className={styles.line}>
        <Button type="submit" loading={save.isPending}>
          {sayCommon('save')}
        </Button>
      </div>
    </form>
  );
}
