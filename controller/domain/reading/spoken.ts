/** From segments to what is spoken. */
import type { Segment } from './reading-types.ts';

const WORDY_END = /[\p{L}\p{M}]$/u;
const WORDY_START = /^[\p{L}\p{M}]/u;

/** One text of letters, spaces, line ends and . , ; : ! ?: no doubled marks, none at the beginning of a line. */
export function spokenText(segments: readonly Segment[]): string {
  let text = '';
  for (const { reading, kind } of segments) {
    if (reading === '') {
      if (kind === 'silent' && text !== '' && !text.endsWith(' ')) text += ' ';
      continue;
    }
    // a pause keeps no space before it; two readings never run together
    if (WORDY_START.test(reading) && (WORDY_END.test(text) || /[.,;:!?]$/.test(text))) text += ' ';
    text += reading;
  }
  return text
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
