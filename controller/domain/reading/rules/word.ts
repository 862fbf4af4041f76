/** Words and abbreviations. */
import { expand, LOANS, SHIPPED, spell } from '../abbreviations.ts';
import { cardinal, digitByDigit } from '../numbers/cardinal.ts';
import type { Hit, Rule, Scan } from '../scan.ts';
import { AMBIGUOUS } from '../tables/ambiguous.ts';
import { GREEK_NAMES } from '../tables/letters.ts';
import { PERSONS, PLACE_NEEDS_DOT, PLACES } from '../tables/places.ts';
import { isSyllable, looksVietnamese } from '../vietnamese.ts';

const WORD = /\p{L}[\p{L}\p{M}]*/uy;
const PLACE = /(\p{L}{1,4}) ?\. ?(?=\p{Lu}|\d)|(\p{L}{2,4}) (?=\p{Lu}|\d)/uy;
const OFFICE = /^(?:hđnd|đảng|đu|ub|mttq|y tế|văn hóa|hành chính|phục vụ|pvhcc|dvc|dịch vụ|gd|khuyến nông|ksbt)/u;
const OFFICE_LETTERS = /(?:\p{Lu}{2,8}[-&–]\p{Lu}{2,8}|\p{Lu}*(?:ĐT|KT|XH|TC|TP|YT|NV|CTSV|HC)\p{Lu}*)(?!\p{L})/uy;
const ROOM = /P\.? ?(\d{3})(?!\d)/y;
const CAPITALS = /^\p{Lu}[\p{Lu}\p{M}]+$/u;
const FAMILIAR = /(?:ông|bà|anh|chị|em|cháu|cụ|thầy|cô|đ\/c|đồng chí|chú|bác) $/u;

const wordAt = (scan: Scan, at: number): string => scan.match(WORD, at)?.[0] ?? '';

/** "tp.HCM", "P. Dịch Vọng", "kp 4" */
export const place: Rule = (scan, at) => {
  const room = scan.isStart(at) ? scan.match(ROOM, at) : undefined;
  if (room !== undefined)
    return { to: at + room[0].length, reading: `phòng ${cardinal(room[1] ?? '')}`, kind: 'place', reason: 'số phòng' };
  const found = scan.isStart(at) ? scan.match(PLACE, at) : undefined;
  if (found === undefined || (scan.isLineStart(at) && found[1]?.length === 1 && /\p{Lu}/u.test(found[1])))
    return undefined;
  const letters = found[1] ?? found[2] ?? '';
  const small = letters.toLowerCase();
  const name = Object.hasOwn(PLACES, small) ? PLACES[small] : undefined;
  const town = letters === 'TT' && scan.match(/TT \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/uy, at) !== undefined;
  if (name === undefined || (found[1] === undefined && PLACE_NEEDS_DOT.has(small) && !town)) return undefined;
  // "P. TC-KH", "P.GDĐT": the name of an office
  if (letters === 'P' && scan.match(OFFICE_LETTERS, at + found[0].length) !== undefined) {
    return {
      to: at + found[0].length,
      reading: 'phòng',
      kind: 'place',
      reason: 'tên cơ quan',
      alternatives: ['phường'],
    };
  }
  // a person's initial ("Nguyễn T. Hà") follows a word with a capital and no comma
  const initial =
    letters.length === 1 && letters !== small && /\p{Lu}\p{Ll}* $/u.test(scan.text.slice(Math.max(0, at - 12), at));
  if (initial || FAMILIAR.test(scan.before(at))) return undefined;
  const to = at + found[0].length;
  // "TT. HĐND" and "TT. Y tế" are no towns
  if (small === 'tt' && OFFICE.test(scan.after(to))) return undefined;
  return { to, reading: name, kind: 'place', reason: 'tên đơn vị viết tắt', alternatives: [spell(letters)] };
};

/** "c.Hoa", "a. Tuấn": how people are called, in small letters before a name. */
export const person: Rule = (scan, at) => {
  const found =
    scan.isStart(at) && !scan.isLineStart(at) && !/[;.] $/.test(scan.before(at))
      ? scan.match(/([acôbÔ]) ?\. ?(?=\p{Lu}\p{Ll})/uy, at)
      : undefined;
  const reading = found && PERSONS[(found[1] ?? '').toLowerCase()];
  if (found === undefined || reading === undefined) return undefined;
  return { to: at + found[0].length, reading, kind: 'abbreviation', reason: 'cách xưng hô viết tắt' };
};

/** Abbreviations that numbers belong to: BĐ1, QH15, KV2. With others ("lúa BC15") the letters are part of a name. */
const COUNTED = new Set(
  'BĐ QH CK BS KV NV HK KP TDP P Q U A B TT XN TH CS TS BCĐ QK HD NQ KL SN TK CB CC TB LĐ DN NĐ QĐ TT CT KH CV PL UV'.split(
    ' ',
  ),
);
/** Before these even one digit makes the letters a name: "lúa GS9", "tàu SE5", "xét nghiệm NS1". */
const VARIETY =
  /(?:lúa|lúa lai|giống|ngô|lạc|đậu|nếp|cà phê|sắn|mía|xét nghiệm|test|kháng nguyên|tàu|chuyến bay|máy|mẫu|thuốc|phân|chế phẩm) (?:[\p{L}\d]{2,12}, ?){0,4}$/u;
