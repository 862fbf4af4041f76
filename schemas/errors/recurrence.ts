/** Errors and warnings about when a schedule comes back. */
import { errorRows } from './error-row.ts';

export const RECURRENCE_ERRORS = errorRows({
  'recurrence-wrong': {
    status: 422,
    vi: 'Thời gian của lịch còn {count} chỗ chưa đúng. Chưa có gì được lưu. Xem từng chỗ rồi gửi lại.',
    en: 'The times of the schedule have {count} fault(s). Nothing was stored. See each and send it again.',
  },
  'recurrence-zone-unknown': {
    status: 422,
    vi: 'Không có múi giờ "{value}". Dùng tên như Asia/Ho_Chi_Minh.',
    en: 'There is no time zone "{value}". Use a name such as Asia/Ho_Chi_Minh.',
  },
  'recurrence-date-wrong': {
    status: 422,
    vi: '"{value}" không phải là ngày có thật. Chọn lại ngày.',
    en: '"{value}" is not a date. Choose another.',
  },
  'recurrence-start-too-early': {
    status: 422,
    vi: 'Ngày bắt đầu {value} quá xa trong quá khứ. Chọn ngày từ năm 1900 trở đi.',
    en: 'The first day, {value}, lies too far in the past. Choose one from 1900 on.',
  },
  'recurrence-time-wrong': {
    status: 422,
    vi: '"{value}" không phải là giờ trong ngày. Ghi như 05:00.',
    en: '"{value}" is not a time of day. Write it as 05:00.',
  },
  'recurrence-end-before-start': {
    status: 422,
    vi: 'Ngày kết thúc {value} trước ngày bắt đầu nên lịch không bao giờ phát. Sửa lại một trong hai ngày.',
    en: 'The last day, {value}, comes before the first, so nothing would ever air. Correct one of them.',
  },
  'recurrence-rule-too-long': {
    status: 422,
    vi: 'Quy tắc lặp lại quá dài. Rút gọn hoặc tách thành nhiều lịch.',
    en: 'The rule is too long. Shorten it or divide the schedule.',
  },
  'recurrence-freq-missing': {
    status: 422,
    vi: 'Quy tắc lặp lại thiếu FREQ nên không biết lặp theo ngày, tuần, tháng hay năm. Thêm, ví dụ FREQ=DAILY.',
    en: 'The rule has no FREQ, so it does not say whether days, weeks, months or years pass. Add it, such as FREQ=DAILY.',
  },
  'recurrence-part-malformed': {
    status: 422,
    vi: 'Quy tắc lặp lại có đoạn "{value}" không theo dạng TÊN=GIÁ TRỊ. Sửa hoặc bỏ đoạn này, kể cả dấu ";" thừa.',
    en: 'The rule holds "{value}", which is not of the form NAME=VALUE. Correct or remove it, a stray ";" too.',
  },
  'recurrence-part-unknown': {
    status: 422,
    vi: 'Quy tắc lặp lại không có phần tên "{part}". Sửa tên hoặc bỏ phần này.',
    en: 'A rule has no part "{part}". Correct its name or remove it.',
  },
  'recurrence-part-twice': {
    status: 422,
    vi: 'Phần {part} có hai lần trong quy tắc lặp lại. Giữ lại một.',
    en: 'The part {part} stands twice in the rule. Keep one.',
  },
  'recurrence-value-wrong': {
    status: 422,
    vi: 'Phần {part} không thể có giá trị "{value}". Có thể dùng: {allowed}.',
    en: 'The part {part} cannot be "{value}". It may be: {allowed}.',
  },
  'recurrence-count-and-until': {
    status: 422,
    vi: 'COUNT và UNTIL không dùng cùng nhau. Chọn số lần hoặc ngày kết thúc.',
    en: 'COUNT and UNTIL exclude each other. Choose a number of times or an end.',
  },
  'recurrence-part-not-with-freq': {
    status: 422,
    vi: 'Phần {part} không dùng được với FREQ={value}. Bỏ phần này hoặc đổi FREQ.',
    en: 'The part {part} has no meaning with FREQ={value}. Remove it or change FREQ.',
  },
  'recurrence-weekday-number': {
    status: 422,
    vi: 'Thứ có số đứng trước (như 1MO) chỉ dùng khi lặp theo tháng hoặc năm, không dùng với FREQ={value}. Bỏ số.',
    en: 'A numbered weekday (such as 1MO) is for monthly and yearly rules, not for FREQ={value}. Remove the number.',
  },
  'recurrence-weekday-number-in-week': {
    status: 422,
    vi: 'Thứ có số đứng trước không dùng cùng BYWEEKNO. Bỏ số.',
    en: 'A numbered weekday cannot stand beside BYWEEKNO. Remove the number.',
  },
  'recurrence-setpos-alone': {
    status: 422,
    vi: 'BYSETPOS chọn trong những lần mà phần khác đưa ra, nhưng quy tắc không có phần nào khác. Thêm, ví dụ BYDAY, hoặc bỏ BYSETPOS.',
    en: 'BYSETPOS chooses among what another BY part gives, and there is none. Add one, such as BYDAY, or remove BYSETPOS.',
  },
  'recurrence-freq-too-fast': {
    status: 422,
    vi: 'Lịch phát thanh không lặp theo giờ, phút hay giây (FREQ={value}). Dùng FREQ=DAILY với các giờ trong BYHOUR.',
    en: 'A schedule does not repeat by hours, minutes or seconds (FREQ={value}). Use FREQ=DAILY and name the hours in BYHOUR.',
  },
  'recurrence-too-many-times': {
    status: 422,
    vi: 'Quy tắc cho {value} lần phát mỗi ngày, quá nhiều. Bớt giá trị trong BYHOUR, BYMINUTE, BYSECOND.',
    en: 'The rule gives {value} starts a day, which is too many. Name fewer values in BYHOUR, BYMINUTE and BYSECOND.',
  },
  'recurrence-interval-too-large': {
    status: 422,
    vi: 'INTERVAL={value} quá lớn. Nhiều nhất là 1000.',
    en: 'INTERVAL={value} is too large. It may be 1000 at most.',
  },
  'recurrence-until-type': {
    status: 422,
    vi: 'UNTIL={value} chỉ có ngày, trong khi lịch bắt đầu vào một giờ. Ghi cả giờ theo UTC, ví dụ 20261231T165959Z, hoặc dùng ngày kết thúc của lịch.',
    en: 'UNTIL={value} is a date alone, while the schedule starts at a time. Write an instant in UTC, such as 20261231T165959Z, or set the last day of the schedule.',
  },
  'recurrence-until-local': {
    status: 200,
    vi: 'UNTIL={value} không ghi múi giờ nên được hiểu theo giờ của xã. Nên ghi theo UTC, có chữ Z ở cuối.',
    en: 'UNTIL={value} names no zone and is read as the time of the commune. Better write it in UTC, with a final Z.',
  },
  'recurrence-until-before-start': {
    status: 422,
    vi: 'UNTIL={value} trước lần bắt đầu nên lịch không bao giờ phát. Sửa lại ngày.',
    en: 'UNTIL={value} lies before the start, so nothing would ever air. Correct it.',
  },
  'recurrence-never': {
    status: 422,
    vi: 'Với các quy tắc này, từ ngày bắt đầu không có lần phát nào trong 100 năm. Xem lại ngày và quy tắc.',
    en: 'By these rules nothing ever airs within a hundred years of the first day. Check dates and rule.',
  },
  'recurrence-too-hard': {
    status: 422,
    vi: 'Quy tắc lặp lại quá thưa hoặc quá dày nên không tính hết được. Viết lại đơn giản hơn.',
    en: 'The rule is too sparse or too dense to be worked out. Write a simpler one.',
  },
  'recurrence-start-not-first': {
    status: 200,
    vi: 'Ngày bắt đầu {value} không thuộc lịch này. Lần đầu là {first}.',
    en: 'The first day, {value}, is not one of the schedule. It airs first on {first}.',
  },
  'recurrence-lunar-date-wrong': {
    status: 422,
    vi: 'Không có ngày âm lịch "{value}". Ngày từ 1 đến 30, tháng từ 1 đến 12.',
    en: 'There is no lunar date "{value}". Days are 1 to 30, months 1 to 12.',
  },
  'recurrence-lunar-range': {
    status: 422,
    vi: 'Âm lịch được tính cho các năm 1900–2199; ngày {value} nằm ngoài. Chọn ngày khác.',
    en: 'Lunar dates are known for the years 1900–2199, and {value} lies outside. Choose another day.',
  },
  'recurrence-season-wrong': {
    status: 422,
    vi: 'Mùa "{value}" chưa đúng: ghi ngày đầu, ngày cuối dạng tháng-ngày như 11-01 và giờ như 05:30.',
    en: 'The season "{value}" is not valid: write its first and last day as month-day, such as 11-01, and a time such as 05:30.',
  },
  'recurrence-seasons-overlap': {
    status: 422,
    vi: 'Hai mùa cùng có ngày {value} nên không biết phát lúc nào. Sửa để các mùa không trùng nhau.',
    en: 'Two seasons hold {value}, so the start is unclear. Change them so that they do not overlap.',
  },
  'recurrence-seasons-with-times': {
    status: 422,
    vi: 'Mùa đổi giờ bắt đầu của lịch có một giờ mỗi ngày, nhưng quy tắc tự đặt giờ bằng {part}. Bỏ {part}, hoặc bỏ các mùa.',
    en: 'Seasons move the one start of a day, but the rule sets its own times by {part}. Remove {part} or the seasons.',
  },
  'recurrence-moment-wrong': {
    status: 422,
    vi: '"{value}" chưa đúng. Ghi ngày giờ của xã như 20261231T050000, mỗi lần một giờ bắt đầu, không ghi khoảng thời gian.',
    en: '"{value}" is not valid. Write date and time of the commune as 20261231T050000: one start each, no periods.',
  },
  'recurrence-rdate-outside': {
    status: 422,
    vi: 'Lần phát thêm {value} nằm ngoài ngày bắt đầu và kết thúc của lịch nên sẽ không phát. Sửa lại ngày.',
    en: 'The further date {value} lies outside the first and last day of the schedule, so it would not air. Correct it.',
  },
  'recurrence-exdate-unmatched': {
    status: 200,
    vi: 'Ngày bỏ qua {value} không trùng lần phát nào của lịch nên không bỏ gì. Xem lại ngày giờ.',
    en: 'The exception {value} is no start of the schedule, so it leaves nothing out. Check its date and time.',
  },
  'recurrence-too-many-dates': {
    status: 422,
    vi: 'Lịch có quá nhiều ngày ghi riêng ({value}). Nhiều nhất là {allowed}. Dùng quy tắc lặp lại.',
    en: 'The schedule names too many single dates ({value}). It may name {allowed}. Use a rule.',
  },
});
