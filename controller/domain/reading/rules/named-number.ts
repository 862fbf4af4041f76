/** Letters that belong to a number: roads, kilometre posts, weekdays, months, Roman numerals. */
import { expand, SHIPPED, spell } from '../abbreviations.ts';
import { cardinal, digitByDigit, ordinal } from '../numbers/cardinal.ts';
import { romanValue } from '../numbers/roman.ts';
import type { Hit, Rule } from '../scan.ts';
import { ROADS } from '../tables/roads.ts';

const ROAD = /([\p{Lu}]{2,3}r?) ?[.-]? ?(\d{1,4})([A-Z]?)(?![\p{L}\d]|[.,/]\d)/uy;
const POST = /km ?(\d{1,4}) ?\+ ?(\d{1,4})(?!\d)|km ?(\d{1,4}(?:[.,]\d{1,3})?)(?![\d\p{L}]|[/-]\p{L})/iuy;
const WEEKDAYS = ['', '', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy'];
const WEEKDAY_LIST = /T\.?([2-7](?:, ?[2-7]){1,5})(?![\d\p{L}]|[.,/-]\d)/uy;
const WEEKDAY = /T\.?([2-7])(?: ?[-–] ?(?:T\.?([2-7])|(CN)))?(?![\p{L}\d])/uy;
const MONTH = /T\.?(1[0-2]|0?[1-9])(?: ?[/-] ?((?:19|20)\d{2}))?(?![\p{L}\d])/uy;
const QUARTER = /Q\.?([1-4])(?: ?[-–] ?Q?\.?([1-4]))? ?[/-] ?((?:19|20)\d{2})(?!\d)/y;

export const road: Rule = (scan, at) => {
  const found = scan.match(ROAD, at);
  const [all = '', letters = '', number = '', suffix = ''] = found ?? [];
  const name = Object.hasOwn(ROADS, letters) ? ROADS[letters] : undefined;
  if (
    name === undefined ||
    !scan.isStart(at) ||
    (number.startsWith('0') && number.length > 2) ||
    /^11[1-5]$|^(?:18|19|20)\d\d$/.test(number)
  )
    return undefined;
  if (letters === 'CT' && /(?:tòa|chung cư|nhà|khu) $/u.test(scan.before(at)))
    return {
      to: at + all.length,
      reading: `${spell(letters)} ${cardinal(number)}${suffix}`,
      kind: 'code',
      reason: 'tên tòa nhà',
    };
  if (letters === 'CT' && !/(?:cao tốc|tuyến|đường)[^,.;]*$/u.test(scan.before(at)) && /^CT /.test(all))
    return undefined;
  if ((letters === 'ĐX' || letters === 'TĐ') && /vụ $/u.test(scan.before(at))) return undefined;
  // a telephone: "ĐT 868 111"
  if (
    letters === 'ĐT' &&
    scan.match(/ \d{3}(?:[ .]?\d{3})?(?![\d\p{L}]| ?(?:m|km|hộ|người)(?!\p{L}))/uy, at + all.length) !== undefined
  )
    return undefined;
  // "tổng TL 640kg" weighs
  if (/^ ?(?:kg|g|tạ|tấn|%|hộ|người|đồng)(?!\p{L})/u.test(scan.after(at + all.length))) return undefined;
  if (letters === 'HL' && /tải trọng[^,.;]*$/u.test(scan.before(at))) return undefined;
  // "ĐH 5 năm" is no road: behind a space these need a road before or three digits
  if (
    / /.test(all) &&
    number.length < 3 &&
    !number.startsWith('0') &&
    !['QL', 'TL', 'HL'].includes(letters) &&
    !/(?:đường|tuyến|qua|tại|trên|(?:ql|tl|đt|đh|hl|lộ|huyện)[ .]?\d{1,3}[a-z]?(?:,| và| -| –)) $/u.test(
      scan.before(at),
    )
  )
    return undefined;
  const end = suffix === '' ? '' : ` ${suffix}`;
  // "đường ĐH.05" is not said twice either
  const short = /đường $/u.test(scan.before(at)) ? name.replace(/^đường /, '') : name;
  const said = /(?:quốc lộ|tỉnh lộ|đường tỉnh|hương lộ|cao tốc)[ (]*$/u.test(scan.before(at)) ? '' : `${short} `;
  return {
    to: at + all.length,
    reading: `${said}${cardinal(number)}${end}`,
    kind: 'road',
    reason: 'tên đường',
    ...(number.length > 1 && { alternatives: [`${said}${digitByDigit(number)}${end}`] }),
  };
};

export const kilometrePost: Rule = (scan, at) => {
  const found = scan.isStart(at) ? scan.match(POST, at) : undefined;
  if (found === undefined) return undefined;
  const [all, post, metres, plain = ''] = found;
  const number = post ?? plain.split(/[.,]/).join(',');
  const [whole = '', fraction] = number.split(',');
  const reading = `ki-lô-mét ${cardinal(whole)}${fraction === undefined ? '' : ` phẩy ${digitByDigit(fraction)}`}`;
  return {
    to: at + all.length,
    reading: metres === undefined ? reading : `${reading} cộng ${cardinal(metres)}`,
    kind: 'road',
    reason: 'lý trình',
  };
};

export const weekday: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const quarter = scan.match(QUARTER, at);
  if (quarter !== undefined) {
    const [, from = '', until, year = ''] = quarter;
    const quarters = until === undefined ? cardinal(from) : `${cardinal(from)} đến quý ${cardinal(until)}`;
    const reading = `quý ${quarters} năm ${cardinal(year)}`;
    return { to: at + quarter[0].length, reading, kind: 'date', reason: 'quý trong năm' };
  }
  const list = scan.match(WEEKDAY_LIST, at);
  if (list !== undefined) {
    const names = (list[1] ?? '').match(/\d/g)?.map((digit) => WEEKDAYS[Number(digit)]) ?? [];
    return { to: at + list[0].length, reading: `thứ ${names.join(', ')}`, kind: 'weekday', reason: 'thứ trong tuần' };
  }
  const day = scan.match(WEEKDAY, at);
  const month = scan.match(MONTH, at);
  if (month?.[2] !== undefined) return monthHit(at, month);
  if (day !== undefined && !MONTH_BEFORE.test(scan.before(at))) {
    const [all, from = '', until, sunday] = day;
    const end =
      sunday !== undefined ? ' đến chủ nhật' : until === undefined ? '' : ` đến thứ ${WEEKDAYS[Number(until)]}`;
    const alternatives = [`tháng ${cardinal(from)}`];
    return {
      to: at + all.length,
      reading: `thứ ${WEEKDAYS[Number(from)]}${end}`,
      kind: 'weekday',
      reason: 'thứ trong tuần',
      alternatives,
    };
  }
  return month === undefined ? undefined : monthHit(at, month);
};

/** Behind these T5 is a month; elsewhere T2 to T7 are days. */
const MONTH_BEFORE =
  /(?:tiền điện|tiền nước|điện|nước|kỳ|lương|học phí|thu|thuế|phí|báo cáo|đầu|cuối|giữa|trong|năm|quý|chi trả|trợ cấp|bhxh|số liệu) $/u;

function monthHit(at: number, [all, month = '', year]: RegExpExecArray): Hit {
  const name = Number(month) === 4 ? 'tư' : cardinal(month);
  const reading = `tháng ${name}${year === undefined ? '' : ` năm ${cardinal(year)}`}`;
  return { to: at + all.length, reading, kind: 'date', reason: 'tháng' };
}

const LEVEL = /(BĐ|KV|CK|HK|QK|UV|BSCK)(I{1,3}|IV|V)(?![\p{L}\p{M}\d])/uy;

/** "BĐII": an abbreviation and its Roman number without a blank. */
export const romanLevel: Rule = (scan, at) => {
  const found = scan.isStart(at) ? scan.match(LEVEL, at) : undefined;
  if (found === undefined || scan.defined.has(found[0])) return undefined;
  const [all, letters = '', numeral = ''] = found;
  const to = at + all.length;
  const known = SHIPPED.get(all)?.reading;
  const { reading } = expand(scan, at, to, letters);
  const number = cardinal(String(romanValue(numeral) ?? 0));
  return { to, reading: known ?? `${reading} ${number}`, kind: 'roman', reason: 'cấp ghi bằng số La Mã' };
};

const COMPASS: Readonly<Record<string, string>> = { Đ: 'Đông', T: 'Tây', N: 'Nam', B: 'Bắc' };

/** "hướng TTB", "gió ĐB" */
export const compass: Rule = (scan, at) => {
  const found = scan.isStart(at) ? scan.match(/[ĐTNB]{2,3}(?![\p{L}\p{M}\d])/uy, at)?.[0] : undefined;
  if (found === undefined || !/(?:hướng|gió|gió mùa|phía|lệch) $/u.test(scan.before(at))) return undefined;
  const reading = [...found].map((letter) => COMPASS[letter]).join(' ');
  return { to: at + found.length, reading, kind: 'abbreviation', reason: 'hướng' };
};

const ROMAN_CUE =
  /(?:thứ|khóa|kỳ|thế kỷ|tk|quý|chương|phần|mục|đại hội|đại hội đảng|đảng|vùng|hạng|loại|cấp|khu vực|quân khu|bậc|đợt|tập|giai đoạn|nhóm|học kỳ|hk|điều|bđ|báo động|mức|khu|tổ|lần|số|bảng|tuýp|(?<!tọa )độ|trung ương|phụ lục|ck|chuyên khoa|trung học|khối|vua|[ivx]{1,5} ?[-–,]|[ivx]{1,5} và) ?$/u;

export const roman: Rule = (scan, at) => {
  const found = scan.isStart(at) ? scan.match(/[IVXLCDM]{1,15}(?![\p{L}\p{M}\d])/uy, at)?.[0] : undefined;
  const value = found === undefined ? undefined : romanValue(found);
  if (found === undefined || value === undefined) return undefined;
  const to = at + found.length;
  const before = scan.before(at);
  // a lone C, D, L or M is a letter
  if (/^[LCDM]$/.test(found)) return undefined;
  const numbering =
    scan.isLineStart(at) && /^ ?[.):/-]\s/.test(scan.text.slice(to, to + 3)) && !scan.text.startsWith('. ', at - 2);
  const bare = found.length >= 2 && /^[IVX]+$/.test(found) && !scan.inCapitals(at);
  // "cấp CC", "X=2356789" hold letters
  const lettered = /[LCDM]/.test(found) && !/(?:thứ|khóa|thế kỷ|chương|kỳ họp) $/u.test(before);
  const cued =
    ROMAN_CUE.test(before) && !lettered && scan.text[to] !== '=' && !(scan.inCapitals(at) && /phạm $/u.test(before));
  if (!cued && !numbering && !bare) return undefined;
  if (numbering && scan.text[to] === '-') {
    return { to: to + 1, reading: `${cardinal(String(value))},`, kind: 'roman', reason: 'số mục' };
  }
  const year = scan.match(/ ?\/ ?((?:19|20)\d{2})(?![\d/])/y, to);
  const word = /thứ $/u.test(before) ? ordinal(String(value)) : cardinal(String(value));
  const reading = year === undefined ? word : `${word} năm ${cardinal(year[1] ?? '')}`;
  return {
    to: to + (year?.[0].length ?? 0),
    reading,
    kind: 'roman',
    reason: 'số La Mã',
    alternatives: [cardinal(String(value))].filter((other) => other !== reading),
  };
};
