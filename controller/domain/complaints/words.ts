/** What incidents say of complaints. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { dayMonthTime } from '../text/instant-words.ts';

export const OVERDUE_TEXT = {
  vi: 'Phản ánh của người dân đã quá hạn trả lời.',
  en: 'A complaint is overdue.',
} as const;

/** `Không nghe thấy gì (3 phản ánh); hạn trả lời 29/11 17:00` */
export const openText = (
  kinds: readonly { words: string; count: number }[],
  dueAt: EpochMillis,
  zone: string,
): string => {
  const what = kinds.map(({ words, count }) => `${words} (${count} phản ánh)`).join('; ');
  return `${what}; hạn trả lời ${dayMonthTime(dueAt, zone)}`;
};
