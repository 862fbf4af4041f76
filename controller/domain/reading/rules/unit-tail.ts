/** What stands behind a number: powers of ten, money, percent, units, and the rates after a slash. */
import { expand } from '../abbreviations.ts';
import { numeralAt, numeralWords } from '../numbers/numeral.ts';
import type { Scan } from '../scan.ts';
import { CURRENCIES, MAGNITUDES, PER_ABBREVIATIONS, PERCENT, SHARES, UNITS } from '../tables/units.ts';
import { isSyllable } from '../vietnamese.ts';

export interface Tail {
  to: number;
  reading: string;
  /** the unit as it is written, for "20kg-30kg" and "2m5" */
  sign: string;
  /** a power of ten stands in it: "12,345 tỷ đồng" is a decimal */
  magnified?: boolean;
}

const SIGN = /( ?)([\p{L}µμ°º˚℃℉]{1,8})(?:(?:\^?([23])(?!\d)|([²³])))?/uy;
const MARK = /( ?)([%‰₫$€¥])/uy;
const DEGREE = / ?độ ?([CF])(?!\p{L})/uy;
const SLASH = / ?\/ ?/y;
const WORD = /\p{L}[\p{L}\p{M}]*/uy;

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Signs of two letters and more count in any capitals. */
const BY_SMALL: ReadonlyMap<string, string> = new Map(
  Object.entries(UNITS)
    .filter(([sign]) => sign.length > 1)
    .reverse()
    .map(([sign, reading]) => [sign.toLowerCase(), reading]),
);
/** Single signs that may stand apart from their number; the others are letters of a code ("lớp 6 A"). */
const APART = new Set(['m', 'g', 'l', 'h', 'W', 'V']);
/** "6A", "102A", "quốc lộ 1A", "lô 5V": letters of names, not units. */
const LABEL =
  /(?:lớp|phòng|số nhà|nhà|tổ|đội|lô|ô|dãy|khu|quốc lộ|ql|tỉnh lộ|đường|số|tuyến|khối|nhóm|cột|tầng|ngõ|đt|hạng|loại|mẫu|thửa|ki ốt|kiot|ki-ốt|quầy|sạp|gian|bàn|toa|tòa|ấp|thôn|xóm|kp|khu phố|bản|khóm)[ .]?(?:\d{1,4}[a-z]? ?[-,/] ?){0,3}$/u;

/** The tail that begins at `at`, directly behind a number. */
export function unitTail(scan: Scan, at: number, numberAt = at): Tail | undefined {
  const head = magnitude(scan, at);
  const unit = signAt(scan, head?.to ?? at, numberAt);
  const found =
    head === undefined
      ? unit
      : { ...head, ...unit, magnified: true, reading: [head.reading, unit?.reading].filter(Boolean).join(' ') };
  if (found === undefined) return ratesOf(scan, at, '');
  const rates = ratesOf(scan, found.to, found.sign);
  return rates === undefined ? found : { ...found, to: rates.to, reading: `${found.reading} ${rates.reading}` };
}

const MORE_TO_COME = /^ ?(?:đồng|đ|\/|vnđ|vnd|usd|\$|-|–|k?m[23²³]|km|ha|kg|kwh)(?!\p{L})/iu;

/** 2tr, 50k, 1,2 tỷ: words that stand for themselves are left to the text unless money or a rate follows directly. */
function magnitude(scan: Scan, at: number): Tail | undefined {
  const millions = scan.match(/ ?tr[. ]{1,2}đ(?![\p{L}\d])/uy, at);
  if (millions !== undefined) return { to: at + millions[0].length, reading: 'triệu đồng', sign: 'trđ' };
  const found = scan.match(/( ?)(\p{L}{1,5})(?=\P{L}|$)/uy, at);
  const [all = '', space = '', word = ''] = found ?? [];
  const reading = own(MAGNITUDES, word) ?? own(MAGNITUDES, word.toLowerCase());
  if (reading === undefined || (word === 'K' && reading === 'nghìn')) return undefined;
  if (space !== '' && word === 'k') return undefined;
  // full words stand for themselves, unless something of the amount is still to come
  if (word.length > 3 && !MORE_TO_COME.test(scan.text.slice(at + all.length, at + all.length + 6))) return undefined;
  return { to: at + all.length, reading, sign: word };
}

