/**
 * How a text is read aloud: each piece of it, what is said instead, and why. Pure, and linear in the length of the text.
 * The grammar is described in README.md beside this file.
 */

import { type Pin, type Pins, pinCorrections } from './corrections.ts';
import { definitionsIn } from './definitions.ts';
import { Phrases } from './phrases.ts';
import type { Reading, ReadingOptions, Segment } from './reading-types.ts';
import { coordinate } from './rules/coordinate.ts';
import { date } from './rules/date.ts';
import { documentNumber } from './rules/document.ts';
import { fraction } from './rules/fraction.ts';
import { compass, kilometrePost, road, roman, romanLevel, weekday } from './rules/named-number.ts';
import { labelledCode, labelledNumber, paragraphNumber, plainNumber } from './rules/number.ts';
import { numberList } from './rules/number-list.ts';
import { quantity } from './rules/quantity.ts';
import { bullet, explained, hashtag, leadingCurrency, pageFurniture, signedNumber, symbol } from './rules/symbol.ts';
import { telephone } from './rules/telephone.ts';
import { time } from './rules/time.ts';
import { web } from './rules/web.ts';
import {
  capitals,
  foreign,
  joinedAbbreviation,
  knownPhrase,
  letterCode,
  loanword,
  person,
  place,
} from './rules/word.ts';
import { type Hit, type Rule, Scan, type Token } from './scan.ts';
import { type SingleSpaced, singleSpaced } from './spaces.ts';
import { spokenText } from './spoken.ts';

/** Of two-digit years the one nearest to it is meant, when the caller says no other. */
const REFERENCE_YEAR = 2026;

/** In order: the first that recognises something wins. */
const AT_NUMBER: readonly Rule[] = [
  web,
  labelledCode,
  documentNumber,
  paragraphNumber,
  labelledNumber,
  numberList,
  telephone,
  coordinate,
  time,
  date,
  fraction,
  quantity,
  plainNumber,
];
const AT_WORD: readonly Rule[] = [
  leadingCurrency,
  pageFurniture,
  web,
  labelledCode,
  kilometrePost,
  road,
  weekday,
  compass,
  romanLevel,
  letterCode,
  joinedAbbreviation,
  knownPhrase,
  roman,
  place,
  person,
  loanword,
  capitals,
  foreign,
];
const AT_MARK: readonly Rule[] = [
  telephone,
  hashtag,
  bullet,
  signedNumber,
  leadingCurrency,
  explained,
  knownPhrase,
  symbol,
];
/** Words in small letters that no table knows are plain; these may begin something all the same. */
const RULES = { digits: AT_NUMBER, word: AT_WORD, mark: AT_MARK } as const;

export function readText(given: string, options: ReadingOptions = {}): Reading {
  const steps = readingSteps(given, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Tokens between two rests: about a millisecond of work. */
const STEP_TOKENS = 200;

/** The same in steps, for callers that have something else to do in between. */
export function* readingSteps(given: string, options: ReadingOptions = {}): Generator<undefined, Reading> {
  const text = given.normalize('NFC').replace(/\r\n?/g, '\n');
  const spaced = singleSpaced(text);
  const defined = definitionsIn(spaced.text);
  yield undefined;
  const scan = new Scan(spaced.text, options.referenceYear ?? REFERENCE_YEAR, defined);
  yield undefined;
  const dictionary = new Phrases(options.dictionary ?? []);
  const pins = pinsHere(pinCorrections(text, options.corrections ?? []), spaced);
  const segments: Segment[] = [];
  const unknown = new Set<string>();
  let at = 0;
  let nextPin = 0;
  let untilRest = STEP_TOKENS;
  for (const token of scan.tokens) {
    if (token.to <= at) continue;
    if (--untilRest === 0) {
      untilRest = STEP_TOKENS;
      yield undefined;
    }
    while ((pins.starts[nextPin] ?? Number.POSITIVE_INFINITY) < at) nextPin += 1;
    const from = Math.max(token.from, at);
    const hit = read(scan, dictionary, pins, { ...token, from }, pins.starts[nextPin]);
    at = hit?.to ?? token.to;
    push(segments, text, spaced.given(from), spaced.given(at), hit);
    for (const letters of hit?.unknown ?? []) unknown.add(letters);
  }
  yield undefined;
  return { text, segments, spoken: spokenText(segments), unknown: [...unknown], lostCorrections: pins.lost };
}

/** The places of corrections among single spaces. */
function pinsHere({ at, starts, lost }: Pins, { here }: SingleSpaced): Pins {
  const moved = [...at].map(([from, pin]): [number, Pin] => [
    here(from),
    { ...pin, to: Math.max(here(pin.to), here(from) + 1) },
  ]);
  return { at: new Map(moved), starts: starts.map(here), lost };
}

function read(scan: Scan, dictionary: Phrases, pins: Pins, token: Token, pin: number | undefined): Hit | undefined {
  const { from, to, type } = token;
  const pinned = pins.at.get(from);
  if (pinned !== undefined) {
    return { to: pinned.to, reading: pinned.reading, kind: 'correction', reason: 'đã sửa cho bản tin này' };
  }
  if (type === 'space') return undefined;
  // what begins before a corrected place must not swallow it
  const fits = (hit: Hit | undefined): hit is Hit =>
    hit !== undefined && hit.to > from && (pin === undefined || pin < from || hit.to <= pin);
  const own = scan.isStart(from) || type !== 'word' ? dictionary.at(scan, from, to) : undefined;
  if (own !== undefined) {
    const hit: Hit = { to: own.to, reading: own.entry.reading, kind: 'dictionary', reason: 'từ điển của xã' };
    if (fits(hit)) return hit;
  }
  for (const rule of RULES[type]) {
    const hit = rule(scan, from);
    if (fits(hit)) return hit;
  }
  return undefined;
}

/** Adds what was read, or the piece as it stands; neighbouring plain pieces are one segment. */
function push(segments: Segment[], text: string, from: number, to: number, hit: Hit | undefined): void {
  const written = text.slice(from, to);
  const last = segments.at(-1);
  const plain =
    hit === undefined ||
    (hit.kind === 'plain' && hit.reading === written) ||
    (hit.kind === 'symbol' && hit.reading === written);
  if (plain) {
    if (last?.kind === 'plain') {
      last.to = to;
      last.written += written;
      last.reading += written;
    } else segments.push({ from, to, written, reading: written, kind: 'plain', reason: '' });
    return;
  }
  const { reading, kind, reason } = hit;
  const alternatives = [...new Set(hit.alternatives ?? [])].filter((other) => other !== '' && other !== reading);
  segments.push({ from, to, written, reading, kind, reason, ...(alternatives.length > 0 && { alternatives }) });
}
