/** Numbers one after another without blanks: "thôn 1,2,3", "ngày 15,16/12", "thứ 2,4,6". */
import { cardinal } from '../numbers/cardinal.ts';
import type { Hit, Rule } from '../scan.ts';
import { date } from './date.ts';

const LIST =
  /\d{1,3}(?:,\d{1,3}){1,14}(?![\d%‰°]|[.,/]\d| ?(?:m|g|l|h|kg|km|ha|cm|mm|ml|mg|đ|tr|k|t|T|ºC|°C|mm2|m2|m3|W|kW|V)(?!\p{L})| ?(?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|tấn|tạ|sào|mẫu|độ|lít|mét|điểm|lần))/uy;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+$/;
/** With two numbers only, what stands before must be something that is counted off. */
const COUNTED_OFF =
  /(?:thôn|xóm|khu phố|kp|tổ|tdp|tổ dân phố|lớp|khối|ấp|đội|khu|bản|khóm|thửa|quận|phường|điều|khoản|câu|bài|tháng|các ngày|ngày|phòng|lô|tuần|quý|cấp|mục|tập|nhóm|loại|bậc|kênh|(?<!vĩ |kinh )tuyến|(?<!(?:hệ|tần|chỉ|tỷ|tỉ|hằng|tham|tổng|dân|trị|điểm|doanh) )số|hạng|mũi|đợt|khu vực|cụm|ngõ|dãy|tầng)[ :]$/u;
const DAYS_OF_MONTH = /((?:\d{1,2}, ?){0,8}\d{1,2})(?:, ?| ?& ?| và )(?=\d{1,2}\/\d{1,2}(?!\d))/y;
const WEEKDAYS = ['', '', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy'];
const WEEK = /[2-7](?:(?:, ?|[-–/]| và )[2-7]){1,5}(?![\d\p{L}]|[.,/-]\d|[/-]\p{L}|%)/uy;

export const numberList: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  return daysOfWeek(scan, at) ?? daysOfMonth(scan, at) ?? plainList(scan, at);
};

const hit = (to: number, reading: string, kind: Hit['kind'], reason: string): Hit => ({ to, reading, kind, reason });

const plainList: Rule = (scan, at) => {
  const found = scan.match(LIST, at)?.[0];
  if (found === undefined || THOUSANDS.test(found)) return undefined;
  const numbers = found.split(',');
  if (numbers.length === 2 && !COUNTED_OFF.test(scan.before(at))) return undefined;
  return hit(at + found.length, numbers.map((number) => cardinal(number)).join(', '), 'cardinal', 'liệt kê');
};

/** All but the last day lack their month. */
const daysOfMonth: Rule = (scan, at) => {
  const found = scan.match(DAYS_OF_MONTH, at);
  const last = found && date(scan, at + found[0].length);
  if (found === undefined || last?.kind !== 'date') return undefined;
  const days = (found[1] ?? '').match(/\d+/g) ?? [];
  if (/(?:^|\P{L})thứ $/u.test(scan.before(at)) || days.some((day) => Number(day) < 1 || Number(day) > 31))
    return undefined;
  const joint = /và|&/.test(found[0]) ? ' và ' : ', ';
  return hit(
    last.to,
    days.map((day) => cardinal(day)).join(', ') + joint + last.reading,
    'date',
    'các ngày trong tháng',
  );
};

const daysOfWeek: Rule = (scan, at) => {
  if (!/(?:^|[^\p{L}])thứ $/u.test(scan.before(at))) return undefined;
  const found = scan.match(WEEK, at)?.[0];
  if (found === undefined) return undefined;
  const names = found.replace(/[2-7]/g, (digit) => WEEKDAYS[Number(digit)] ?? '');
  const isRange = /^[2-7][-–][2-7]$/.test(found);
  const reading = isRange ? names.replace(/[-–]/, ' đến thứ ') : names.replace(/[-–/,] ?/g, ', ');
  return hit(at + found.length, reading, 'weekday', 'thứ trong tuần');
};
