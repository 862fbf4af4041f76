/** Dashes that no rule of numbers has claimed: ranges, breaths, names. */
import { romanValue } from '../numbers/roman.ts';
import type { Hit, Scan } from '../scan.ts';

const LETTER = /[\p{L}\p{M}]/u;
const WORD_CHARACTER = /[\p{L}\p{M}\d]/u;

export const pause = (to: number, reading: string): Hit => ({ to, reading, kind: 'symbol', reason: 'dấu câu' });
export const silent = (to: number, reason: string): Hit => ({ to, reading: '', kind: 'silent', reason });
const until = (to: number): Hit => ({
  to,
  reading: 'đến',
  kind: 'range',
  reason: 'khoảng từ … đến …',
  alternatives: [','],
});

/** A range where both sides say so; a breath between clauses; nothing inside names. */
export function dash(scan: Scan, at: number, to: number, before: string, after: string): Hit {
  const left = scan.before(at);
  const right = scan.after(to);
  const spaced = /\s/.test(before) || /\s/.test(after);
  const day =
    /(?:(?:thứ|ngày|tháng|năm|lớp|quý|khóa|tuổi|km|cấp|khối|tổ|số|đội|thôn|khu|giờ)\s+\S+|chủ nhật|\d|\d ?(?:h|giờ|tuổi|%|kg|mm|km|m))\s*$/u.test(
      left,
    );
  // "kỷ niệm 22/12 - 81 năm thành lập": a date and what it means
  const apart =
    (/\d\/\d{1,4} $/.test(left) && /^ ?\d[\d.,]*(?:%| (?!giờ)\p{L})/u.test(right)) ||
    /^ ?(?:\d{7}|1[89]00[ .]?\d{3}|0\d{2,3}[ .]\d{3})/.test(right);
  if (
    day &&
    !apart &&
    /^\s*(?:(?:hết )?(?:thứ|ngày|chủ nhật|tháng|quý|giờ|km)(?!\p{L})|\d)/u.test(right) &&
    !/^\s*tháng (?:trước|này|sau)/u.test(right)
  ) {
    return until(to);
  }
  const named = /(?<!\p{L})(cấp|bậc|lớp|mức|hạng|tầng|mục|điều|khoản|trang|bài|kỳ|tuần|vòng) \d+\s*$/u.exec(left)?.[1];
  if (named !== undefined && right.trimStart().startsWith(`${named} `)) {
    return until(to);
  }
  // "50 triệu - 100 triệu", "3 sào–5 sào": amounts of the same
  const counted = /\d ?(\p{L}[^\d.,;:()]{0,24}?) ?$/u.exec(left)?.[1];
  const again = /^ ?[\d.,]{0,15}\d ?(\p{L}[^\d.,;:()]{0,24})/u.exec(right)?.[1];
  if (counted !== undefined && again?.startsWith(counted) && !/^\p{L}/u.test(again.slice(counted.length))) {
    return until(to);
  }
  if (/km? ?\d+\+\d+ ?$/u.test(left) && /^ ?km? ?\d/u.test(right)) {
    return until(to);
  }
  // BĐ2-BĐ3
  const label = /(\p{L}{1,4})\d{1,3}\s*$/u.exec(left)?.[1];
  if (label !== undefined && right.trimStart().startsWith(label) && /\d/.test(right.trimStart()[label.length] ?? '')) {
    return until(to);
  }
  // "7h sáng - 9h tối", "6-<36 tháng"
  const parts =
    /\d ?(?:h|g|giờ)\d{0,2} (?:sáng|trưa|chiều|tối|đêm) ?$/u.test(left) && /^ ?\d{1,2} ?(?:h|g|giờ)/u.test(right);
  if (parts || (/\d ?$/.test(left) && /^ ?< ?\d/.test(right))) {
    return until(to);
  }
  const romanBefore = /([IVX]{1,6})\s?$/.exec(scan.text.slice(Math.max(0, at - 8), at))?.[1];
  const romanAfter = scan.match(/\s?([IVX]{1,6})(?![\p{L}\p{M}])/uy, to)?.[1];
  if (romanBefore !== undefined && romanAfter !== undefined && romanValue(romanBefore) && romanValue(romanAfter)) {
    return until(to);
  }
  if (!spaced && LETTER.test(before) && LETTER.test(after)) {
    const capital = /\p{Lu}{2}$/u.test(scan.text.slice(at - 2, at)) || /^\p{Lu}{2}/u.test(scan.text.slice(to, to + 2));
    return capital ? pause(to, ',') : { to, reading: '-', kind: 'plain', reason: '' };
  }
  if (!spaced && WORD_CHARACTER.test(before) && WORD_CHARACTER.test(after)) return silent(to, 'gạch nối');
  const names =
    /\p{L}\s?$/u.test(scan.text.slice(Math.max(0, at - 2), at)) && /^\s?\p{L}/u.test(scan.text.slice(to, to + 2));
  if (names && scan.text[at] === '-' && !(/\s/.test(before) && /\s/.test(after))) return silent(to, 'gạch nối');
  return pause(to, ',');
}
