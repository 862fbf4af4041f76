/** A title from the first words of a text: what a list shows while nobody has written a better one. */
const MOST = 70;
const LEAST = 20;

/** Words that every notice begins with and that name none of them. */
const COURTESY =
  /^(?:(?:kính\s+)?(?:thưa|mời|gửi)\s+(?:toàn\s+thể\s+)?(?:bà con|nhân dân|quý vị)[^.!:,\n]{0,60}[.!:,]\s*|xin\s+(?:trân trọng\s+)?thông báo\s*[:,.]?\s*|a\s*lô[^.!\n]{0,20}[.!,]\s*)+/iu;

/** First sentence or line, without courtesies, cut at a word; empty for a text without letters. */
export function suggestTitle(text: string): string {
  const lines = text.normalize('NFC').trim();
  const bare = lines.replace(COURTESY, '');
  const start = bare.trim() === '' ? lines : bare;
  const [sentence = ''] = start.trim().split(/\n|(?<=[.!?;])\s/u);
  const whole = sentence
    .replace(/\s+/g, ' ')
    .replace(/[.,;:!\s]+$/u, '')
    .trim();
  if (!/\p{L}/u.test(whole)) return '';
  const capital = whole.charAt(0).toLocaleUpperCase('vi') + whole.slice(1);
  if (capital.length <= MOST) return capital;
  const cut = capital.slice(0, MOST);
  const at = cut.lastIndexOf(' ');
  return `${cut.slice(0, at > LEAST ? at : MOST).replace(/[.,;:!\s]+$/u, '')}…`;
}
