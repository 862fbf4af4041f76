/** Errors about broadcasts. */
import { errorRows } from './error-row.ts';

export const BROADCAST_ERRORS = errorRows({
  'broadcast-unknown': {
    status: 404,
    vi: 'Không có lượt phát này. Mở lại danh sách.',
    en: 'There is no such broadcast. Open the list again.',
  },
  'no-targets': {
    status: 422,
    vi: 'Nơi được chọn chưa có cụm loa nào nên sẽ không phát ở đâu. Chọn thôn hoặc cụm loa khác.',
    en: 'No cluster serves what was chosen, so nothing would sound. Choose other hamlets or clusters.',
  },
  'targets-unknown': {
    status: 422,
    vi: 'Có nơi phát không còn trong danh sách: {ids}. Chưa lên lịch. Chọn lại nơi phát.',
    en: 'Some of the chosen places do not exist: {ids}. Nothing was planned. Choose the places again.',
  },
  'targets-apart': {
    status: 422,
    vi: 'Các cụm loa được chọn nằm ở nhiều tỉnh. Chưa lên lịch. Lên lịch riêng cho từng tỉnh.',
    en: 'The chosen clusters lie in different provinces. Nothing was planned. Plan one broadcast for each.',
  },
  'nothing-to-play': {
    status: 422,
    vi: 'Lượt phát chưa có nội dung để phát. Chưa lên lịch. Thêm ít nhất một bản tin.',
    en: 'The broadcast has nothing to play. Nothing was planned. Add at least one bulletin.',
  },
  'too-many-parts': {
    status: 422,
    vi: 'Lượt phát có quá nhiều phần. Chưa lên lịch. Chia thành nhiều lượt.',
    en: 'The broadcast has too many parts. Nothing was planned. Divide it.',
  },
  'start-in-past': {
    status: 422,
    vi: 'Giờ phát đã qua. Chưa lên lịch. Chọn giờ khác hoặc phát ngay.',
    en: 'The start lies in the past. Nothing was planned. Choose another time, or start now.',
  },
  'start-too-far': {
    status: 422,
    vi: 'Giờ phát xa hơn một năm. Chưa lên lịch. Chọn giờ gần hơn.',
    en: 'The start lies more than a year ahead. Nothing was planned. Choose an earlier one.',
  },
  'ends-too-far': {
    status: 422,
    vi: 'Lượt phát kéo dài quá một năm. Chưa lên lịch. Chọn giờ kết thúc gần hơn.',
    en: 'The broadcast would last more than a year. Nothing was planned. Choose an earlier end.',
  },
  'times-out-of-order': {
    status: 422,
    vi: 'Các giờ không theo thứ tự: giờ kết thúc phải sau giờ bắt đầu. Chưa lên lịch. Sửa lại giờ.',
    en: 'The times are out of order: the end must come after the start. Nothing was planned. Correct them.',
  },
  'window-too-short': {
    status: 422,
    vi: 'Khoảng thời gian ngắn hơn nội dung ({durationSeconds} giây). Chưa lên lịch. Kéo dài khoảng thời gian.',
    en: 'The window is shorter than what it must play ({durationSeconds} s). Nothing was planned. Widen it.',
  },
  'repeat-too-dense': {
    status: 422,
    vi: 'Lặp lại dày hơn độ dài nội dung. Chưa lên lịch. Giãn khoảng cách giữa các lần.',
    en: 'It repeats faster than it plays. Nothing was planned. Leave more time between.',
  },
  'broadcast-over': {
    status: 409,
    vi: 'Lượt phát đã kết thúc nên không dừng được nữa.',
    en: 'The broadcast is over and can no longer be stopped.',
  },
  'on-air-plays-on': {
    status: 200,
    vi: '"{title}" đang phát và phát tiếp đến hết như đã lên lịch; thay đổi áp dụng từ lần sau.',
    en: '"{title}" is on air and plays on as it was planned; the change applies from the next time.',
  },
  'on-air-stopped': {
    status: 200,
    vi: '"{title}" đang phát và được dừng ngay.',
    en: '"{title}" was on air and is stopped now.',
  },
  'on-air-over': {
    status: 200,
    vi: '"{title}" vừa phát xong, không còn gì đang phát để dừng.',
    en: '"{title}" had just ended; nothing sounded any more.',
  },
  'rank-without-priority': {
    status: 422,
    vi: 'Chỉ lượt phát ưu tiên mới có thứ tự. Chưa có gì thay đổi.',
    en: 'Only priority broadcasts have an order among them. Nothing was changed.',
  },
  'broadcast-begun': {
    status: 409,
    vi: 'Lượt phát đã bắt đầu hoặc đã huỷ nên không sửa được. Nội dung đang phát giữ nguyên. Muốn dừng thì huỷ lượt phát.',
    en: 'The broadcast has begun or was cancelled and cannot be changed. What sounds stays as it is. Cancel it to stop it.',
  },
  'broadcast-changed': {
    status: 409,
    vi: 'Lượt phát vừa được người khác sửa, duyệt hoặc huỷ. Chưa có gì thay đổi. Mở lại rồi sửa tiếp.',
    en: 'Somebody else has just changed, approved or cancelled the broadcast. Nothing was changed. Open it again.',
  },
  'idempotency-conflict': {
    status: 409,
    vi: 'Khoá này đã dùng cho một lượt phát khác. Chưa lên lịch thêm. Gửi lại với khoá mới.',
    en: 'This key was used for a different broadcast. Nothing more was planned. Send it with a new key.',
  },
  'coverage-too-much': {
    status: 422,
    vi: 'Khoảng thời gian quá dài để tính độ phủ một lần. Chọn tối đa {days} ngày, hoặc ít hơn nếu có rất nhiều lượt phát.',
    en: 'The span is too long to reckon coverage at once. Choose at most {days} days, or fewer where there are very many broadcasts.',
  },
});
