/** Numbers of official documents: 45/KH-UBND, 49/2024/NĐ-CP, 57-NQ/TW. */
import { expand, spell } from '../abbreviations.ts';
import { cardinal, digitByDigit } from '../numbers/cardinal.ts';
import type { Hit, Rule, Scan } from '../scan.ts';
import { DOCUMENT_TYPES, ISSUERS, PARTY_BODIES, TYPE_WORDS } from '../tables/documents.ts';

const NUMBER =
  /(\d{1,6})([a-hA-H]?) ?(?:\/ ?((?:19|20)\d{2}) ?)?([/-]) ?(\p{Lu}[\p{L}.]{0,11}\d{0,4}(?: ?[-–/&] ?\p{Lu}[\p{L}.]{0,11}\d{0,4}){0,5})(?![\p{L}\d])/uy;
const SAID = new RegExp(`(?:${TYPE_WORDS})(?: (?:liên tịch|hợp nhất|của \\S+(?: \\S+){0,4}))?(?: số)?[ :.]*$`, 'u');
/** What contracts and minutes are about; nobody who issued them. */
const SUBJECTS = new Set(['VPHC', 'XD', 'LĐ', 'MB', 'TX', 'KT']);
const NUMBERED = /số[ :.]*$/u;
/** "BTCTU": a body of the party and whose it is. */
const PARTY_BODY = new RegExp(`^(${Object.keys(PARTY_BODIES).join('|')})(TU|HU|ThU|ĐU|TW|TƯ)$`, 'u');
const ASSEMBLY = /^(UBTV)?QH(\d{1,2})$/;

const known = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const STANDARD =
  /(\d{1,5})(?:[-–](\d{1,3}))?(?:-(\d{1,3}))? ?[:-] ?((?:19|20)\d{2})(?:\/(\p{Lu}{2,10}))?(?![\p{L}\d])/uy;

/** "QCVN 01-1:2018/BYT": the number of a technical standard. */
function standard(scan: Scan, at: number): Hit | undefined {
  if (!/(?:qcvn|tcvn|tcxdvn|qcđp|quy chuẩn|tiêu chuẩn|iso)(?: việt nam)? $/u.test(scan.before(at))) return undefined;
  const found = scan.match(STANDARD, at);
  if (found === undefined) return undefined;
  const [all, number = '', part, subpart, year = '', by] = found;
  const to = at + all.length;
  const numbered = [number, part, subpart]
    .flatMap((each) => (each === undefined ? [] : [cardinal(each)]))
    .join(' gạch ');
  const unknown: string[] = [];
  const issued = by === undefined ? '' : ` của ${issuer(scan, at, to, by, unknown)}`;
  const reading = `${numbered} năm ${cardinal(year)}${issued}`;
  return { to, reading, kind: 'document', reason: 'số hiệu tiêu chuẩn', unknown };
}

export const documentNumber: Rule = (scan, at) => {
  const norm = scan.isStart(at) ? standard(scan, at) : undefined;
  if (norm !== undefined) return norm;
  const found = scan.isStart(at) ? scan.match(NUMBER, at) : undefined;
  if (found === undefined) return undefined;
  const [all, number = '', letter = '', year, separator, codes = ''] = found;
  const parts = codes.split(/ ?[-–/&] ?/).map((part) => part.replace(/\.$/, ''));
  const to = at + all.length - (codes.endsWith('.') ? 1 : 0);
  const [first = '', ...rest] = parts;
  const type = known(DOCUMENT_TYPES, first);
  const onlyIssuers = type === undefined || (rest.length === 0 && known(ISSUERS, first) !== undefined);
  if (separator === '-' && (type === undefined || !codes.includes('/'))) return undefined;
  const said = SAID.test(scan.before(at));
  if (onlyIssuers && year === undefined && !isIssuer(first) && parts.length < 2 && !said) return undefined;
  if (onlyIssuers && parts.length === 1 && !/^[\p{Lu}&.]{2,}\d*$/u.test(first) && !isIssuer(first)) return undefined;

  const unknown: string[] = [];
  const issuers = (onlyIssuers ? parts : rest).map((part) => issuer(scan, at, to, part, unknown));
  const behind = `${letter === '' ? '' : ` ${letter}`}${year === undefined ? '' : ` năm ${cardinal(year)}`}`;
  const issuedBy = issuers.join(', ');
  // "1719/QĐ-TTg của Thủ tướng Chính phủ" names it once more
  const again = (name: string): boolean => scan.after(to).startsWith(` của ${name.toLowerCase()}`);
  const named = again(issuedBy) || again(parts.at(-1) ?? '');
  const by =
    issuers.length === 0 || named
      ? ''
      : `${SUBJECTS.has(rest[0] ?? '') && /^(?:HĐ|BB)$/.test(first) ? ',' : ' của'} ${issuedBy}`;
  const before = scan.before(at);
  // "Thông báo số 144/TB-UBND, số 145/TB-UBND"
  const typed = onlyIssuers || said || (NUMBERED.test(before) && before.includes(`${type} số`));
  const afterNumberWord = NUMBERED.test(before);
  const so = afterNumberWord ? '' : 'số ';
  const say = (numbered: string): string =>
    typed ? so + numbered + by : afterNumberWord ? `${numbered}, ${type}${by}` : `${type} số ${numbered}${by}`;
  const reading = say(cardinal(number) + behind);
  const alternatives = [
    ...(number.length > 1 ? [say(digitByDigit(number) + behind)] : []),
    `${so}${cardinal(number)}${behind}`,
    `${so}${cardinal(number)}${behind}, ${parts.map(spell).join(', ')}`,
  ];
  return { to, reading, kind: 'document', reason: 'số văn bản', alternatives, ...(unknown.length > 0 && { unknown }) };
};

const isIssuer = (part: string): boolean => known(ISSUERS, part) !== undefined || ASSEMBLY.test(part);

function issuer(scan: Scan, at: number, to: number, part: string, unknown: string[]): string {
  const assembly = ASSEMBLY.exec(part);
  if (assembly !== null)
    return `${assembly[1] === undefined ? '' : 'Ủy ban Thường vụ '}Quốc hội khóa ${cardinal(assembly[2] ?? '')}`;
  const reading = known(ISSUERS, part);
  if (reading !== undefined) return reading;
  const party = PARTY_BODY.exec(part);
  if (party !== null) return `${PARTY_BODIES[party[1] ?? '']} ${ISSUERS[party[2] ?? '']}`;
  const digits = /\d+$/.exec(part)?.[0];
  const letters = digits === undefined ? part : part.slice(0, -digits.length);
  if (/^\p{Lu}\p{Ll}/u.test(letters)) return letters;
  const expansion = expand(scan, at, to, letters.replaceAll('.', ''));
  if (expansion.how === 'unknown') unknown.push(part);
  return expansion.reading + (digits === undefined ? '' : ` ${cardinal(digits)}`);
}
