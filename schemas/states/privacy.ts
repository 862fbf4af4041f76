/**
 * Bulletins about single people: funerals, lost children, debts. They are heard in the hamlet and then over, whereas a
 * page stays and can be copied: there they stand only when somebody has said so.
 */
import type { Words } from '../errors/codes.ts';
import type { BulletinKind } from '../http/composition.ts';

/** Categories of such bulletins as the console proposes them; a commune may use other words. */
export const PRIVATE_CATEGORIES = {
  funeral: { vi: 'Tin buồn', en: 'Funeral' },
  'lost-child': { vi: 'Tìm trẻ lạc', en: 'Lost child' },
  debt: { vi: 'Nhắc nợ', en: 'Debts' },
} as const satisfies Record<string, Words>;

/** With their marks: tang (mourning) is neither tăng (more) nor tặng (a gift). */
const WORDS = [
  ...['tin buồn', 'cáo phó', 'tang lễ', 'lễ tang', 'đám tang', 'đưa tang', 'tang', 'việc hiếu', 'đám hiếu', 'lễ viếng'],
  ...['từ trần', 'qua đời', 'tìm cháu', 'tìm trẻ', 'tìm con', 'tìm bé', 'tìm người', 'trẻ lạc', 'lạc trẻ', 'bị lạc'],
  ...['đi lạc', 'thất lạc', 'mất tích', 'nợ', 'nợ đọng', 'công nợ'],
  ...['funeral', 'obituary', 'lost child', 'missing child', 'missing person', 'debt', 'debts'],
];
const BARE = /\p{M}/gu;
const bare = (text: string): string => text.normalize('NFD').replace(BARE, '').replaceAll('đ', 'd');
/** Written without marks only what is of two words or more is certain enough. */
const BARE_WORDS = WORDS.filter((words) => words.includes(' ')).map(bare);

const holds = (text: string, phrases: readonly string[]): boolean => {
  const spaced = ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
  return phrases.some((phrase) => spaced.includes(` ${phrase} `));
};

/** Whether it is about single people, by its kind and by what its category and title say. */
export function isPrivateByNature(of: {
  kind?: BulletinKind | undefined;
  category?: string | undefined;
  title?: string | undefined;
}): boolean {
  if (of.kind === 'funeral') return true;
  return [of.category, of.title].some((given) => {
    const text = (given ?? '').normalize('NFC').toLocaleLowerCase('vi');
    return holds(text, WORDS) || (bare(text) === text && holds(text, BARE_WORDS));
  });
}

/** What somebody has said counts; else what it is. */
export const isOnPublicPage = (of: Parameters<typeof isPrivateByNature>[0] & { onPublicPage?: boolean | undefined }) =>
  of.onPublicPage ?? !isPrivateByNature(of);
