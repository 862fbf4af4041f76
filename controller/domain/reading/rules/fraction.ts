/** Two numbers with a slash that are no date: fractions, ratios, counts, house numbers, blood pressure. */
import { cardinal, ordinal } from '../numbers/cardinal.ts';
import { numeralAt, numeralWords } from '../numbers/numeral.ts';
import type { Rule } from '../scan.ts';
import { COUNTED, NUMEROUS } from '../tables/parts.ts';
import { EARLIER } from './fraction-cues.ts';
import { unitTail } from './unit-tail.ts';

const COUNT = new RegExp(`^ ?(?:${COUNTED})(?!\\p{L})`, 'u');
const MANY = new RegExp(`^ ?(?:${NUMEROUS})(?!\\p{L})`, 'u');
const ADDRESS =
  /(?:số nhà|số|ngõ|hẻm|ngách|kiệt|nhà|tờ|thửa|lô|tổ|ki-ốt|thương tật|thương binh|bệnh binh|tb|tỷ lệ|tỉ lệ|huyết áp|thị lực|mắt|lớp|hạng) ?:? ?$/u;
const MORE = / ?\/ ?(\d{1,6})(?![\d.,]\d)/y;

export const fraction: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const first = numeralAt(scan.text, at);
  const colon = /(?:tỷ lệ|tỉ lệ|bản đồ|pha|tỷ số|tỉ số)[ :(]*$/u.test(scan.before(at));
  const slash = first && scan.match(colon ? / ?[/⁄:] ?(?=\d)/y : / ?[/⁄] ?(?=\d)/y, first.to);
  if (first === undefined || slash === undefined) return undefined;
  const second = numeralAt(scan.text, first.to + slash[0].length);
  if (second === undefined) return undefined;
  let { to } = second;
  const over = [numeralWords(first), numeralWords(second)];
  for (let more = scan.match(MORE, to); more !== undefined && over.length < 6; more = scan.match(MORE, to)) {
    over.push(cardinal(more[1] ?? ''));
    to += more[0].length;
  }
  const tail = over.length === 2 ? unitTail(scan, to, at) : undefined;
  const rest = tail === undefined ? '' : ` ${tail.reading}`;
  const end = tail?.to ?? to;
  const [numerator, denominator] = [Number(first.whole), Number(second.whole)];
  const plain = over.length === 2 && first.fraction === undefined && second.fraction === undefined && !first.grouped;
  const proper = plain && numerator > 0 && numerator < denominator && denominator <= 10;
  const earlier = scan.before(at).replace(EARLIER, '');
  const padded = first.whole.startsWith('0') || second.whole.startsWith('0');
  const whole = COUNT.test(scan.after(to)) && !(denominator <= 4 && MANY.test(scan.after(to)));
  const share = proper && !slash[0].includes(':') && !padded && !whole && !ADDRESS.test(earlier);
  const asFraction = `${over[0]} phần ${denominator === 4 ? ordinal('4') : over[1]}`;
  // 2024/2025: two years side by side
  const years = /^(?:19|20)\d{2}$/.test(first.whole) && denominator === numerator + 1;
  const asRatio = over.join(years ? ', ' : ' trên ');
  return {
    to: end,
    reading: (share ? asFraction : asRatio) + rest,
    kind: 'fraction',
    reason: share ? 'phân số' : 'tỷ số, số đếm trên tổng số',
    alternatives: plain ? [share ? asRatio : asFraction] : [],
  };
};