function signAt(scan: Scan, at: number, numberAt: number): Tail | undefined {
  const mark = scan.match(MARK, at);
  if (mark !== undefined) {
    const sign = mark[2] ?? '';
    return { to: at + mark[0].length, reading: own(PERCENT, sign) ?? own(CURRENCIES, sign) ?? '', sign };
  }
  const degree = scan.match(DEGREE, at);
  if (degree !== undefined) {
    return { to: at + degree[0].length, reading: degree[1] === 'C' ? 'độ xê' : 'độ ép', sign: 'độ' };
  }
  const found = scan.match(SIGN, at);
  if (found === undefined) return undefined;
  const [whole, space = '', run = '', digit, power] = found;
  // "2mx3m": the x multiplies
  const times = /.x$/iu.test(run) && /^\d/.test(scan.text.slice(at + space.length + run.length));
  const letters = times ? run.slice(0, -1) : run;
  const written = digit ?? (power === '²' ? '2' : power === '³' ? '3' : '');
  // "1l2", "2kg3": no square litres, but a litre and two tenths
  const halved = digit !== undefined && HALVED.has(letters) && own(UNITS, letters + digit) === undefined;
  const bare = halved || times;
  const exponent = bare ? '' : written;
  const to = at + (bare ? space.length + letters.length : whole.length);
  if (!times && !scan.isEnd(to) && !(HALVED.has(letters) && exponent === '' && /\d/.test(scan.text[to] ?? '')))
    return undefined;
  const sign = letters + exponent;
  // half a đồng is no money
  if (
    sign === 'đ' &&
    /^\d{1,2},\d{1,2}$/.test(scan.text.slice(numberAt, at)) &&
    !/^\/(?!câu|bài|ý |lỗi|tiêu chí|mục)/u.test(scan.after(to))
  )
    return { to, reading: 'điểm', sign };
  if (
    sign === 'đ' &&
    GRADED.test(scan.before(numberAt)) &&
    /\d{1,2}(?:[,.]\d{1,2})? ?đ/y.test(scan.text.slice(numberAt, numberAt + 8))
  )
    return { to, reading: 'điểm', sign };
  // "15 đ/c" are comrades, "15.000đ/cái" is money
  if (
    sign === 'đ' &&
    /^\/(?:c|chí)(?![\p{L}])/u.test(scan.text.slice(to, to + 6)) &&
    !/\d{4}|\.\d{3}/.test(scan.text.slice(numberAt, at))
  )
    return undefined;
  if ((sign === 'm2' || sign === 'm3') && TALL.test(scan.before(numberAt)) && scan.text.slice(numberAt, at) === '1')
    return { to, reading: sign === 'm2' ? 'mét hai' : 'mét ba', sign };
  if (sign === 't' && isAge(scan, numberAt, to)) return { to, reading: 'tuổi', sign };
  if (sign === 'T' && isAge(scan, numberAt, to)) return { to, reading: 'tuổi', sign };
  if (sign === 'T' && !LOAD.test(scan.before(numberAt))) return undefined;
  if (letters.length === 1 && /\p{Lu}/u.test(letters) && (LABEL.test(scan.before(numberAt)) || space !== '')) {
    if (letters !== 'Đ') return undefined;
  }
  if (space !== '' && sign.length === 1 && sign !== 'đ' && sign !== 'Đ' && !APART.has(sign)) return undefined;
  // "1 Đồng Gai": a name in a list
  if (sign === 'Đồng') return undefined;
  const reading = own(UNITS, sign) ?? own(CURRENCIES, sign.toLowerCase()) ?? BY_SMALL.get(sign.toLowerCase());
  if (reading === undefined || (letters.length > 1 && sign === sign.toUpperCase() && space !== '' && CLASHES.has(sign)))
    return undefined;
  return { to, reading, sign };
}

