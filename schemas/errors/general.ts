/** Errors of any request. */
import { errorRows } from './error-row.ts';

export const GENERAL_ERRORS = errorRows({
  'bad-request': {
    status: 400,
    vi: 'Thông tin gửi lên chưa đúng: {detail}. Chưa có gì thay đổi. Sửa lại rồi gửi lần nữa.',
    en: 'The request is not valid: {detail}. Nothing was changed. Correct it and send it again.',
  },
  'json-broken': {
    status: 400,
    vi: 'Nội dung gửi lên không phải JSON hợp lệ. Chưa có gì thay đổi. Sửa lại rồi gửi lần nữa.',
    en: 'The body is not valid JSON. Nothing was changed. Correct it and send it again.',
  },
  'body-too-large': {
    status: 413,
    vi: 'Nội dung gửi lên quá lớn. Chưa có gì được lưu. Rút gọn rồi gửi lại.',
    en: 'The request is too large. Nothing was stored. Shorten it and send it again.',
  },
  'media-type-unknown': {
    status: 415,
    vi: 'Kiểu nội dung gửi lên không dùng được. Chưa có gì thay đổi. Gửi JSON, hoặc gửi tệp bằng biểu mẫu.',
    en: 'This content type is not accepted. Nothing was changed. Send JSON, or a file as a form.',
  },
  'not-found': {
    status: 404,
    vi: 'Không tìm thấy mục này. Có thể mục đã bị xoá. Mở lại danh sách.',
    en: 'This was not found. It may have been removed. Open the list again.',
  },
  'token-missing': {
    status: 401,
    vi: 'Chưa có mã truy cập hoặc mã không đúng. Chưa có gì thay đổi. Nhập lại mã truy cập.',
    en: 'The access token is missing or wrong. Nothing was changed. Enter the token again.',
  },
  'origin-refused': {
    status: 403,
    vi: 'Yêu cầu đến từ một trang lạ nên bị từ chối. Chưa có gì thay đổi. Mở lại đúng địa chỉ của hệ thống.',
    en: 'The request came from a foreign page and was refused. Nothing was changed. Use the address of this system.',
  },
  'too-many-watchers': {
    status: 503,
    vi: 'Có quá nhiều trang đang theo dõi. Việc phát không bị ảnh hưởng. Đóng bớt trang rồi mở lại.',
    en: 'Too many pages are watching. Broadcasts are not affected. Close some and open this one again.',
  },
  'database-unavailable': {
    status: 503,
    vi: 'Chưa lưu được vì cơ sở dữ liệu không trả lời. Lịch đã gửi đến các cụm loa vẫn phát. Thử lại sau ít phút.',
    en: 'Not saved: the database does not answer. What the loudspeakers already hold still plays. Try again shortly.',
  },
  'queue-unavailable': {
    status: 503,
    vi: 'Bộ hẹn giờ nội bộ không trả lời. Lịch đã gửi vẫn phát đúng giờ. Xem lại mục này đã được lưu chưa, rồi thử lại sau ít phút.',
    en: 'The internal timer does not answer. What was sent still plays on time. See whether this was saved, then try again shortly.',
  },
  stopping: {
    status: 503,
    vi: 'Hệ thống đang dừng. Lịch đã gửi đến các cụm loa vẫn phát. Thử lại khi hệ thống chạy lại.',
    en: 'The system is stopping. What the loudspeakers already hold still plays. Try again once it runs.',
  },
  internal: {
    status: 500,
    vi: 'Hệ thống gặp lỗi và chưa làm xong việc này. Lịch đã gửi vẫn phát. Thử lại; nếu vẫn lỗi, báo mã {reference}.',
    en: 'Something failed and this was not completed. What was already sent still plays. Try again; if it fails, report {reference}.',
  },
});
