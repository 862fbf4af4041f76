/** Errors about complaints and measured levels. */
import { errorRows } from './error-row.ts';

export const COMPLAINT_ERRORS = errorRows({
  'complaint-unknown': {
    status: 404,
    vi: 'Không có phản ánh này. Kiểm tra lại mã tra cứu.',
    en: 'There is no such complaint. Check the code it was given.',
  },
  'complaint-code-unknown': {
    status: 404,
    vi: 'Không có cụm loa nào mang mã này. Quét lại mã trên cột loa hoặc gọi UBND xã.',
    en: 'No loudspeaker has this code. Scan the code on the pole again, or call the commune.',
  },
  'complaints-crowded': {
    status: 429,
    vi: 'Đang có quá nhiều phản ánh gửi đến. Phản ánh này chưa được nhận. Thử lại sau một giờ hoặc gọi UBND xã.',
    en: 'Too many complaints are coming in. This one was not taken. Try again in an hour, or call the commune.',
  },
  'complaint-closed': {
    status: 409,
    vi: 'Phản ánh này đã đóng. Chưa đổi gì. Ghi phản ánh mới nếu sự việc lặp lại.',
    en: 'This complaint is closed. Nothing was changed. Take down a new one if it happens again.',
  },
  'complaint-place-wrong': {
    status: 422,
    vi: 'Chưa rõ nơi bị phản ánh, hoặc cụm loa, thôn và xã không khớp nhau. Chưa lưu gì. Chọn lại cụm loa hoặc thôn.',
    en: 'The place is not clear, or loudspeaker, hamlet and commune do not belong together. Nothing was saved. Choose again.',
  },
  'complaint-broadcast-elsewhere': {
    status: 422,
    vi: 'Lượt phát này không phải của xã này. Chưa lưu gì. Bỏ trống hoặc chọn lại.',
    en: 'This broadcast is not of this commune. Nothing was saved. Leave it out, or choose again.',
  },
  'sound-reading-unknown': {
    status: 404,
    vi: 'Không có kết quả đo này, hoặc đã bị xoá. Mở lại danh sách.',
    en: 'There is no such reading, or it was removed. Open the list again.',
  },
});