const SHORT_CODE = /(\p{Lu}{2,5})(\d)(?![\d\p{L}]|[.,]\d)/uy;
const CODE = /(\p{Lu}{2,5})(\d{2,15})(?![\d\p{L}]|[.,]\d)|(\p{Lu}{1,3}) (\d{6,10}|0\d{4})(?![\d\p{L}]|[.,]\d)/uy;

/** Names of varieties and serial numbers: letters and figures, said as such. */
export const letterCode: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const found = scan.match(CODE, at) ?? (VARIETY.test(scan.before(at)) ? scan.match(SHORT_CODE, at) : undefined);
  const letters = found?.[1] ?? found?.[3] ?? '';
  const number = found?.[2] ?? found?.[4] ?? '';
  if (found === undefined || (found[1] !== undefined && number.length < 6 && COUNTED.has(letters))) return undefined;
  if (SHIPPED.get(letters)?.spelled === true || LOANS.get(letters) !== undefined || scan.defined.has(letters))
    return undefined;
  if (found[3] !== undefined && !/(?:số|seri|sổ đỏ|sổ|bìa|gcn|phát hành) ?:? ?$/u.test(scan.before(at)))
    return undefined;
  const figures =
    number.length > 4 || letters.length > 4 || number.startsWith('0') ? digitByDigit(number) : cardinal(number);
  const reading = `${spell(letters)} ${figures}`;
  const meant = expand(scan, at, at + letters.length, letters);
  const alternatives = meant.how === 'known' ? [`${meant.reading} ${figures}`] : [];
  // a serial number is spelled by nature; a glued name may be an abbreviation that nobody has explained
  const unknown = found[1] === undefined || number.length > 5 ? [] : [found[0]];
  return {
    to: at + found[0].length,
    reading,
    kind: 'code',
    reason: 'mã, tên giống: đọc chữ rồi số',
    alternatives,
    unknown,
  };
};

export const knownPhrase: Rule = (scan, at) => {
  const word = wordAt(scan, at);
  const found = SHIPPED.at(scan, at, at + (word.length || 1));
  if (found === undefined || !scan.isStart(at)) return undefined;
  const letters = scan.text.slice(at, found.to);
  if (Object.hasOwn(AMBIGUOUS, letters)) return undefined;
  // "tp. Hà Nội" with its dot is a place
  if (Object.hasOwn(PLACES, letters.toLowerCase()) && /^ ?\./.test(scan.text.slice(found.to, found.to + 2)))
    return undefined;
  // in a heading of capitals "BAN" and "CA" are words; and a text's own explanation goes before the table
  if (isCapitalWord(scan, at, letters) || scan.defined.has(letters)) return undefined;
  return {
    to: found.to + titleDot(scan, letters, found.to),
    reading: found.entry.reading,
    kind: found.entry.spelled === true ? 'spelled' : 'abbreviation',
    reason: found.entry.spelled === true ? 'từ điển: đọc theo chữ cái' : 'từ điển chữ viết tắt',
    ...(CAPITALS.test(letters) && { alternatives: [spell(letters)] }),
  };
};

const TITLE = /^(?:(?:P?GS\.?)?TS|P?GS|Th\.?S|BS|TS\.BS|BS\.?CKI{1,2}|KS|KTS|DS|LS|CN|ĐD|YS|NSND|NSƯT)$/iu;

/** "ThS. Nguyễn": the dot belongs to the title and ends no sentence. */
const titleDot = (scan: Scan, letters: string, to: number): number =>
  TITLE.test(letters) && /^\. ?\p{Lu}/u.test(scan.text.slice(to, to + 3)) ? 1 : 0;

/** "LĐ-TB&XH", "TN - MT": one name although it is written in parts. */
export const joinedAbbreviation: Rule = (scan, at) => {
  const found = scan.isStart(at)
    ? scan.match(/\p{Lu}{2,8}(?: ?[-–&] ?\p{Lu}{2,8}){1,4}(?![\p{L}\p{M}\d])/uy, at)?.[0]
    : undefined;
  const entry = found === undefined ? undefined : (SHIPPED.get(found) ?? SHIPPED.get(found.replace(/[^\p{L}]/gu, '')));
  if (found === undefined || entry === undefined) return undefined;
  const reason = 'chữ viết tắt viết rời';
  return { to: at + found.length, reading: entry.reading, kind: 'abbreviation', reason, alternatives: [spell(found)] };
};

export const loanword: Rule = (scan, at) => {
  const word = wordAt(scan, at);
  const found = LOANS.at(scan, at, at + word.length);
  if (found === undefined || !scan.isStart(at)) return undefined;
  const written = scan.text.slice(at, found.to);
  if (isCapitalWord(scan, at, written) && isSyllable(written)) return undefined;
  // "Covid-19", and "Covid- 19" as it is often typed
  const number = scan.match(/ ?-? ?(\d{1,2})(?![\d\p{L}]|[.,/-]\d)/uy, found.to);
  const joined = number?.[0].includes('-') ? number : undefined;
  return {
    to: found.to + (joined?.[0].length ?? 0),
    reading: found.entry.reading + (joined === undefined ? '' : ` ${cardinal(joined[1] ?? '')}`),
    kind: 'loanword',
    reason: 'từ mượn',
    alternatives: [written],
  };
};

