/** Everything that is neither letter nor digit: bullets, brackets, dashes, signs, emoji. */
import { digitByDigit } from '../numbers/cardinal.ts';
import { numeralAt, numeralWords } from '../numbers/numeral.ts';
import type { Hit, Rule, Scan } from '../scan.ts';
import { GREEK_NAMES } from '../tables/letters.ts';
import { PAGE_FURNITURE, PAUSES, SPOKEN_SYMBOLS } from '../tables/symbols.ts';
import { CURRENCIES, PER_ABBREVIATIONS, SHARES } from '../tables/units.ts';
import { isSyllable } from '../vietnamese.ts';
import { dash, pause, silent } from './dash.ts';
import { quantity } from './quantity.ts';
import { ratesOf } from './unit-tail.ts';

const LETTER = /[\p{L}\p{M}]/u;
const WORD_CHARACTER = /[\p{L}\p{M}\d]/u;
const BULLET = /[-–—+*•·▪●○◦■□►▶➢➤✓✔⇒→>#~=_]{1,40}(?=[ \t\u00a0]|\p{L}|\*|$|\n)/uy;
const END_MARK = /\.?\/\.(?=\s|$)/y;
const MONEY_BEFORE = /(?:[$€₫]|VNĐ|VND|USD|EUR) ?(?=\d)/y;
const COMPARED = /(?:>=|=>|<=|=<|->|=>|[-–—]{2,}|\.{2,}|[_=*~#]{2,})/y;

const HASHTAG = /#([\p{L}\p{M}][\p{L}\p{M}\d_]{1,60})/uy;
/** What is counted "or more" of. */
const COUNTED_OFF =
  / (?:tuổi|người|hộ|năm|tháng|ngày|lần|điểm|giờ|phút|suất|độ|con|cây|buổi|phiếu|triệu|tỷ|khẩu|em|cháu|xã|thôn)(?!\p{L})/uy;

export const bullet: Rule = (scan, at) => {
  if (!scan.isLineStart(at)) return undefined;
  const found = scan.match(BULLET, at)?.[0];
  // "> 150 mm" compares
  if (found === '>' && /^ \d/.test(scan.after(at + 1))) return undefined;
  return found === undefined
    ? undefined
    : { to: at + found.length, reading: '', kind: 'bullet', reason: 'gạch đầu dòng' };
};

/** "#NgocThien" is for searching, not for hearing; "#Thông báo" is a heading. */
export const hashtag: Rule = (scan, at) => {
  const found = scan.match(HASHTAG, at);
  if (found === undefined || isSyllable(found[1] ?? '')) return undefined;
  return { ...silent(at + found[0].length, 'thẻ # của mạng xã hội'), alternatives: [found[1] ?? ''] };
};

const FURNITURE = new RegExp(`(?:${PAGE_FURNITURE})[ .:»>…]*(?=\\n|$)`, 'iuy');

/** "Xem chi tiết" and the like, alone on a line. */
export const pageFurniture: Rule = (scan, at) => {
  const found = scan.isLineStart(at) ? scan.match(FURNITURE, at)?.[0] : undefined;
  if (found === undefined || found.length === scan.text.trim().length) return undefined;
  return { ...silent(at + found.length, 'chữ của trang web, không thuộc bản tin'), alternatives: [found] };
};

/** "-5", "+99": a sign when no bullet and no range can be meant. */
export const signedNumber: Rule = (scan, at) => {
  const sign = scan.text[at] ?? '';
  if (!/[+\-−]/.test(sign) || !/\d/.test(scan.text[at + 1] ?? '')) return undefined;
  const before = scan.text.slice(Math.max(0, at - 2), at);
  const free = /(?:^|[\s(:=><≤≥])$/.test(before) && !/[\d%] $/.test(before);
  if (!free) return undefined;
  const dialled = /(?:số lạ|đầu số|mã vùng|mã quốc gia|gọi lại|số điện thoại)[^\n]*$/u.test(scan.before(at));
  const code = sign === '+' && dialled ? scan.match(/\+(\d{1,4})(?!\d|[.,]\d)/y, at) : undefined;
  if (code !== undefined) {
    const reading = `cộng ${digitByDigit(code[1] ?? '')}`;
    return { to: at + code[0].length, reading, kind: 'telephone', reason: 'đầu số điện thoại' };
  }
  const found = quantity(scan, at) ?? undefined;
  if (found === undefined) return undefined;
  const rest = scan.after(found.to);
  // a level or a temperature has a sign, what is counted is added
  if (sign === '+' && !/ (?:độ|mét)/u.test(found.reading) && (found.kind === 'quantity' || /^ \p{L}/u.test(rest))) {
    found.alternatives = [found.reading, found.reading.replace('dương', 'tăng')];
    found.reading = found.reading.replace('dương', 'cộng');
  }
  const wholeLine = /^[ .]*$/.test(rest) || found.reading.includes(' độ ');
  return scan.isLineStart(at) && !wholeLine ? undefined : found;
};

/** "$50": said behind the amount. */
export const leadingCurrency: Rule = (scan, at) => {
  const found = scan.match(MONEY_BEFORE, at);
  const amount = found && numeralAt(scan.text, at + found[0].length);
  if (found === undefined || amount === undefined) return undefined;
  const reading = `${numeralWords(amount)} ${CURRENCIES[found[0].trim().toLowerCase()] ?? ''}`;
  return { to: amount.to, reading, kind: 'quantity', reason: 'số tiền' };
};

/** "(UBND)" behind the words that it stands for is not said again. */
export const explained: Rule = (scan, at) => {
  const found = scan.match(/\( ?([\p{Lu}\d&.-]{2,12}) ?\)/uy, at);
  if (found === undefined) return undefined;
  const letters = found[1] ?? '';
  const reading = scan.defined.get(letters);
  if (reading === undefined || !scan.before(at).trimEnd().endsWith(reading.toLowerCase().slice(-40))) return undefined;
  return silent(at + found[0].length, 'chữ viết tắt của những từ vừa đọc');
};

export const symbol: Rule = (scan, at) => {
  const character = String.fromCodePoint(scan.text.codePointAt(at) ?? 0);
  const to = at + character.length;
  const [before, after] = [scan.text[at - 1] ?? '\n', scan.text[to] ?? '\n'];
  const end = scan.match(END_MARK, at);
  if (end !== undefined) return pause(at + end[0].length, '.');
  const finding = scan.isLineStart(at) ? undefined : scan.match(/\( ?([+\-–]) ?\)/y, at);
  if (finding !== undefined) {
    const reading = finding[1] === '+' ? 'dương tính' : 'âm tính';
    return { ...spoken(at + finding[0].length, reading), alternatives: [finding[1] === '+' ? 'cộng' : 'trừ'] };
  }
  const compared = scan.match(COMPARED, at)?.[0];
  if (compared !== undefined) return pair(scan, at, compared);
  if (/[-–—−‐‑]/.test(character)) return dash(scan, at, to, before, after);
  if (character === '/') return slash(scan, at, to);
  // the frame of a number that is an emoji
  if (character === '\u20e3') return pause(to, ',');
  if (character === '.' && /[\s(]/.test(before) && /\p{Ll}/u.test(after)) return spoken(to, 'chấm');
  if (character === '.' && WORD_CHARACTER.test(before) && WORD_CHARACTER.test(after))
    return silent(to, 'dấu chấm trong chữ viết tắt');
  if ((character === 'x' || character === '×') && /\d/.test(after)) return spoken(to, 'nhân');
  if (character === '^' && /\d/.test(before) && /\d/.test(after)) return spoken(to, 'mũ');
  if (Object.hasOwn(PAUSES, character)) return pause(to, PAUSES[character] ?? '');
  if (Object.hasOwn(SPOKEN_SYMBOLS, character)) return sign(scan, to, character);
  if (Object.hasOwn(GREEK_NAMES, character)) return spoken(to, GREEK_NAMES[character] ?? '');
  const flat = character.normalize('NFKC');
  if (/^\d+$/.test(flat)) return spoken(to, digitByDigit(flat));
  return silent(to, 'ký hiệu không đọc');
};

const spoken = (to: number, reading: string): Hit => ({ to, reading, kind: 'symbol', reason: 'ký hiệu' });

function pair(scan: Scan, at: number, found: string): Hit {
  const to = at + found.length;
  if (found === '>=') return atLeast(scan, to);
  if (found === '=>') return !/\d/.test(scan.after(to).trimStart()[0] ?? '') ? pause(to, ',') : spoken(to, 'từ');
  if (found === '<=' || found === '=<') return spoken(to, 'không quá');
  if (found === '->') return spoken(to, 'đến');
  if (found.startsWith('.')) return pause(to, '.');
  return /^[-–—]+$/.test(found) ? pause(to, ',') : silent(to, 'ký hiệu trang trí');
}

/** ">250mm" is trên; a lone mark, as in a quotation, is silent. */
function sign(scan: Scan, to: number, character: string): Hit {
  const next = scan.after(to).trimStart()[0] ?? '';
  // "nhóm máu B+", "18+"
  if (
    character === '+' &&
    /(?:^|[^\p{L}\d])(?:\p{Lu}|\d{1,2})$/u.test(scan.text.slice(Math.max(0, to - 4), to - 1)) &&
    !/^ ?[\p{L}\d]/u.test(scan.after(to))
  )
    return spoken(to, 'cộng');
  if (/[<>=~≈+±×÷]/.test(character) && !WORD_CHARACTER.test(next) && next !== '-')
    return silent(to, 'ký hiệu không đọc');
  if (character === '+' && /\p{L}/u.test(next)) return { ...spoken(to, 'và'), alternatives: ['cộng'] };
  if (character === '≥' || character === '⩾') return atLeast(scan, to);
  const others: Record<string, string[]> = {
    '>': ['lớn hơn'],
    '<': ['nhỏ hơn', 'ít hơn'],
    '≤': ['nhỏ hơn hoặc bằng', 'tối đa'],
  };
  return {
    ...spoken(to, SPOKEN_SYMBOLS[character] ?? ''),
    ...(others[character] && { alternatives: others[character] }),
  };
}

/** "≥70kg" is "từ bảy mươi ki-lô-gam trở lên"; where a noun follows only "từ" is said. */
function atLeast(scan: Scan, to: number): Hit {
  const others = ['lớn hơn hoặc bằng', 'ít nhất'];
  const from = scan.text[to] === ' ' ? to + 1 : to;
  const amount = quantity(scan, from);
  const number = amount === undefined ? numeralAt(scan.text, from) : undefined;
  const said = amount?.reading ?? (number && numeralWords(number));
  const behind = amount?.to ?? number?.to ?? to;
  const counted = scan.match(COUNTED_OFF, behind)?.[0] ?? '';
  const end = behind + counted.length;
  if (said === undefined || !/^ ?(?:[,.;:()]|$)/.test(scan.after(end)))
    return { ...spoken(to, 'từ'), alternatives: others };
  const alternatives = others.map((other) => `${other} ${said}${counted}`);
  return {
    to: end,
    reading: `từ ${said}${counted} trở lên`,
    kind: 'quantity',
    reason: 'từ mức ấy trở lên',
    alternatives,
  };
}

/** "2 ông/bà" are one or the other, "12 con/lứa" are twelve for each. */
const PAIRED = new Set(
  'số trai gái đực trống xã phường huyện ấp bản khu ông bà anh chị cô chú bác thầy cậu nam nữ vợ chồng bố mẹ cha thôn xóm tổ ngày tháng'.split(
    ' ',
  ),
);

/** A rate behind an amount ("NPK/sào"), else a choice between words. */
function slash(scan: Scan, at: number, to: number): Hit {
  const word = (scan.match(/ ?([\p{L}\p{M}]{1,12})/uy, to)?.[1] ?? '').toLowerCase();
  // "19h/26/9"
  if (/\d ?(?:h|g|giờ)\d{0,2}'?$/u.test(scan.before(at)) && /^ ?\d{1,2}\/\d{1,2}/.test(scan.after(to))) {
    return { to, reading: 'ngày', kind: 'date', reason: 'gạch chéo giữa giờ và ngày' };
  }
  const counted = /\d[^.;:]{0,30}$/u.test(scan.before(at));
  if (
    counted &&
    (SHARES.has(word) ||
      Object.hasOwn(PER_ABBREVIATIONS, word) ||
      /^(?:kg|ha|con|quả|cây|lần|lít|tấn|tạ|m|khối|ml|gói|chai|bình|sào|viên|km)$/.test(word))
  ) {
    const rates = ratesOf(scan, at, 'đ');
    if (rates !== undefined)
      return { to: rates.to, reading: rates.reading, kind: 'quantity', reason: 'mức tính theo đơn vị' };
  }
  const each = /\d ?(\p{L}+)$/u.exec(scan.before(at))?.[1];
  const shared = each !== undefined && word !== '' && !PAIRED.has(each) && scan.text[at + 1] !== ' ';
  if (shared || (counted && LETTER.test(scan.text[at - 1] ?? '') && /^ ?\d/.test(scan.after(to)))) {
    const rates = ratesOf(scan, at, 'đ');
    if (rates !== undefined)
      return { to: rates.to, reading: rates.reading, kind: 'quantity', reason: 'mức tính theo đơn vị' };
  }
  if (LETTER.test(word[0] ?? '') && LETTER.test(scan.text[at - 1] ?? '')) {
    return { to, reading: ',', kind: 'symbol', reason: 'gạch chéo giữa hai từ', alternatives: ['hoặc', 'trên', 'và'] };
  }
  return pause(to, ',');
}
