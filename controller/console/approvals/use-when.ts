/** When something that waits for approval is to sound. */
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { approvals } from '../words/approvals.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { Approval } from './asking.ts';

export function useWhen(): (approval: Pick<Approval, 'startAt' | 'timesWords'>) => string {
  const say = useWords(approvals);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  return ({ startAt, timesWords }) => {
    if (timesWords !== undefined) return timesWords[language];
    if (startAt === undefined) return say('whenApproved');
    return `${times.moment(startAt, now)} (${times.near(startAt, now)})`;
  };
}
