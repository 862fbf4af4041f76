/** Numbers with what they count, and ranges of numbers. */
import { cardinal } from '../numbers/cardinal.ts';
import { type Numeral, numeralAlternatives, numeralAt, numeralWords } from '../numbers/numeral.ts';
import type { Hit, Rule, Scan } from '../scan.ts';
import { CURRENCIES } from '../tables/units.ts';
import { HALVED, ratesOf, type Tail, unitTail } from './unit-tail.ts';

const DASH = / ?(?:-|–|—|÷|~|→|->) ?(?=\d)/y;
const TIMES = / ?[x×*] ?(?=\d)/y;
/** Groups of digits that are no range: line-ups, scores, addresses. */
const SCORE =
  /(?:đội hình|sơ đồ|tỷ số|tỉ số|thắng|thua|hòa|dẫn|chiến thắng|chung cuộc)(?: (?:là|trận|với|chung cuộc|đậm|sát nút|cách biệt))*[ :(]*$/u;
/** "Kết quả: 2-1" is a score, "kết quả: 15-20 hộ" is not. */
const RESULT = /kết quả(?: (?:là|trận|chung cuộc))*[ :(]*$/u;
/** Of a match: a verb or a name of it, and no other figures in between. */
const MATCH =
  /(?:thắng|thua|hòa|đánh bại|dẫn trước|bóng đá|bóng chuyền|cầu lông|bóng bàn|đá cầu|kéo co|chung kết|bán kết|tứ kết|vòng bảng|luân lưu|hiệp|giao hữu|trận|vòng loại|cúp|world cup|aff cup|sea games|penalty|đội tuyển|u\d\d)(?:[^.\d]|(?:19|20)\d\d|(?:thôn|xã|xóm|tổ|khu|đội|u|hiệp|khối|lớp) ?\d{1,2}[a-z]?|\d{1,2} ?[-–] ?\d{1,2}(?=[ ,(]))*$/u;
/** Behind a score no counted noun follows: "thắng 3-5 gói thầu" is a range. */
const NO_NOUN =
  /^ ?(?![/%])(?! ?\p{Ll})|^ (?:thôn|đội|xã|xóm|tổ|khu|trước|sau|ở|tại|trong|để|và|giành|vào|tuyển|với|khi|ngay|trên)(?!\p{L})/u;
const HOUSE = /(?:số nhà|nhà số|phòng|căn|số \d+[a-z]?,?)[ :]*$/u;

interface Quantity {
  number: Numeral;
  tail: Tail | undefined;
  to: number;
  reading: string;
}

export const quantity: Rule = (scan, at) => {
  const signed = /[+\-−]/.test(scan.text[at] ?? '');
  const first = quantityAt(scan, at, signed);
  if (first === undefined) return undefined;
  return score(scan, at, first) ?? ranges(scan, at, first) ?? product(scan, first) ?? alone(scan, at, first);
};

function quantityAt(scan: Scan, at: number, signed = false): Quantity | undefined {
  const number = numeralAt(scan.text, at, signed);
  if (number === undefined) return undefined;
  const tail = unitTail(scan, number.to, at);
  // "50,000đ": behind money a comma with three digits separates thousands
  const money = tail !== undefined && !tail.magnified && Object.hasOwn(CURRENCIES, tail.sign.toLowerCase());
  const words = money && number.otherwise !== undefined ? number.otherwise : numeralWords(number);
  const to = tail?.to ?? number.to;
  const more =
    tail !== undefined && HALVED.has(tail.sign) ? scan.match(/\d{1,2}(?!\d|[.,]\d|\p{L})/uy, to)?.[0] : undefined;
  const extra = more === undefined ? '' : ` ${more === '5' ? 'rưỡi' : cardinal(more)}`;
  const rates = more === undefined ? undefined : ratesOf(scan, to + more.length, tail?.sign ?? '');
  const rest = rates === undefined ? '' : ` ${rates.reading}`;
  const reading = tail === undefined ? words : `${words} ${tail.reading}${extra}${rest}`;
  return { number, tail, to: rates?.to ?? to + (more?.length ?? 0), reading };
}

/** "3-4-3", "tỷ số 2 - 1": digits beside each other, nothing between them. */
function score(scan: Scan, at: number, first: Quantity): Hit | undefined {
  const before = scan.before(at);
  const chain = scan.match(/\d{1,3}(?: ?[-–] ?\d{1,3}){1,6}(?!\d|[/.,]\d|\p{L})/uy, at)?.[0];
  if (chain === undefined || first.tail !== undefined || unitTail(scan, at + chain.length) !== undefined)
    return undefined;
  const numbers = chain.split(/ ?[-–] ?/);
  const scored =
    SCORE.test(before) ||
    /(?:tỷ số|tỉ số)[^.;]{0,36}$/u.test(before) ||
    (numbers.every((number) => number.length < 3) &&
      (RESULT.test(before) || MATCH.test(before)) &&
      !/(?:từ|ngày|trong|giá|khoảng|độ) $/u.test(before) &&
      NO_NOUN.test(scan.text.slice(at + chain.length, at + chain.length + 16)));
  if (!scored && numbers.length < 3 && !HOUSE.test(before)) return undefined;
  const reading = numbers.map((number) => cardinal(number)).join(scored ? ' ' : ', ');
  return { to: at + chain.length, reading, kind: 'score', reason: 'các số đứng cạnh nhau' };
}

function ranges(scan: Scan, at: number, first: Quantity): Hit | undefined {
  const dash = scan.match(DASH, first.to);
  if (dash === undefined) return undefined;
  const from = first.to + dash[0].length;
  const second = quantityAt(scan, from);
  if (second === undefined || !isRange(scan, first, second, dash[0])) return undefined;
  const equals = / ?=/y.test(scan.text.slice(second.to, second.to + 2));
  const between = second.tail === undefined && HOUSE.test(scan.before(at)) ? ', ' : equals ? ' trừ ' : ' đến ';
  const reading = first.reading + between + second.reading;
  const alternatives = [first.reading + (between === ', ' ? ' đến ' : ', ') + second.reading];
  return { to: second.to, reading, kind: 'range', reason: 'khoảng số', alternatives };
}

/** A dash with spaces between two full amounts may also separate things. */
function isRange(scan: Scan, first: Quantity, second: Quantity, dash: string): boolean {
  if (first.tail !== undefined && second.tail === undefined) return false;
  // 1971-1973-1975, 098-123-456: no range of two
  if (scan.match(/[-–]\d/y, second.to) !== undefined) return false;
  return dash.trim() === dash || first.tail !== undefined || !first.number.grouped || second.tail !== undefined;
}

function product(scan: Scan, first: Quantity): Hit | undefined {
  let { to, reading } = first;
  for (let count = 0; count < 4; count++) {
    const times = scan.match(TIMES, to);
    const next = times && quantityAt(scan, to + times[0].length);
    if (next === undefined) break;
    reading += ` nhân ${next.reading}`;
    to = next.to;
  }
  return to === first.to ? undefined : { to, reading, kind: 'quantity', reason: 'phép nhân, kích thước' };
}

function alone(scan: Scan, at: number, { number, tail, to, reading }: Quantity): Hit | undefined {
  const alternatives = numeralAlternatives(number);
  if (tail !== undefined) {
    return {
      to,
      reading,
      kind: 'quantity',
      reason: 'số lượng và đơn vị',
      alternatives: alternatives.slice(0, 1).map((words) => `${words} ${tail.reading}`),
    };
  }
  const point = scan.text.slice(at, to).indexOf('.');
  const named =
    /(?:mục|tiểu mục|phần|khoản|điều|chương|bảng|biểu|hình|phụ lục|phiên bản|mẫu)(?: số)? $/u.test(scan.before(at)) ||
    (/điểm $/u.test(scan.before(at)) && /^ (?:khoản|mục|điều|phần)/u.test(scan.after(number.to))) ||
    /(?:^|[^\p{L}])\p{Lu}$/u.test(scan.text.slice(Math.max(0, at - 2), at));
  if (number.fraction !== undefined && point > 0 && named) {
    const reading = `${cardinal(number.whole)} chấm ${cardinal(number.fraction)}`;
    return { to, reading, kind: 'code', reason: 'số hiệu', alternatives };
  }
  // "công nghiệp 4.0": the number of a version
  if (number.fraction === '0' && scan.text.slice(at, to).endsWith('.0')) {
    return { to, reading: `${reading} chấm không`, kind: 'decimal', reason: 'số phiên bản', alternatives: [reading] };
  }
  if (number.fraction !== undefined) return { to, reading, kind: 'decimal', reason: 'số thập phân', alternatives };
  if (number.grouped || number.sign !== '') return { to, reading, kind: 'cardinal', reason: 'số đếm', alternatives };
  return undefined;
}
