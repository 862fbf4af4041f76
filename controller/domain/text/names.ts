/** Names as people type them: one spelling for storage, one for comparing, one for searching. */

/** Tone marks of Vietnamese: grave, acute, tilde, hook above, dot below (Unicode combining marks). */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const MARKS = /\p{M}/gu;
const WORD = /[\p{L}\p{M}]+/gu;

/** NFC, surrounding space off, inner space single: the form that is stored. */
export const tidyName = (raw: string): string => raw.normalize('NFC').replace(/\s+/gu, ' ').trim();

/**
 * Equal for names that a reader takes for the same: case, width of space, Unicode form and the two customs of placing
 * the tone ("hoá" and "hóa", "thuỷ" and "thủy") make no difference; the tone itself does.
 */
export const nameKey = (raw: string): string =>
  tidyName(raw)
    .normalize('NFD')
    .toLowerCase()
    .replace(WORD, (word) => word.replace(TONES, '') + (word.match(TONES) ?? []).sort().join(''))
    .normalize('NFC');

/** Without diacritics and case, "đ" as "d": what a search looks through and for. */
export const searchName = (raw: string): string =>
  tidyName(raw).normalize('NFD').replace(MARKS, '').toLowerCase().replaceAll('đ', 'd');
