/** A rule in words: `17:00 thứ Hai, thứ Tư, từ 07/12 đến 31/12`. */
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { WEEKDAYS, type When } from '../when/when.ts';

const dayMonth = (date: string): string => `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

export function useRepeatWords(when: When): string {
  const say = useWords(write);
  const rule = {
    daily: () => say('repeat-daily'),
    weekly: () =>
      WEEKDAYS.filter((day) => when.weekdays.includes(day))
        .map((day) => say(`day-${day}`))
        .join(', '),
    monthly: () => say('eachMonth', { day: when.monthDay }),
    lunar: () => say('eachLunar', { day: when.monthDay }),
  }[when.repeat]();
  const from = say('ruleFrom', { time: when.time, rule, from: dayMonth(when.date) });
  return when.untilDate === '' ? from : say('ruleUntil', { rule: from, until: dayMonth(when.untilDate) });
}