/** What a Vietnamese voice may say wrong: read as it stands, and shown. */
export const foreign: Rule = (scan, at) => {
  const word = wordAt(scan, at);
  if (word.length < 2 || !scan.isStart(at) || looksVietnamese(word)) return undefined;
  const reason = 'không phải tiếng Việt, hãy nghe thử hoặc ghi cách đọc';
  return { to: at + word.length, reading: word, kind: 'foreign', reason };
};

/** Behind a number on a label: "5SC", "50EC", "800WG". */
const FORMULATIONS = new Set('SC WG EC WP SL GR OD EW SE ME FS DD SP SG DC CS WS ZC DF AS TP BR DG'.split(' '));

/** Capitals: an abbreviation, a word of a heading or a name, or something to spell. */
export const capitals: Rule = (scan, at) => {
  const letters = wordAt(scan, at);
  // a lone P is a ward or a room only before its name or number
  const lone = letters.length === 1 && scan.match(/\.? ?[\p{Lu}\d]/uy, at + 1) === undefined;
  const abbreviation = !lone && (CAPITALS.test(letters) || Object.hasOwn(AMBIGUOUS, letters));
  if (!abbreviation) return times(scan, at, letters);
  const to = at + letters.length;
  if (isCapitalWord(scan, at, letters)) {
    const other = expand(scan, at, to, letters);
    const alternatives = other.how === 'known' ? [other.reading] : [];
    return {
      to,
      reading: letters.toLowerCase(),
      kind: 'capitals',
      reason: 'chữ hoa, đọc như chữ thường',
      alternatives,
    };
  }
  if (FORMULATIONS.has(letters) && /\d/.test(scan.text[at - 1] ?? '')) {
    return { to, reading: spell(letters), kind: 'spelled', reason: 'dạng thuốc, đọc theo chữ cái' };
  }
  const { reading, alternatives, how } = expand(scan, at, to, letters);
  const end = to + titleDot(scan, letters, to);
  if (how === 'unknown') return unknown(to, letters, reading);
  const reason = how === 'composed' ? 'ghép từ các chữ viết tắt đã biết' : 'chữ viết tắt';
  return { to: end, reading, kind: 'abbreviation', reason, alternatives: [...alternatives, spell(letters)] };
};

/** The letter x between two measures. */
function times(scan: Scan, at: number, letters: string): Hit | undefined {
  const between =
    letters === 'x' &&
    ((/\d ?\p{L}{0,3} $/u.test(scan.before(at)) && scan.text[at + 1] === ' ') ||
      (/\d[^.;]{0,24} $/u.test(scan.before(at)) && /^ ?[\d(]/.test(scan.text.slice(at + 1, at + 3))));
  if (Object.hasOwn(GREEK_NAMES, letters)) {
    return { to: at + letters.length, reading: GREEK_NAMES[letters] ?? '', kind: 'symbol', reason: 'chữ Hy Lạp' };
  }
  return between ? { to: at + 1, reading: 'nhân', kind: 'symbol', reason: 'dấu nhân' } : undefined;
}

function unknown(to: number, letters: string, spelled: string): Hit {
  // long and full of vowels: a name such as DAWACO, which people say as a word
  const vowels = letters.match(/[AEIOUYĂÂÊÔƠƯ]/giu)?.length ?? 0;
  const asWord = letters.length >= 5 && vowels >= 2 && !/[^AEIOUYĂÂÊÔƠƯ]{3}/iu.test(letters);
  const [reading, other] = asWord ? [letters.toLowerCase(), spelled] : [spelled, letters.toLowerCase()];
  const reason = 'chữ viết tắt chưa có trong từ điển, hãy kiểm tra';
  return { to, reading, kind: 'unknown-abbreviation', reason, alternatives: [other], unknown: [letters] };
}

/** Whether capitals are a word: a syllable inside a heading or beside another one in capitals. */
function isCapitalWord(scan: Scan, at: number, letters: string): boolean {
  if (!CAPITALS.test(letters) || !isSyllable(letters)) return false;
  if (scan.inCapitals(at)) return true;
  const listed =
    SHIPPED.get(letters) !== undefined || Object.hasOwn(AMBIGUOUS, letters) || LOANS.get(letters) !== undefined;
  if (!listed) return true;
  const before = /(\p{Lu}+) $/u.exec(scan.text.slice(Math.max(0, at - 10), at))?.[1] ?? '';
  const after = scan.match(/ (\p{Lu}{2,})(?!\p{L})/uy, at + letters.length)?.[1] ?? '';
  return [before, after].some(
    (word) => word.length > 1 && isSyllable(word) && SHIPPED.get(word) === undefined && !Object.hasOwn(AMBIGUOUS, word),
  );
}
