/** What is a Vietnamese syllable, and one form of a text for comparing. */

const MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g;
const ONSET = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x)?';
const NUCLEUS = '(?:iê|yê|uyê|uya|ươ|uô|ia|ya|ua|ưa|oa|oă|oe|uâ|uê|uơ|uy|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)';
const CODA = '(?:ch|ng|nh|c|m|n|p|t|i|y|o|u)?';
const SYLLABLE = new RegExp(`^${ONSET}${NUCLEUS}${CODA}$`);

/** The same without any mark: "thien" for thiện. */
const BARE = new RegExp(
  SYLLABLE.source.replace(/[êôơưăâđ]/g, (letter) => letter.normalize('NFD')[0]?.replace('đ', 'd') ?? ''),
);

/** Whether the letters can be one Vietnamese syllable, whatever their case. */
export function isSyllable(word: string): boolean {
  if (word.length > 7) return false;
  return SYLLABLE.test(word.toLowerCase().normalize('NFD').replace(MARKS, '').normalize('NFC'));
}

export const isBareSyllable = (word: string): boolean => word.length <= 7 && BARE.test(word);

/** Longest word that is looked at for syllables written together. */
const LONGEST_JOINED = 24;

/**
 * Whether a Vietnamese voice can be trusted with the word: a syllable, or several written together of which one carries
 * a mark ("ôtô", "vắcxin"). Without any mark they are foreign ("actara") or have lost theirs.
 */
export function looksVietnamese(word: string): boolean {
  if (isSyllable(word)) return true;
  if (word.length > LONGEST_JOINED || /^[a-z]*$/i.test(word)) return false;
  const reached = [true];
  for (let end = 1; end <= word.length; end++) {
    reached[end] = reached.some((isCut, from) => isCut && end - from <= 7 && isSyllable(word.slice(from, end)));
  }
  return reached[word.length] === true;
}

const OLD_TONES: Record<string, string> = {
  oá: 'óa',
  oà: 'òa',
  oả: 'ỏa',
  oã: 'õa',
  oạ: 'ọa',
  oé: 'óe',
  oè: 'òe',
  oẻ: 'ỏe',
  oẽ: 'õe',
  oẹ: 'ọe',
  uý: 'úy',
  uỳ: 'ùy',
  uỷ: 'ủy',
  uỹ: 'ũy',
  uỵ: 'ụy',
};
const OLD_TONE = /(?<!q)(?:o[áàảãạéèẻẽẹ]|u[ýỳỷỹỵ])(?!\p{L})/gu;

/**
 * Small letters and one custom of placing the tone (hoá as hóa), each character in its place: offsets in the result
 * are offsets in the text.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  const small = lower.length === text.length ? lower : [...text].map(lowerOfSameLength).join('');
  return small.replace(OLD_TONE, (old) => OLD_TONES[old] ?? old);
}

const lowerOfSameLength = (character: string): string => {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
};
