/** Why a notification did not arrive, for people: what is wrong, and what to do. */
import type { Words } from './codes.ts';

export const NOTIFICATION_FAULT_WORDS = {
  'channel-removed': {
    vi: 'Kênh này đã bị bỏ. Chọn kênh khác cho quy tắc báo tin.',
    en: 'This channel was removed. Choose another one for the rule.',
  },
  'channel-off': {
    vi: 'Kênh này đang tắt. Bật lại rồi gửi lại.',
    en: 'This channel is off. Switch it on and send again.',
  },
  'nobody-there': {
    vi: 'Người nhận không còn tài khoản hoạt động. Chọn người khác.',
    en: 'The recipient has no active account any more. Choose somebody else.',
  },
  'no-phone': {
    vi: 'Người nhận chưa có số điện thoại. Thêm số vào tài khoản rồi gửi lại.',
    en: 'The recipient has no telephone number. Add it to the account and send again.',
  },
  'no-email': {
    vi: 'Người nhận chưa có địa chỉ e-mail. Thêm địa chỉ vào tài khoản rồi gửi lại.',
    en: 'The recipient has no e-mail address. Add it to the account and send again.',
  },
  'no-mail-server': {
    vi: 'Hệ thống chưa được cấu hình máy chủ thư. Đặt SMTP_URL và MAIL_FROM.',
    en: 'No mail server is configured. Set SMTP_URL and MAIL_FROM.',
  },
  'secrets-unreadable': {
    vi: 'Không mở được khoá bí mật của kênh. Nhập lại hoặc tạo khoá mới.',
    en: 'The secrets of the channel cannot be opened. Enter them again, or make a new one.',
  },
  'refused-address': {
    vi: 'Địa chỉ nằm trong mạng nội bộ nên không được phép gọi tới. Nếu đúng, nhờ người quản trị thêm vào NOTIFY_ALLOWED_ADDRESSES.',
    en: 'The address lies in an inner network and is not called. If it is right, ask the administrator to add it to NOTIFY_ALLOWED_ADDRESSES.',
  },
  'unknown-host': {
    vi: 'Không tìm thấy máy chủ này. Kiểm tra địa chỉ và kết nối Internet.',
    en: 'There is no such server. Check the address, and the Internet connection.',
  },
  unreachable: {
    vi: 'Máy chủ không trả lời. Hệ thống sẽ thử lại.',
    en: 'The server does not answer. It is tried again.',
  },
  'not-trusted': {
    vi: 'Chứng thư của máy chủ không hợp lệ nên không gửi. Kiểm tra địa chỉ và chứng thư.',
    en: 'The certificate of the server does not hold, so nothing was sent. Check the address and the certificate.',
  },
  'timed-out': {
    vi: 'Máy chủ không trả lời kịp. Hệ thống sẽ thử lại.',
    en: 'The server did not answer in time. It is tried again.',
  },
  redirected: {
    vi: 'Máy chủ chuyển hướng sang địa chỉ khác, hệ thống không đi theo. Nhập địa chỉ cuối cùng.',
    en: 'The server redirects elsewhere, which is not followed. Give the final address.',
  },
  status: { vi: 'Máy chủ nhận trả lời lỗi.', en: 'The other server answers with an error.' },
  'not-confirmed': {
    vi: 'Máy chủ nhận không xác nhận đã gửi. Xem mã trả lời trong tài liệu của dịch vụ.',
    en: 'The other server does not confirm it. Look its answer up in the service’s documentation.',
  },
  'mail-refused': {
    vi: 'Máy chủ thư từ chối địa chỉ này. Sửa địa chỉ e-mail trong tài khoản.',
    en: 'The mail server refuses this address. Correct the e-mail address in the account.',
  },
  'mail-failed': {
    vi: 'Máy chủ thư chưa nhận thư. Hệ thống sẽ thử lại.',
    en: 'The mail server has not taken the message. It is tried again.',
  },
  internal: {
    vi: 'Lỗi bên trong hệ thống. Hệ thống sẽ thử lại; xem nhật ký của máy chủ.',
    en: 'A fault inside the system. It is tried again; see the log of the server.',
  },
} as const satisfies Record<string, Words>;

export type NotificationFault = keyof typeof NOTIFICATION_FAULT_WORDS;
