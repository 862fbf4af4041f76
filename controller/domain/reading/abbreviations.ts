/** What an abbreviation stands for: by its text, by the tables, put together from known parts, or spelled. */
import { Phrases } from './phrases.ts';
import type { Scan } from './scan.ts';
import { AUTHORITIES_AND_SCHOOLS } from './tables/abbreviations/authorities-and-schools.ts';
import { EVERYDAY } from './tables/abbreviations/everyday.ts';
import { GOVERNMENT } from './tables/abbreviations/government.ts';
import { LAND_AND_WORK } from './tables/abbreviations/land-and-work.ts';
import { OFFICES } from './tables/abbreviations/offices.ts';
import { PEOPLE } from './tables/abbreviations/people.ts';
import { SERVICES } from './tables/abbreviations/services.ts';
import { SHORT_FORMS } from './tables/abbreviations/short-forms.ts';
import { SPELLED_ON_PURPOSE } from './tables/abbreviations/spelled.ts';
import { STUDY_AND_MERIT } from './tables/abbreviations/study-and-merit.ts';
import { VILLAGE } from './tables/abbreviations/village.ts';
import { WORKS_AND_STAFF } from './tables/abbreviations/works-and-staff.ts';
import { AMBIGUOUS } from './tables/ambiguous.ts';
import { DOCUMENT_TYPES } from './tables/documents.ts';
import { LETTER_NAMES } from './tables/letters.ts';
import { LOANWORDS } from './tables/loanwords.ts';
import { parseTable } from './tables/parse-table.ts';
import type { Sense } from './tables/sense.ts';

const rows = (lines: string, spelled = false) =>
  parseTable(lines).map(([written, reading]) => ({ written, reading, ...(spelled && { spelled }) }));

export const SHIPPED = new Phrases([
  ...[
    GOVERNMENT,
    OFFICES,
    LAND_AND_WORK,
    PEOPLE,
    EVERYDAY,
    VILLAGE,
    STUDY_AND_MERIT,
    WORKS_AND_STAFF,
    AUTHORITIES_AND_SCHOOLS,
    SERVICES,
    SHORT_FORMS,
  ].flatMap((lines) => rows(lines)),
  ...rows(SPELLED_ON_PURPOSE, true),
]);
export const LOANS = new Phrases(
  parseTable(LOANWORDS).map(([written, reading]) => ({ written, reading, matchCase: false })),
);

/** Letter by letter. */
export const spell = (letters: string): string =>
  [...letters]
    .map((letter) => LETTER_NAMES[letter.toUpperCase()] ?? '')
    .filter(Boolean)
    .join(' ');

export interface Expansion {
  reading: string;
  alternatives: string[];
  how: 'known' | 'composed' | 'unknown';
}

/** What `letters` standing at `from`–`to` are read as. */
export function expand(scan: Scan, from: number, to: number, letters: string): Expansion {
  const defined = scan.defined.get(letters);
  if (defined !== undefined) return { reading: defined, alternatives: [], how: 'known' };
  // "TB 45/TB-UBND": the number repeats what the letters mean
  if (Object.hasOwn(DOCUMENT_TYPES, letters) && repeated(scan, to, letters)) {
    return { reading: DOCUMENT_TYPES[letters] ?? '', alternatives: [], how: 'known' };
  }
  const senses = Object.hasOwn(AMBIGUOUS, letters) ? AMBIGUOUS[letters] : undefined;
  if (senses !== undefined) {
    const chosen = choose(scan, from, to, senses);
    return {
      reading: chosen.reading,
      alternatives: senses.filter((sense) => sense !== chosen).map((sense) => sense.reading),
      how: 'known',
    };
  }
  const known = SHIPPED.get(letters);
  if (known !== undefined) return { reading: known.reading, alternatives: [], how: 'known' };
  const composed = compose(letters);
  if (composed !== undefined) return { reading: composed, alternatives: [spell(letters)], how: 'composed' };
  return { reading: spell(letters), alternatives: [], how: 'unknown' };
}

function repeated(scan: Scan, to: number, letters: string): boolean {
  const number = scan.match(/ (?:số:? ?)?\d{1,5}(?:\/\d{4})?[/-]/uy, to)?.[0];
  if (number === undefined || !scan.text.startsWith(letters, to + number.length)) return false;
  const behind = scan.text[to + number.length + letters.length];
  return behind === '-' || behind === '/';
}

function choose(scan: Scan, from: number, to: number, senses: readonly [Sense, ...Sense[]]): Sense {
  const before = scan.before(from).replace(/\d/g, '#');
  const after = scan.after(to).replace(/\d/g, '#');
  const cues = senses.filter(
    (sense) => sense.after !== undefined || sense.before !== undefined || sense.near !== undefined,
  );
  return (
    cues.find((sense) => sense.after?.split('|').some((cue) => endsWithWord(before, cue))) ??
    cues.find((sense) => sense.before?.split('|').some((cue) => beginsWithWord(after, cue))) ??
    cues.find((sense) => sense.near?.split('|').some((cue) => before.includes(cue) || after.includes(cue))) ??
    senses[0]
  );
}

const LETTER = /[\p{L}\p{M}]/u;

function endsWithWord(text: string, cue: string): boolean {
  const trimmed = text.trimEnd();
  return trimmed.endsWith(cue) && !(LETTER.test(cue[0] ?? '') && LETTER.test(trimmed.at(-cue.length - 1) ?? ' '));
}

function beginsWithWord(text: string, cue: string): boolean {
  const trimmed = cue.startsWith('.') ? text : text.replace(/^\.?\s+|^\.(?=\p{L})/u, '');
  return (
    trimmed.startsWith(cue.trimEnd()) && !(LETTER.test(cue.at(-1) ?? '') && LETTER.test(trimmed[cue.length] ?? ' '))
  );
}

/** Short parts that are safe to take for themselves inside a longer abbreviation. */
const SHORT_PARTS: Readonly<Record<string, string>> = {
  UB: 'Ủy ban',
  VN: 'Việt Nam',
  TP: 'thành phố',
  TW: 'Trung ương',
  QG: 'quốc gia',
  XH: 'xã hội',
  TT: 'trung tâm',
  BQ: 'bình quân',
};
const LONGEST_PART = 8;

/** "UBMTTQVN" = UB + MTTQ + VN: the fewest known parts that cover it, one of them of three letters and more. */
function compose(letters: string): string | undefined {
  if (letters.length < 5 || letters.length > 16) return undefined;
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= letters.length; end++) {
    for (let start = Math.max(0, end - LONGEST_PART); start < end; start++) {
      const head = best[start];
      const part = letters.slice(start, end);
      const reading = SHORT_PARTS[part] ?? (part.length >= 3 ? SHIPPED.get(part)?.reading : undefined);
      if (head === undefined || reading === undefined) continue;
      if (head.length + 1 < (best[end]?.length ?? Number.POSITIVE_INFINITY)) best[end] = [...head, reading];
    }
  }
  const parts = best[letters.length];
  return parts !== undefined && parts.length <= 3 ? parts.join(' ') : undefined;
}
