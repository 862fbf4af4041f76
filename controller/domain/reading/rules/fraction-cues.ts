/** Whether a slash between two numbers that could be day and month is a fraction after all. */
import type { Scan } from '../scan.ts';
import { COUNTED, NUMEROUS, PARTED, SURELY_PARTED } from '../tables/parts.ts';

const DATE_BEFORE =
  /(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|rằm|từ|đến|tới|hết|vào|trước|sau|lễ|tết|dịp|hạn|nay|qua|mai|kia|kỷ niệm|thứ \S+|chủ nhật|cn|t[2-7]|nghỉ|quốc khánh|\d(?:h|g|giờ)\d{0,2}|phút|giờ)[ ,:(]*$/u;
const FRACTION_BEFORE =
  /(?:hơn|gần|khoảng|chiếm|đạt|giảm|tăng|được|tỷ lệ|tỉ lệ|có|quá|ít nhất|tối thiểu|bằng|mất|còn|chừng|trên|dưới|hưởng|chia|lấy|uống|dùng|số nhà|ngõ|hẻm|ngách|kiệt|nhà|tờ|thửa|pha|bón|huyết áp|thị lực|mắt|xong|hoàn thành|tỷ số|tỉ số|hạng|thương binh|tật|cho|đổ|bỏ|thêm|nhất|hai|ba|lô|khối|tổ|cách|trong|với|đã|nhà số|biểu quyết|thương binh|bệnh binh|tb|lớp|nghèo|sử|phân|chỉ|ngập|vòng|kết|24\/24,?|hoạt động|phục vụ|trực)[ :(]*$/u;
const SURELY_PART = new RegExp(`^ ?(?:${SURELY_PARTED})(?!\\p{L})`, 'u');
const OF_MANY = new RegExp(`^ ?(?:${NUMEROUS})(?!\\p{L})`, 'u');
const PART_OR_COUNT = new RegExp(`^ ?(?:${PARTED}|${COUNTED})(?!\\p{L})`, 'u');

/** "11/12 = 91,7%", "11/12 (đạt 91,7%)" */
const SHARE_AFTER = /^ ?(?:=|\(|, đạt|đạt)[ (]*(?:đạt |bằng |chiếm |tỷ lệ )?\d{1,3}(?:[.,]\d{1,2})? ?%/u;

/** Directly behind these a date follows, whatever stands behind it. */
const SURELY_DATE =
  /(?:(?<!hôm |tối |đêm )ngày|(?<!sáng |trưa |chiều )hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|rằm|thứ \S+|chủ nhật|cn|t[2-7]|quốc khánh|kỷ niệm|\d(?:h|g|giờ)\d{0,2})[ :(]*$/u;
/** "hôm nay 5/12 xã họp", "hôm nay (5/12)" */
const DATE_OF_DAY = /(?:(?:hôm|ngày|sáng|trưa|chiều|tối|đêm) (?:nay|qua|mai|kia)|mai|kia|nay)[ ,:(]*$/u;
const UNTIL_NOW = /(?:đến|hiện|tới|tính đến (?:hôm|sáng|chiều|trưa)) nay[ ,:]*$/u;
/** Here "tới", "đến", "hết" tell how much. */
const AS_MUCH_AS =
  /(?:ngập|cạn|chết|có|giảm|tăng|đạt|lên|chiếm|mất|tiêu|bán|dùng|hao|cao|sâu|đầy) (?:tới|đến|hết|trước) $/u;

/** "hạng 1/4, 2/4": what is said of the first holds for the others. */
export const EARLIER = /(?:\d{1,2}\/\d{1,2}(?:, ?| và |; ?))+$/;

/** `at` and `to` enclose the two numbers. */
export function looksLikeFraction(scan: Scan, at: number, to: number): boolean {
  const before = scan.before(at);
  const after = scan.after(to);
  if (/^[ (]*(?:âm lịch|âl|al)(?!\p{L})/u.test(after)) return false;
  if (SURELY_DATE.test(before)) return false;
  if (SURELY_PART.test(after) || SHARE_AFTER.test(after)) return true;
  if (/(?:nay|qua), $/u.test(before) && OF_MANY.test(after)) return true;
  if (DATE_OF_DAY.test(before) && !UNTIL_NOW.test(before)) return false;
  if (PART_OR_COUNT.test(after) || AS_MUCH_AS.test(before)) return true;
  if (DATE_BEFORE.test(before)) return false;
  // round the clock, not 24 July
  if (scan.text.slice(at, to) === '24/7') return true;
  if (/(?:tỷ|tỉ) lệ(?: \p{L}+){0,3} $/u.test(before)) return true;
  return FRACTION_BEFORE.test(before.replace(EARLIER, ''));
}
