/** Abbreviations that a text explains itself: "Quỹ tín dụng nhân dân (QTDND)", "Báo động (BĐ)". */
import { SHIPPED } from './abbreviations.ts';
import { AMBIGUOUS } from './tables/ambiguous.ts';

const EXPLAINED = /(?<=\p{L} ?)\( ?([\p{Lu}][\p{Lu}\d&.-]{1,11}) ?\)/gu;
/** Longest phrase looked at, characters. */
const SIGHT = 120;

/** Abbreviation → the words before it, as they stand. */
export function definitionsIn(text: string): Map<string, string> {
  const defined = new Map<string, string>();
  for (const match of text.matchAll(EXPLAINED)) {
    const letters = match[1] ?? '';
    if (defined.has(letters)) continue;
    const phrase = phraseBefore(text.slice(Math.max(0, match.index - SIGHT), match.index), letters);
    if (phrase !== undefined) defined.set(letters, phrase);
  }
  return defined;
}

function phraseBefore(before: string, letters: string): string | undefined {
  const trimmed = before.trimEnd();
  const readings = [SHIPPED.get(letters)?.reading, ...(AMBIGUOUS[letters] ?? []).map((sense) => sense.reading)];
  for (const reading of readings) {
    if (reading !== undefined && trimmed.toLowerCase().endsWith(reading.toLowerCase()))
      return trimmed.slice(-reading.length);
  }
  return byInitials(trimmed, letters.replace(/[^\p{L}]/gu, ''));
}

/** The last words whose first letters are the abbreviation; "và" may be left out of it. */
function byInitials(before: string, letters: string): string | undefined {
  if (letters.length < 2) return undefined;
  const words = [...before.matchAll(/[\p{L}\p{M}]+/gu)];
  let at = letters.length - 1;
  for (let index = words.length - 1; index >= 0; index--) {
    const word = words[index];
    if (word === undefined) return undefined;
    if (initial(word[0]) === letters[at]) at -= 1;
    else if (word[0].toLowerCase() !== 'và' && word[0].toLowerCase() !== 'của') return undefined;
    if (at < 0) return before.slice(word.index);
  }
  return undefined;
}

const initial = (word: string): string =>
  (word[0] ?? '')
    .toUpperCase()
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
    .normalize('NFC');
