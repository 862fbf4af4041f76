/** Errors of the pages for villagers and of the signs that lead to them. */
import { errorRows } from './error-row.ts';

export const PUBLIC_PAGE_ERRORS = errorRows({
  'hamlet-page-unknown': {
    status: 404,
    vi: 'Không có trang tin ở địa chỉ này. Chọn lại thôn trong danh sách.',
    en: 'There is no page at this address. Choose the hamlet from the list.',
  },
  'public-entry-gone': {
    status: 404,
    vi: 'Tin này không còn trên trang. Trang giữ tin đã phát trong bảy ngày, và gỡ tin đã hết hiệu lực. Mở lại trang của thôn.',
    en: 'This is no longer on the page, which keeps what was on air for seven days and while it is valid. Open the hamlet’s page again.',
  },
  'face-missing': {
    status: 422,
    vi: 'Chưa chọn mức nào. Chưa ghi nhận gì. Chọn một trong năm mức.',
    en: 'None was chosen. Nothing was noted. Choose one of the five.',
  },
  'complaint-kind-missing': {
    status: 422,
    vi: 'Chưa chọn việc cần phản ánh. Phản ánh chưa được gửi. Chọn một việc rồi gửi lại.',
    en: 'It is not said what is wrong. The report was not sent. Choose one, then send it again.',
  },
  'complaint-contact-short': {
    status: 422,
    vi: 'Số điện thoại hoặc địa chỉ liên hệ cần từ 3 ký tự. Phản ánh chưa được gửi. Sửa lại, hoặc để trống.',
    en: 'A contact needs three characters or more. The report was not sent. Correct it, or leave it empty.',
  },
  'public-pages-crowded': {
    status: 429,
    vi: 'Đang có quá nhiều lượt xem từ mạng này. Thử lại sau một giờ.',
    en: 'Too many visits come from this network. Try again in an hour.',
  },
  'signs-none': {
    status: 409,
    vi: 'Chưa cụm loa nào ở đây có mã để in. Chưa in gì. Tạo mã cho các cụm loa rồi in lại.',
    en: 'No loudspeaker here has a code yet. Nothing was printed. Make the codes, then print again.',
  },
});
