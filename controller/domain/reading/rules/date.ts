/** Dates and ranges of dates. */
import { cardinal } from '../numbers/cardinal.ts';
import type { Hit, Rule, Scan } from '../scan.ts';
import { dayMonthAt, fullDateAt, isDay, monthYearAt, type WrittenDate } from './date-forms.ts';
import { looksLikeFraction } from './fraction-cues.ts';

/** What directly precedes a date; needed where 26-9 or 20.6 would otherwise be a range or a decimal. */
const DATE_CUE =
  /(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|rằm|hôm nay|hôm qua|mai|kia|thứ (?:\S+)|chủ nhật|lễ|tết|dịp|chào mừng|kỷ niệm|kể từ|hạn|hạn chót|hạn cuối)[ ,:]*\(?$/u;
/** Behind these two numbers with a dash are a range of amounts: "đêm 10-12 độ". */
const MEASURED =
  /^ ?(?:°|º|%|độ|mm|cm|km|m(?!\p{L})|kg|giờ|h(?!\p{L})|người|hộ|lần|ngày|tuần|phút|tạ|tấn|triệu|nghìn|tuổi)/u;
/** "đợt 20-11" is a day, "đợt 1-2" are two. */
const CELEBRATED = /(?:đợt|ngày hội|phong trào|thi đua)[ ,(]*$/u;
const LUNAR_AFTER = /^[ (]*(?:âm lịch|âl|al|a\.l|tết âm)(?![\p{L}])/u;
const LUNAR_BEFORE = /(?:rằm|âm lịch|giỗ tổ|giỗ)[ (:,]*(?:ngày )?(?:mùng )?$/u;
const DASH = / ?[-–—~→÷] ?/y;

/** Full words for a date; "ngày" is left to the text. */
function words(scan: Scan, at: number, date: WrittenDate, end = date.to): string {
  const lunar = date.year === undefined && (LUNAR_AFTER.test(scan.after(end)) || LUNAR_BEFORE.test(scan.before(at)));
  const before = scan.before(at);
  const holiday = date.year === undefined && /(?:lễ|tết|quốc khánh)[ (:,]*$/u.test(before);
  const named = /(?:mùng|mồng) ?$/u.test(before);
  const parts: string[] = [];
  if (date.day !== undefined) {
    if (date.day <= 10 && (lunar || holiday) && !named) parts.push('mùng');
    parts.push(cardinal(String(date.day)));
  }
  parts.push('tháng', monthWord(date.month, lunar));
  if (date.year !== undefined) parts.push('năm', cardinal(String(date.year)));
  return parts.join(' ');
}

function monthWord(month: number, lunar: boolean): string {
  if (lunar && month === 1) return 'giêng';
  if (lunar && month === 12) return 'chạp';
  return month === 4 ? 'tư' : cardinal(String(month));
}

/** A date whose form or neighbourhood says that it is one. */
export function dateAt(scan: Scan, at: number): WrittenDate | undefined {
  const full = fullDateAt(scan, at);
  if (full !== undefined) return full;
  const before = scan.before(at);
  const monthYear = monthYearAt(scan, at);
  const scale = /(?:tỷ lệ|tỉ lệ)[ :]*$/u.test(before);
  if (monthYear !== undefined && !scale && (monthYear.separator === '/' || /tháng $/u.test(before))) return monthYear;
  const dayMonth = dayMonthAt(scan, at);
  if (dayMonth === undefined) return undefined;
  if (dayMonth.separator === '/') return looksLikeFraction(scan, at, dayMonth.to) ? undefined : dayMonth;
  if (MEASURED.test(scan.after(dayMonth.to))) return undefined;
  // "từ ngày 01-05 hằng tháng": days of every month
  if (/^ (?:hằng|hàng|mỗi) tháng/u.test(scan.after(dayMonth.to))) return undefined;
  if (/^ tháng/u.test(scan.after(dayMonth.to))) return undefined;
  if ((dayMonth.day ?? 0) > dayMonth.month && CELEBRATED.test(before)) return dayMonth;
  const cued = dayMonth.separator === '.' ? /(?:ngày|mùng|hôm nay \(|ngày mai \() ?$/u : DATE_CUE;
  return cued.test(before) ? dayMonth : undefined;
}

export const date: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  return (
    ordinalOfYear(scan, at) ?? dayRange(scan, at) ?? monthRange(scan, at) ?? dateRange(scan, at) ?? single(scan, at)
  );
};

/** 25-26/12/2023, 30-3/5: days of one month, or the first day without its month. */
function dayRange(scan: Scan, at: number): Hit | undefined {
  const first = scan.match(/(\d{1,2}) ?[-–—] ?(?=\d)/y, at);
  if (first === undefined) return undefined;
  const from = at + first[0].length;
  const full = fullDateAt(scan, from);
  const second = full?.separator === '/' ? full : dayMonthAt(scan, from);
  if (second?.day === undefined || second.separator !== '/' || !isDay(Number(first[1]), 1)) return undefined;
  return range(second.to, cardinal(first[1] ?? ''), words(scan, from, second));
}

/** 01-12/2025 */
function monthRange(scan: Scan, at: number): Hit | undefined {
  const first = scan.match(/(\d{1,2}) ?[-–—] ?(?=\d)/y, at);
  const second = first && monthYearAt(scan, at + first[0].length);
  if (first === undefined || second?.separator !== '/' || Number(first[1]) < 1 || Number(first[1]) > 12)
    return undefined;
  const prefix = /tháng $/u.test(scan.before(at)) ? '' : 'tháng ';
  const month = monthWord(Number(first[1]), false);
  return range(second.to, prefix + month, words(scan, at, second));
}

function dateRange(scan: Scan, at: number): Hit | undefined {
  const first = dateAt(scan, at);
  const dash = first && scan.match(DASH, first.to);
  if (first === undefined || dash === undefined) return undefined;
  const from = first.to + dash[0].length;
  const second = fullDateAt(scan, from) ?? monthYearAt(scan, from) ?? dayMonthAt(scan, from);
  if (second === undefined || second.separator !== first.separator) return undefined;
  return range(second.to, start(scan, at, first), words(scan, from, second));
}

const LAW =
  /(?:^|[^\p{L}])(?:nghị định|nđ|thông tư|tt|nghị quyết|nq|quyết định|qđ|chỉ thị|luật|pháp lệnh|nđ-cp)(?: số)?[ :]*$/u;

/** "quý 3/2025", "đợt 2/2025": the number is not a month. */
function ordinalOfYear(scan: Scan, at: number): Hit | undefined {
  const act = LAW.test(scan.before(at)) ? scan.match(/(\d{1,4}) ?\/ ?((?:19|20)\d{2})(?![\d/])/y, at) : undefined;
  if (act !== undefined) {
    const so = /số[ :]*$/u.test(scan.before(at)) ? '' : 'số ';
    const reading = `${so}${cardinal(act[1] ?? '')} năm ${cardinal(act[2] ?? '')}`;
    return { to: at + act[0].length, reading, kind: 'document', reason: 'số văn bản' };
  }
  if (!/(?:quý|đợt|kỳ|lần|tuần|khóa|tập|học kỳ|hk|phiên) (?:[\divx]+(?: ?- ?| đến | và |, ?))?$/u.test(scan.before(at)))
    return undefined;
  const found = scan.match(/(?:(\d{1,2}) ?[-–] ?)?(\d{1,2}) ?\/ ?((?:19|20)\d{2})(?![\d/])/y, at);
  if (found === undefined) return undefined;
  const from = found[1] === undefined ? '' : `${cardinal(found[1])} đến `;
  const reading = `${from}${cardinal(found[2] ?? '')} năm ${cardinal(found[3] ?? '')}`;
  return { to: at + found[0].length, reading, kind: 'date', reason: 'thứ tự trong năm' };
}

function single(scan: Scan, at: number): Hit | undefined {
  const found = dateAt(scan, at);
  if (found === undefined) return undefined;
  const reading = start(scan, at, found);
  const alternatives = [
    ...(found.year === undefined && found.day !== undefined ? otherThanDate(found) : []),
    ...(found.day === undefined || reading.startsWith('ngày ') ? [] : [`ngày ${reading}`]),
  ];
  return { to: found.to, reading, kind: 'date', reason: 'ngày tháng', alternatives };
}

function otherThanDate({ day = 0, month, separator }: WrittenDate): string[] {
  const [first, second] = [cardinal(String(day)), cardinal(String(month))];
  return separator === '/' ? [`${first} trên ${second}`, `${first} phần ${second}`] : [`${first} đến ${second}`];
}

function start(scan: Scan, at: number, found: WrittenDate): string {
  const text = words(scan, at, found);
  const before = scan.before(at);
  if (found.day === undefined) return /tháng $/u.test(before) ? text.replace(/^tháng /, '') : text;
  return /(?:^| )là $/u.test(before) ? `ngày ${text}` : text;
}

const range = (to: number, from: string, until: string): Hit => ({
  to,
  reading: `${from} đến ${until}`,
  kind: 'date',
  reason: 'khoảng ngày tháng',
});
