/** Words and phrases with a given reading, found at a place of a text. */
import type { DictionaryEntry } from './reading-types.ts';
import type { Scan } from './scan.ts';
import { fold, isSyllable } from './vietnamese.ts';

interface Phrase extends DictionaryEntry {
  low: string;
  exact: boolean;
  /** small letters count too, since they make no syllable: "ubnd" */
  smallToo: boolean;
  endsInWord: boolean;
}

const FIRST_TOKEN = /^(?:[\p{L}\p{M}]+|\d+|[\s\S])/u;
const LETTER = /[\p{L}\p{M}\d]/u;
const NO_SMALL = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u;

export class Phrases {
  readonly #byFirst = new Map<string, Phrase[]>();

  constructor(entries: readonly DictionaryEntry[]) {
    for (const entry of entries) {
      const written = entry.written.normalize('NFC').replace(/\s+/gu, ' ').trim();
      const low = fold(written);
      const first = FIRST_TOKEN.exec(low)?.[0];
      if (first === undefined) continue;
      const exact = entry.matchCase ?? NO_SMALL.test(written);
      const smallToo = entry.matchCase === undefined && exact && /^\p{L}{3,}$/u.test(low) && !isSyllable(low);
      const phrase = { ...entry, written, low, exact, smallToo, endsInWord: LETTER.test(low.at(-1) ?? '') };
      const sharing = this.#byFirst.get(first);
      if (sharing === undefined) this.#byFirst.set(first, [phrase]);
      else sharing.push(phrase);
    }
    for (const phrases of this.#byFirst.values()) phrases.sort((a, b) => b.low.length - a.low.length);
  }

  /** The longest one that stands at `from`; `firstTo` is where the token there ends. */
  at(scan: Scan, from: number, firstTo: number): { to: number; entry: DictionaryEntry } | undefined {
    let loose: { to: number; entry: DictionaryEntry } | undefined;
    for (const phrase of this.#byFirst.get(scan.low.slice(from, firstTo)) ?? []) {
      if (!scan.low.startsWith(phrase.low, from)) continue;
      const to = from + phrase.low.length;
      // a number may stand directly behind an abbreviation: BĐ1, QH15
      if (phrase.endsInWord && /[\p{L}\p{M}]/u.test(scan.text[to] ?? ' ')) continue;
      // but "m2" is not the beginning of "M250"
      if (/\d$/.test(phrase.low) && /\d/.test(scan.text[to] ?? ' ')) continue;
      const written = scan.text.slice(from, to);
      if (loose !== undefined && to < loose.to) break;
      if (written === phrase.written) return { to, entry: phrase };
      if (phrase.exact && !this.#caseFits(phrase, written)) continue;
      loose ??= { to, entry: phrase };
    }
    return loose;
  }

  /** The reading of exactly these letters. */
  get(written: string): DictionaryEntry | undefined {
    const low = fold(written);
    const first = FIRST_TOKEN.exec(low)?.[0] ?? '';
    return this.#byFirst
      .get(first)
      ?.find((phrase) => phrase.low === low && (!phrase.exact || this.#caseFits(phrase, written)));
  }

  #caseFits(phrase: Phrase, found: string): boolean {
    return found === phrase.written || (phrase.smallToo && found === phrase.low);
  }
}
