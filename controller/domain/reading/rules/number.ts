/** Numbers that nothing else has claimed: ordinals, labels, codes, plain counts. */
import { spell } from '../abbreviations.ts';
import { cardinal, digitByDigit, ordinal } from '../numbers/cardinal.ts';
import type { Hit, Rule } from '../scan.ts';

/** Before these a number is a name, said digit by digit. */
const LABELLED =
  /(?:tài khoản|stk|mã số thuế|mst|mã số|mã|số [a-z]{2}|cccd|cmnd|cmt|cmtnd|số căn cước|căn cước số|căn cước công dân|định danh|định danh cá nhân|chứng minh nhân dân|số thẻ|thẻ số|biển số|bks|biển kiểm soát|seri|số máy|số khung|otp|mật khẩu|pass|bưu chính|sổ bhxh|imei|hồ sơ số)(?: (?:bưu chính|hồ sơ|wifi|oai-phai|khách hàng|hộ|định danh|thẻ|bhyt|bhxh|xe|cá nhân|bảo hiểm|y tế|vùng|otp|qr|là|của|bệnh|nhân|sinh|số|giao dịch|ngân hàng|công dân|agribank|vietinbank|tiền))*(?: ?(?:số|là|:|\())*[ ]?$/u;
const PLATE = /\d{2}[A-ZĐ]{1,2}\d?[-. ]?\d{3}(?:[.]?\d{2})?(?![\d\p{L}])/uy;
const DOTTED = /\d{1,4}(?:\.\d{1,4}){2,6}(?![\d\p{L}])/uy;
/** With its dash a plate needs no word before it. */
const PLATE_ALONE = /\d{2}[A-ZĐ]\d?(?:-\d{3}(?:\.?\d{2}|\d)?| \d{3}\.?\d{2})(?![\d\p{L}])/uy;
/** More digits than this and no separators: hardly a count. */
const LONG_IDENTITY = /0\d{8,}|\d{12}(?!\d)/y;

/** Account numbers, codes, number plates: before anything counts or dates them. */
export const labelledNumber: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const before = scan.before(at);
  const plate = /(?:biển số|bks|biển kiểm soát|xe|số)[^.;]{0,12}$/u.test(before)
    ? scan.match(PLATE, at)?.[0]
    : undefined;
  const known = plate ?? scan.match(PLATE_ALONE, at)?.[0];
  if (known !== undefined) return digits(at + known.length, plateWords(known));
  if (
    LABELLED.test(before) ||
    (/(?:stk|tài khoản)[^.;\d]{0,40}$/u.test(before) && scan.match(/(?:\d[ .]?){8}/y, at) !== undefined) ||
    (/(?:^|[^\p{L}])tk(?: số)?[ :]*$/u.test(before) && scan.match(/(?:\d\.?){6}/y, at) !== undefined)
  ) {
    const label = scan.match(
      /\d{1,20}(?:[ .-]\d{1,8}){0,5}(?!\d|[.,/]\d|[xX*]{2}| (?:số|chữ số|hộ|người|trường hợp|thẻ|công dân)(?!\p{L}))/uy,
      at,
    )?.[0];
    if (label !== undefined) return digits(at + label.length, grouped(label));
  }
  return undefined;
};

const CODED =
  /(?:mã(?! lực)(?: \p{Ll}+){0,3}|số hiệu|ký hiệu|số khung|số máy|seri|số seri|imei|biên nhận)[ :]*(?:số[ :]*|là[ :]*)?$/u;
const MIXED = /(?=[A-ZĐ\d.-]{0,24}\d)(?=[\d.-]{0,24}[A-ZĐ])[A-ZĐ\d]{1,16}(?:[.\-/][A-ZĐ\d]{1,16}){0,6}(?![\p{L}\d])/uy;

/** "mã hồ sơ H05.18.9-251126": letters by name, figures one by one. */
export const labelledCode: Rule = (scan, at) => {
  const code = scan.isStart(at) && CODED.test(scan.before(at)) ? scan.match(MIXED, at)?.[0] : undefined;
  if (code === undefined || code.length < 4) return undefined;
  const groups = (code.match(/[A-ZĐ]+|\d+/g) ?? []).map((group) =>
    /\d/.test(group) ? digitByDigit(group) : spell(group),
  );
  return digits(at + code.length, groups.join(', '));
};

/** Figures by name, letters as they are. */
const plateWords = (plate: string): string =>
  plate
    .replace(/\d+/g, (part) => ` ${digitByDigit(part)} `)
    .replace(/[-. ]+/g, ' ')
    .trim();

