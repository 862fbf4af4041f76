/** Times of day, durations written with h, and ranges of them. */
import { cardinal } from '../numbers/cardinal.ts';
import type { Hit, Rule, Scan } from '../scan.ts';

interface Clock {
  to: number;
  reading: string;
  /** said otherwise: with or without "phút", "đúng", grams */
  otherwise: string;
}

const COLON = /([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?!\d|:\d)/y;
const LETTER =
  /(\d{1,2}) ?(h|g|giờ)(?:(\d{1,2})(?!\d|[.,/]\d| ?%)| (\d{2})(?!\d|[.,/:-]\d| ?%| ?(?:người|hộ|em|cháu|học|đại|đoàn|nhà|thôn|xe|con|cái|suất|triệu|nghìn)))?(?: ?(phút|ph|p|m|['’′‘`])(?!\p{L}))?(?: ?(\d{1,2}) ?(?:giây|s|["”″])(?!\p{L}))? ?(am|pm)?(?![\p{L}\d])/iuy;
const TO = / ?(?:-|–|—|->|→|~|÷) ?/y;
/** A lone "5g" is five grams unless something speaks of time. */
const TIME_BEFORE =
  /(?:lúc|từ|đến|tới|vào|hồi|trước|sau|khoảng|-|–|hạn|mở cửa|bắt đầu|kết thúc|xong|quá|mỗi|sáng|chiều|tối)[ ,:(]*$/u;
const TIME_AFTER = /^ ?(?:$|[,.;:)–-]|ngày|sáng|trưa|chiều|tối|đêm|thứ|hôm|đến|tới|hàng|hằng|mỗi|kém|rưỡi|tại|họp)/u;
const GRAM_BEFORE =
  /(?:nặng|pha|gói|cân|hòa|bón|trọng lượng|hàm lượng|liều|chứa|lượng|gam|muối|đường|thuốc|vàng)[ :]*$/u;

export const time: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const bare = scan.match(/(\d{1,2}) ?[-–] ?(?=\d)/y, at);
  if (bare !== undefined && Number(bare[1]) <= 24) {
    const until = clockAt(scan, at + bare[0].length);
    if (until !== undefined) {
      const hours = cardinal(bare[1] ?? '');
      return hit(until.to, `${hours} đến ${until.reading}`, `${hours} giờ đến ${until.reading}`);
    }
  }
  if (/(?:tỷ lệ|tỉ lệ|pha|tỷ số|tỉ số)[ :(]*$/u.test(scan.before(at))) return undefined;
  const first = clockAt(scan, at);
  if (first === undefined) return undefined;
  let { to, reading, otherwise } = first;
  for (let more = 0; more < 3; more++) {
    const dash = scan.match(TO, to);
    const next = dash && clockAt(scan, to + dash[0].length);
    if (next === undefined) break;
    reading += ` đến ${next.reading}`;
    otherwise += ` đến ${next.otherwise}`;
    to = next.to;
  }
  return hit(to, reading, otherwise);
};

const hit = (to: number, reading: string, otherwise: string): Hit => ({
  to,
  reading,
  kind: 'time',
  reason: 'giờ giấc',
  alternatives: [otherwise],
});

function clockAt(scan: Scan, at: number): Clock | undefined {
  const colon = scan.match(COLON, at);
  if (colon !== undefined) {
    const [all, hour = '', minute = '', second] = colon;
    const marked = second !== undefined;
    return {
      to: at + all.length,
      reading: say(hour, minute, second, marked),
      otherwise: say(hour, minute, second, !marked),
    };
  }
  const found = scan.match(LETTER, at);
  if (found === undefined) return undefined;
  const [all, hour = '', sign = '', glued, spaced, mark, second, half = ''] = found;
  const minute = glued ?? spaced;
  if (Number(hour) > 24 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined;
  // a mark needs minutes before it: "5h'" and "5h p" are something else
  if (minute === undefined && (mark !== undefined || second !== undefined)) return undefined;
  if (sign === 'G' && minute === undefined) return undefined;
  if (sign === 'g' && minute === undefined && !isHour(scan, at, at + all.length)) return undefined;
  const suffix = { am: ' ây em', pm: ' pi em' }[half.toLowerCase()] ?? '';
  const to = at + all.trimEnd().length;
  const reading = say(hour, minute, second, mark !== undefined) + suffix;
  const grams = sign === 'g' && minute === undefined;
  const otherwise = grams ? `${cardinal(hour)} gam` : say(hour, minute, second, mark === undefined) + suffix;
  return { to, reading, otherwise };
}

function isHour(scan: Scan, at: number, to: number): boolean {
  const before = scan.before(at);
  if (GRAM_BEFORE.test(before) || /^ ?\//.test(scan.after(to))) return false;
  return TIME_BEFORE.test(before) || TIME_AFTER.test(scan.after(to));
}

/** Full hours are said without minutes; "phút" follows where it is written, before seconds, and after one digit. */
function say(hour: string, minute: string | undefined, second: string | undefined, marked: boolean): string {
  const parts = [cardinal(hour), 'giờ'];
  const minutes = Number(minute ?? 0);
  if (minutes > 0) {
    parts.push(cardinal(String(minutes)));
    if (marked || second !== undefined || minutes < 10) parts.push('phút');
  }
  if (second !== undefined && Number(second) > 0) parts.push(cardinal(second), 'giây');
  return parts.join(' ');
}
