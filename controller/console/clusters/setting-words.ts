/** What changes of a cluster's settings, in words. */
import type { UnitSettingsBody } from '@loa-lang/schemas/http/cluster-settings';
import { useNumbers } from '../words/numbers.ts';
import { unitSettings } from '../words/unit-settings.ts';
import { useWords } from '../words/words.ts';

/** @returns one sentence for each that differs */
export function useSettingInWords(): (before: UnitSettingsBody, after: UnitSettingsBody) => string[] {
  const say = useWords(unitSettings);
  const numbers = useNumbers();
  const answer = (value: boolean | undefined) => say(value === true ? 'yes' : 'no');
  const db = (value: number | undefined) => say('db', { db: numbers.plain(value ?? 0) });
  const hours = (value: UnitSettingsBody['hours']) =>
    value === null || value === undefined ? say('always') : say('between2', value);
  return (before, after) => [
    ...('muted' in after
      ? [say('change', { name: say('muted'), before: answer(before.muted), after: answer(after.muted) })]
      : []),
    ...('volumeDb' in after
      ? [say('change', { name: say('volume'), before: db(before.volumeDb), after: db(after.volumeDb) })]
      : []),
    ...('listen' in after
      ? [say('change', { name: say('listening'), before: answer(before.listen), after: answer(after.listen) })]
      : []),
    ...('hours' in after
      ? [say('change', { name: say('hours'), before: hours(before.hours), after: hours(after.hours) })]
      : []),
  ];
}
