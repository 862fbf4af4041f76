/** A text being read: where its words and numbers begin, and what stands around a place. */
import type { SegmentKind } from './reading-types.ts';
import { fold, isSyllable } from './vietnamese.ts';

/** What a rule found at a place. */
export interface Hit {
  /** index behind what it takes */
  to: number;
  reading: string;
  kind: SegmentKind;
  reason: string;
  alternatives?: readonly string[];
  /** abbreviations in it that nobody has explained */
  unknown?: readonly string[];
}

/** Tries to read what begins at `at`. */
export type Rule = (scan: Scan, at: number) => Hit | undefined;

export type TokenType = 'space' | 'word' | 'digits' | 'mark';
export interface Token {
  type: TokenType;
  from: number;
  to: number;
}

const TOKEN = /(?<space>[^\S\n]+|\n)|(?<word>\p{L}[\p{L}\p{M}]*)|(?<digits>[0-9]+)|[\s\S]/gu;
/** How far rules look around; it bounds the work per place. */
const SIGHT = 48;

export class Scan {
  readonly text: string;
  /** folded for comparing, same offsets */
  readonly low: string;
  readonly tokens: readonly Token[];
  readonly referenceYear: number;
  /** abbreviations the text itself explains: "Quỹ tín dụng nhân dân (QTDND)" */
  readonly defined: ReadonlyMap<string, string>;
  readonly #capitals: readonly (readonly [from: number, to: number])[];

  constructor(text: string, referenceYear: number, defined: ReadonlyMap<string, string>) {
    this.text = text;
    this.low = fold(text);
    this.tokens = tokensOf(text);
    this.referenceYear = referenceYear;
    this.defined = defined;
    this.#capitals = linesInCapitals(text);
  }

  /** Folded text before `at`, on its line, at most `SIGHT` characters. */
  before(at: number): string {
    const slice = this.low.slice(Math.max(0, at - SIGHT), at);
    return slice.slice(slice.lastIndexOf('\n') + 1);
  }

  /** Folded text from `at` on, on its line. */
  after(at: number): string {
    const slice = this.low.slice(at, at + SIGHT);
    const end = slice.indexOf('\n');
    return end < 0 ? slice : slice.slice(0, end);
  }

  /** Match of a sticky expression at `at`, against the text as it stands. */
  match(expression: RegExp, at: number): RegExpExecArray | undefined {
    expression.lastIndex = at;
    return expression.exec(this.text) ?? undefined;
  }

  /** Whether a word or number ends before `at` and may begin there. */
  isStart(at: number): boolean {
    return !/[\p{L}\p{M}\d]/u.test(this.text[at - 1] ?? ' ');
  }

  /** Whether what ends at `to` is not followed by more of a word or number. */
  isEnd(to: number): boolean {
    return !/[\p{L}\p{M}\d]/u.test(this.text[to] ?? ' ');
  }

  /** First thing on its line but for white space. */
  isLineStart(at: number): boolean {
    for (let index = at - 1; index >= 0; index--) {
      const character = this.text[index];
      if (character === '\n') return true;
      if (character !== ' ' && character !== '\t' && character !== '\u00a0') return false;
      if (at - index > SIGHT) return false;
    }
    return true;
  }

  /** Whether the line of `at` is a heading in capitals. */
  inCapitals(at: number): boolean {
    let [low, high] = [0, this.#capitals.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = this.#capitals[middle] ?? [0, 0];
      if (at < from) high = middle - 1;
      else if (at >= to) low = middle + 1;
      else return true;
    }
    return false;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const { space, word, digits } = match.groups ?? {};
    const type: TokenType =
      space !== undefined ? 'space' : word !== undefined ? 'word' : digits !== undefined ? 'digits' : 'mark';
    tokens.push({ type, from: match.index, to: match.index + match[0].length });
  }
  return tokens;
}

/** Lines of two words and more (abbreviations are none) whose letters are nearly all capitals. */
function linesInCapitals(text: string): [number, number][] {
  const lines: [number, number][] = [];
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const words = text.slice(from, to).match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
    const capital = words.filter((word) => word === word.toUpperCase()).length;
    const syllables = words.filter(isSyllable).length;
    if (syllables >= 2 && capital >= words.length * 0.8) lines.push([from, to]);
    from = to + 1;
  }
  return lines;
}
