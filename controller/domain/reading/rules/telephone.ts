/** Telephone numbers: digits one by one, grouped as they are written; short numbers where something says "call". */
import { cardinal, digitByDigit } from '../numbers/cardinal.ts';
import type { Hit, Rule, Scan } from '../scan.ts';
import { fullDateAt } from './date-forms.ts';

const GROUPS = /\(?\+?\d{1,12}(?:(?:\) ?|[ .\-–])\d{1,8}){0,7}/y;
const HOTLINE = /1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?(?!\d)/y;
/** Ungrouped ten and eleven digits are said 4-3-3 and 4-3-4, the custom of printed numbers. */
const USUAL_GROUPS = [4, 3, 4];

/** Words before a short number that make it one to call. */
const CALL =
  /(?:(?<!kêu )gọi|tổng đài|hotline|đường dây nóng|đầu số|đt|điện thoại|sđt|sdt|nhắn tin|liên hệ|lh|số máy|bấm|zalo|cứu hỏa|cấp cứu|cảnh sát|phản ánh|tin báo|báo cháy|cứu hộ|cứu nạn|khẩn cấp)(?:[ :(]+(?:số|điện thoại|ngay|cho|đến|qua|tới|khẩn cấp|nóng|là|miễn phí|của|vào|theo|hotline|tổng đài|tại|hỗ trợ|tư vấn|chăm sóc|khách hàng|tiếp nhận|phản ánh|thông tin|dịch vụ|công|quốc gia|tỉnh))*[ :(]*(?:\d{3,6}(?: ?[,/-] ?| và | hoặc ))*$/u;
/** "soạn … gửi 8079": messages go to short numbers too. */
const TEXTED = /(?:soạn|cú pháp|nhắn)[^.;]*gửi(?: đến| tới| về)?(?: số| đầu số| tổng đài)? $/u;
const EMERGENCY = new Set(['111', '112', '113', '114', '115']);

/** "+84.24.xxxx", "1900xxxx": figures that are not shown. */
const MASKED = /\+?\d{2,4}(?:[. ]?\d{1,4}){0,2}[. ]?[xX*]{2,8}(?:[. ]?\d{2,4})?(?![\p{L}\d])/uy;

function masked(scan: Scan, at: number): Hit | undefined {
  const found = scan.isStart(at) ? scan.match(MASKED, at)?.[0] : undefined;
  if (found === undefined) return undefined;
  const groups = found.match(/\d+/g) ?? [];
  const hidden = (found.match(/[xX*]/g) ?? []).map(() => 'ích').join(' ');
  const behind = /\d$/.test(found) ? groups.pop() : undefined;
  const { reading, ...rest } = hit(at + found.length, groups, found.startsWith('+'));
  return { ...rest, reading: [reading, hidden, behind && digitByDigit(behind)].filter(Boolean).join(', ') };
}

export const telephone: Rule = (scan, at) =>
  masked(scan, at) ?? hotline(scan, at) ?? longNumber(scan, at) ?? shortNumber(scan, at);

const hit = (to: number, groups: readonly string[], plus = false): Hit => {
  const digits = groups.join('');
  const threes = digits.match(/\d{4}$|\d{3}(?!\d$)|\d{1,3}/g) ?? [];
  const say = (parts: readonly string[]): string => (plus ? 'cộng ' : '') + parts.map(digitByDigit).join(', ');
  return {
    to,
    reading: say(groups),
    kind: 'telephone',
    reason: 'số điện thoại: đọc từng chữ số, ngắt như đã viết',
    alternatives: digits.length < 7 ? [cardinal(digits)] : [say(threes), say([digits])],
  };
};

function hotline(scan: Scan, at: number): Hit | undefined {
  const found = scan.match(HOTLINE, at)?.[0];
  if (found === undefined || !scan.isStart(at) || !scan.isEnd(at + found.length)) return undefined;
  const groups = found.split(/[ .-]/);
  const digits = groups.join('').length;
  // 1900-2000 is a range of years unless somebody is to call it
  if ((digits < 8 || found.includes('-')) && !CALL.test(scan.before(at))) return undefined;
  return hit(at + found.length, groups.length === 1 ? [found.slice(0, 4), found.slice(4)] : groups);
}

function longNumber(scan: Scan, at: number): Hit | undefined {
  const found = scan.match(GROUPS, at)?.[0];
  if (found === undefined || !scan.isStart(at)) return undefined;
  const international = found.startsWith('+') || found.startsWith('(+');
  if (!international && !/^\(?0/.test(found)) return undefined;
  if (fullDateAt(scan, at) !== undefined) return undefined;
  const [least, most] = international
    ? [10, 13]
    : [/^080[. ]/.test(found) ? 8 : 9, /^\(?0[35789]/.test(found) ? 10 : 11];
  let best: { to: number; groups: string[] } | undefined;
  const groups: string[] = [];
  let digits = 0;
  for (const group of found.matchAll(/\d+/g)) {
    groups.push(group[0]);
    digits += group[0].length;
    if (digits > most) break;
    if (digits >= least) best = { to: at + group.index + group[0].length, groups: [...groups] };
  }
  if (best === undefined) return undefined;
  let { to } = best;
  if (scan.text[to] === ')' && scan.text[at] === '(' && !found.slice(0, to - at).includes(')')) to += 1;
  if (!scan.isEnd(to) || /^[.,]\d/.test(scan.text.slice(to, to + 2))) return undefined;
  return hit(to, regroup(best.groups), international);
}

/** A lone trunk zero joins its area code; a single run gets the usual groups. */
function regroup(groups: readonly string[]): string[] {
  const [first = '', second, ...rest] = groups;
  if (second === undefined) {
    const cut: string[] = [];
    let from = 0;
    for (const size of USUAL_GROUPS) {
      if (from < first.length) cut.push(first.slice(from, from + size));
      from += size;
    }
    if (from < first.length) cut.push(first.slice(from));
    return cut;
  }
  return first.length === 1 && first === '0' ? [first + second, ...rest] : [...groups];
}

/** "ĐT: 868.111", "SĐT 3868111": local numbers, directly behind the word for a telephone. */
const LOCAL =
  /\d{2,4}[ .]\d{3}(?:[ .]\d{3})?(?![\d\p{L}]|[.,]\d| ?(?:đ|vnđ|đồng))|\d{6,8}(?![\d\p{L}]|[.,]\d| ?(?:đ|vnđ|đồng))/iuy;
const TELEPHONE = /(?:đt|sđt|điện thoại|số máy|hotline|tel)[ .:]*$/u;

function shortNumber(scan: Scan, at: number): Hit | undefined {
  const local = scan.isStart(at) && TELEPHONE.test(scan.before(at)) ? scan.match(LOCAL, at)?.[0] : undefined;
  if (local !== undefined) return hit(at + local.length, local.split(/[ .]/));
  const found = scan.match(/\d{3,6}(?!\d|[.,]\d)/y, at)?.[0];
  if (found === undefined || !scan.isStart(at) || !scan.isEnd(at + found.length)) return undefined;
  const before = scan.before(at);
  const texted = TEXTED.test(before);
  const called =
    texted ||
    CALL.test(before) ||
    (EMERGENCY.has(found) &&
      !/^ ?\/ ?(?!11[1-5])\d/.test(scan.after(at + found.length)) &&
      /(?:gọi|báo|số|điện|tổng đài|hotline|đường dây nóng)(?:[^.!?]|\.(?=\d))*$/u.test(before));
  // "gọi 200 người": what is counted is not called
  if (
    !called ||
    (!EMERGENCY.has(found) &&
      /^ ?(?:%|‰|người|hộ|em|cháu|học sinh|thanh niên|công dân|triệu|nghìn|đồng|đại biểu)/u.test(
        scan.after(at + found.length),
      ))
  )
    return undefined;
  return hit(at + found.length, [found]);
}
