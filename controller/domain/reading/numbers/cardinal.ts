/** Whole numbers in Vietnamese words, as the north says them: nghìn, linh, mươi mốt, mươi tư, mươi lăm. */

export const DIGIT_WORDS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
/** Powers of a thousand inside a group of nine digits. */
const THOUSANDS = ['', ' nghìn', ' triệu'] as const;
/** Beyond this nobody follows a number; it is read digit by digit. */
const MAX_DIGITS = 27;

const word = (digit: string): string => DIGIT_WORDS[Number(digit)] ?? '';

/** Each digit by its name, e.g. "không chín một hai". Other characters are passed over. */
export const digitByDigit = (digits: string): string => [...digits].map(word).filter(Boolean).join(' ');

/** @param digits ASCII digits; leading zeros count for nothing */
export function cardinal(digits: string): string {
  const bare = digits.replace(/^0+/, '');
  if (bare === '') return DIGIT_WORDS[0];
  if (bare.length > MAX_DIGITS) return digitByDigit(bare);
  return readNines(bare, false);
}

/** Groups of nine digits: the word tỷ stands between them, however often. */
function readNines(digits: string, hasHigher: boolean): string {
  if (digits.length <= 9) return readTriples(digits, hasHigher);
  const high = readNines(digits.slice(0, -9), hasHigher);
  const low = digits.slice(-9);
  return /^0+$/.test(low) ? `${high} tỷ` : `${high} tỷ ${readTriples(low, true)}`;
}

function readTriples(digits: string, hasHigher: boolean): string {
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const count = padded.length / 3;
  const parts: string[] = [];
  for (let index = 0; index < count; index++) {
    const triple = padded.slice(index * 3, index * 3 + 3);
    if (triple === '000') continue;
    parts.push(readTriple(triple, hasHigher || parts.length > 0) + (THOUSANDS[count - 1 - index] ?? ''));
  }
  return parts.join(' ');
}

/** @param full something stands before it, so the hundreds are said even when there are none */
function readTriple(triple: string, full: boolean): string {
  const [hundreds = '0', tens = '0', units = '0'] = triple;
  const parts: string[] = [];
  if (hundreds !== '0' || full) parts.push(word(hundreds), 'trăm');
  if (tens === '0') {
    if (units !== '0') parts.push(...(parts.length > 0 ? ['linh'] : []), word(units));
  } else {
    parts.push(...(tens === '1' ? ['mười'] : [word(tens), 'mươi']), unitAfterTens(tens, units));
  }
  return parts.filter(Boolean).join(' ');
}

function unitAfterTens(tens: string, units: string): string {
  if (units === '0') return '';
  if (units === '5') return 'lăm';
  if (tens !== '1' && units === '1') return 'mốt';
  if (tens !== '1' && units === '4') return 'tư';
  return word(units);
}

/** "thứ …": nhất and tư are the only special ones ("thứ hai" is as the number). */
export const ordinal = (digits: string): string => {
  const value = Number(digits);
  return value === 1 ? 'nhất' : value === 4 ? 'tư' : cardinal(digits);
};