/** Units that digits may follow: 1m65, 2kg5. */
export const HALVED: ReadonlySet<string> = new Set(['m', 'kg', 'tr', 'tỷ', 'tỉ', 'k', 'km', 'l']);
/** "10T" are tons where something is loaded. */
const LOAD = /(?:xe|tải|trọng|cầu|cẩu|hàng|chở|máy|tàu|thuyền|lu|cân)[^.;]*$/u;
/** Somebody's height: "trẻ dưới 1m2" is a metre and twenty. */
const TALL =
  /(?:cao|trẻ|trẻ em|te|bé|cháu|học sinh|hs)(?!\p{L})(?: (?:từ|dưới|trên|khoảng|chừng|em|hơn|gần))* ?\(?(?:1m\d? ?[-–] ?)?$/u;
/** Here "8đ" are points. */
const GRADED =
  /(?:điểm|xếp loại|loại [a-d]|môn|bài thi|giám khảo|chấm thi|thi đua|đỗ|đh|xét tuyển|thủ khoa)(?!\p{L})[^.]*$/u;
/** "18t" is an age where somebody is spoken of and nothing is loaded. */
const AGED =
  /(?:trẻ|em|nam|nữ|tuổi|người|thanh niên|công dân|cháu|con|ông|bà|cụ|bn|bệnh nhân|đối tượng|công nhân|lao động|học sinh|nct|phụ nữ|cao tuổi|đủ|sn|anh|chị|mẹ|nvqs|nhập ngũ|đăng ký|thọ)(?!\p{L})[^.;]*$/u;
const GOODS = /^ ?(?:hàng|gạo|thóc|lúa|phân|cát|đá|xi măng|thép|gạch|rác|cá|vải|nông sản|đường)/u;
const isAge = (scan: Scan, numberAt: number, to: number): boolean => {
  if (GOODS.test(scan.after(to))) return false;
  const before = scan.before(numberAt);
  return (
    AGED.test(before) && !LOAD.test(before) && /\d{1,3}(?!\d|[.,]\d)/y.test(scan.text.slice(numberAt, numberAt + 4))
  );
};
/** Capitals that are abbreviations rather than units when they stand apart. */
const CLASHES = new Set([
  'CV',
  'HA',
  'MB',
  'PH',
  'HL',
  'CC',
  'MG',
  'DL',
  'GR',
  'CL',
  'MS',
  'MIN',
  'LIT',
  'DM',
  'HP',
  'BAR',
]);

/** "/người/năm", "/h", "/100m2": each slash with what is behind it. */
export function ratesOf(scan: Scan, at: number, sign: string): Tail | undefined {
  let to = at;
  const parts: string[] = [];
  const first = sign === '' ? /\/(?! )/y : SLASH;
  for (let slash = scan.match(first, to); slash !== undefined && parts.length < 4; slash = scan.match(SLASH, to)) {
    const from = to + slash[0].length;
    const rate = rateAt(scan, from, sign);
    if (rate === undefined) break;
    parts.push(rate.reading);
    to = rate.to;
  }
  return parts.length === 0 ? undefined : { to, reading: parts.join(' '), sign };
}

function rateAt(scan: Scan, at: number, sign: string): Tail | undefined {
  const number = sign === '' ? undefined : numeralAt(scan.text, at);
  if (number !== undefined) {
    const unit = signAt(scan, number.to, at);
    const reading = `trên ${numeralWords(number)}${unit === undefined ? '' : ` ${unit.reading}`}`;
    return { to: unit?.to ?? number.to, reading, sign };
  }
  const unit = signAt(scan, at, at);
  const word = scan.match(WORD, at)?.[0] ?? '';
  const short = /^\p{Lu}{2}/u.test(word) ? undefined : own(PER_ABBREVIATIONS, word.toLowerCase());
  const money = own(CURRENCIES, sign.toLowerCase()) !== undefined || own(MAGNITUDES, sign) !== undefined;
  // "đ/th", "đ/cp": behind money the letter is a word; behind a unit it is a unit
  if (short !== undefined && (money || unit === undefined))
    return { to: at + word.length, reading: joined(short), sign };
  if (unit !== undefined) return { to: unit.to, reading: joined(unit.reading), sign };
  if (word === '') return undefined;
  const to = at + word.length;
  if (scan.inCapitals(at) && isSyllable(word)) return { to, reading: joined(word.toLowerCase()), sign };
  if (/^\p{Lu}[\p{Lu}\p{M}]+$/u.test(word))
    return { to, reading: joined(expand(scan, at, to, word).reading.toLowerCase()), sign };
  return { to, reading: joined(word), sign };
}

const joined = (word: string): string =>
  `${SHARES.has((word.split(' ')[0] ?? '').toLowerCase()) ? 'một' : 'trên'} ${word}`;
