/** What the normaliser takes and gives. */

/** What a piece of text was taken for. */
export type SegmentKind =
  | 'plain'
  | 'correction'
  | 'dictionary'
  | 'abbreviation'
  | 'unknown-abbreviation'
  | 'spelled'
  | 'loanword'
  | 'foreign'
  | 'capitals'
  | 'place'
  | 'cardinal'
  | 'decimal'
  | 'ordinal'
  | 'roman'
  | 'digits'
  | 'date'
  | 'time'
  | 'weekday'
  | 'telephone'
  | 'quantity'
  | 'range'
  | 'fraction'
  | 'score'
  | 'document'
  | 'road'
  | 'coordinate'
  | 'code'
  | 'address'
  | 'bullet'
  | 'symbol'
  | 'silent';

/**
 * A piece of the text and how it is read. `from` and `to` are UTF-16 offsets in the text's NFC form; the segments of a
 * text lie side by side and cover it.
 */
export interface Segment {
  from: number;
  to: number;
  /** as it stands in the text */
  written: string;
  /** what is spoken instead; the empty string when nothing is */
  reading: string;
  kind: SegmentKind;
  /** why it is read so, for the officer, in Vietnamese */
  reason: string;
  /** other readings the same letters may have, the likelier first */
  alternatives?: string[];
}

/** A word or abbreviation and its reading, in force wherever it stands. */
export interface DictionaryEntry {
  written: string;
  reading: string;
  /** read letter by letter on purpose; such an abbreviation counts as known */
  spelled?: boolean;
  /** only in exactly these capitals; by default so when `written` has no small letter */
  matchCase?: boolean;
}

/**
 * One place of one text read otherwise. It is found again by what stands around it, so that edits elsewhere in the text
 * do not lose or move it.
 */
export interface Correction {
  written: string;
  reading: string;
  /** what stood before it, at most `CONTEXT_CHARS` characters */
  before: string;
  /** what stood after it */
  after: string;
}

export interface ReadingOptions {
  /** the commune's own entries; they go before the shipped ones */
  dictionary?: readonly DictionaryEntry[];
  corrections?: readonly Correction[];
  /** of two-digit years the one nearest to it is meant; a full year */
  referenceYear?: number;
}

export interface Reading {
  /** NFC of what was given; offsets count in it */
  text: string;
  segments: Segment[];
  /** what is spoken: letters, spaces, line ends and the marks . , ; : ! ? and hyphens inside words */
  spoken: string;
  /** abbreviations nobody has explained: they were spelled letter by letter */
  unknown: string[];
  /** indexes of given corrections whose place is no longer in the text */
  lostCorrections: number[];
}