/** "1.1. Đối tượng": the number of a paragraph, which has a name behind it. */
const PARAGRAPH = /\d{1,2}(?:\.\d{1,2}){1,4}(?=\.?[ \t]+\p{Lu})|\d{1,2}[/)](?=[ \t])/uy;

export const paragraphNumber: Rule = (scan, at) => {
  const found = scan.isLineStart(at)
    ? scan.match(PARAGRAPH, at)?.[0]
    : /[.;:] $/.test(scan.before(at))
      ? scan.match(/\d{1,2}[/)](?= \p{Lu}\p{Ll})/uy, at)?.[0]
      : undefined;
  return found === undefined ? undefined : dottedHit(at, found);
};

const dottedHit = (at: number, found: string): Hit => ({
  to: at + found.length,
  reading: (found.match(/\d+/g) ?? []).map(cardinal).join(' chấm ') + (/\d$/.test(found) ? '' : ','),
  kind: 'code',
  reason: 'số mục',
});

/** Before these a leading zero is said. */
const DRAWN = /(?:vé số|xổ số|giải|trúng|báo danh|sbd|số hiệu|dãy số|nhập số)[^.;]*$/u;
const TOUR = /(\d{1,2})N(\d{1,2})Đ(?![\p{L}\d])/uy;

/** "9T/2025", "6T đầu năm" */
const MONTHS = /(\d{1,2})T(?:\/((?:19|20)\d{2})(?!\d)|(?= (?:đầu|cuối) năm))/uy;

export const plainNumber: Rule = (scan, at) => {
  const before = scan.before(at);
  const months = scan.isStart(at) ? scan.match(MONTHS, at) : undefined;
  if (months !== undefined) {
    const year = months[2] === undefined ? '' : ` năm ${cardinal(months[2])}`;
    return {
      to: at + months[0].length,
      reading: `${cardinal(months[1] ?? '')} tháng${year}`,
      kind: 'quantity',
      reason: 'số tháng',
    };
  }
  const tour = scan.isStart(at) ? scan.match(TOUR, at) : undefined;
  if (tour !== undefined) {
    const reading = `${cardinal(tour[1] ?? '')} ngày ${cardinal(tour[2] ?? '')} đêm`;
    return { to: at + tour[0].length, reading, kind: 'quantity', reason: 'ngày và đêm' };
  }
  const dotted = scan.match(DOTTED, at)?.[0];
  if (dotted !== undefined) return dottedHit(at, dotted);
  const run = scan.match(/\d+/y, at)?.[0];
  if (run === undefined) return undefined;
  const to = at + run.length;
  const glued = /[\p{L}\p{M}]/u.test(scan.text[at - 1] ?? ' ');
  if (scan.match(LONG_IDENTITY, at) !== undefined && scan.isStart(at)) {
    if (run.startsWith('0') ? run.length >= 9 && !/^0+$/.test(run) : !/0{6}$/.test(run))
      return digits(to, grouped(run));
  }
  // "000123", "0456": nobody counts so
  if (/^00\d*[1-9]/.test(run) || (/^0\d{3,}$/.test(run) && DRAWN.test(before))) return digits(to, digitByDigit(run));
  if (glued && (run.length > 4 || (run.startsWith('0') && run.length > 1))) return digits(to, digitByDigit(run));
  if (/(?:^|\P{L})thứ $/u.test(before)) {
    return { to, reading: ordinal(run), kind: 'ordinal', reason: 'số thứ tự', alternatives: [cardinal(run)] };
  }
  if (/(?:^| |\()tháng $/u.test(before) && Number(run) === 4) {
    return { to, reading: 'tư', kind: 'ordinal', reason: 'tên tháng', alternatives: ['bốn'] };
  }
  const alternatives = run.length > 1 ? [digitByDigit(run)] : [];
  return { to, reading: cardinal(run), kind: 'cardinal', reason: 'số đếm', alternatives };
};

const digits = (to: number, reading: string): Hit => ({ to, reading, kind: 'digits', reason: 'đọc từng chữ số' });

/** Groups as written, otherwise threes, so that listeners can write them down. */
function grouped(label: string): string {
  const groups = /[ .-]/.test(label) ? label.split(/[ .-]/) : (label.match(/\d{4}$|\d{3}(?!\d$)|\d{1,3}/g) ?? []);
  return groups.map(digitByDigit).join(label.length > 5 ? ', ' : ' ');
}
