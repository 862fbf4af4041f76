/** From segments to what is spoken. */
import type { Segment } from './reading-types.ts';

const LETTER = /^[\p{L}\p{M}]/u;
const LETTER_OR_MARK = /^[\p{L}\p{M}.,;:!?]/u;

/** One text of letters, spaces, line ends and . , ; : ! ?: no doubled marks, none at the beginning of a line. */
export function spokenText(segments: readonly Segment[]): string {
  const parts: string[] = [];
  let last = '';
  for (const { reading } of segments) {
    // two readings never run together, even where what stood between them is silent
    const added = reading === '' ? ' ' : reading;
    if (LETTER.test(added) && LETTER_OR_MARK.test(last)) parts.push(' ');
    parts.push(added);
    last = added.at(-1) ?? '';
  }
  return parts
    .join('')
    .split('\n')
    .map(tidyLine)
    .filter((line) => line !== '')
    .join('\n');
}

const STRONG = '.!?;:,';

function tidyLine(line: string): string {
  const tight = line
    .replace(/\s+/gu, ' ')
    .replace(/ ([.,;:!?])/g, '$1')
    .replace(/[.,;:!?](?:[ ]?[.,;:!?])+/g, strongest)
    .replace(/^[ .,;:!?-]+/, '')
    .replace(/([.,;:!?])(?=\p{L})/gu, '$1 ')
    .trim();
  return tight.replace(/,$/, '');
}

/** Of marks that met the one that ends most. */
const strongest = (marks: string): string => [...STRONG].find((mark) => marks.includes(mark)) ?? '';

/** Whether something given as a reading holds a word, and nothing that would have to be read in its turn. */
export const isSayable = (reading: string): boolean =>
  /\p{L}/u.test(reading) && /^[\p{L}\p{M}\s.,;:!?-]*$/u.test(reading.normalize('NFC'));
