/** When two readings count as the same, by the rules of the corpus. */

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const UNITS: Readonly<Record<string, string>> = { mốt: 'một', tư: 'bốn', lăm: 'năm' };
const TENS_AND_UNITS = /phẩy (mười|\S+ mươi)(?: (một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín))?(?= |$)/gu;

/** Two digits behind the comma said as a number → one by one. */
const fractionByDigits = (text: string): string =>
  text.replace(TENS_AND_UNITS, (_, tens: string, units = 'không') => {
    const first = tens === 'mười' ? 'một' : tens.replace(' mươi', '');
    return DIGITS.includes(first) ? `phẩy ${first} ${UNITS[units] ?? units}` : `phẩy ${tens} ${units}`;
  });

/**
 * Case, spacing, punctuation, linh/lẻ, tư/bốn after mươi, tỷ/tỉ, a last "phút" and the custom of saying decimals make no
 * difference.
 */
export function essence(reading: string): string {
  const words = reading
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\d]+/gu, ' ')
    .replace(/(?<!\p{L})lẻ(?!\p{L})/gu, 'linh')
    .replace(/(?<!\p{L})tỉ(?!\p{L})/gu, 'tỷ')
    .replace(/mươi bốn(?!\p{L})/gu, 'mươi tư')
    .trim()
    .replace(/ phút$/, '');
  return fractionByDigits(words).replaceAll(' ', '');
}

/**
 * Whether a reading is among those a pattern accepts: `(word)` may be left out, `{one|other}` is a choice; both may hold
 * several words but not each other.
 */
export function accepts(pattern: string, reading: string): boolean {
  const source = pattern
    .split(/(\([^)]*\)|\{[^}]*\})/)
    .map((part) => {
      if (part.startsWith('(')) return `(?:${essence(part)})?`;
      if (part.startsWith('{')) return `(?:${part.slice(1, -1).split('|').map(essence).join('|')})`;
      return essence(part);
    })
    .join('');
  return new RegExp(`^${source}(?:phút)?$`, 'u').test(essence(reading));
}
