/** Errors about notifications. */
import { errorRows } from './error-row.ts';

export const NOTIFICATION_ERRORS = errorRows({
  'notification-channel-unknown': {
    status: 404,
    vi: 'Không có kênh báo tin này, hoặc đã bị bỏ. Mở lại danh sách kênh.',
    en: 'There is no such channel, or it was removed. Open the list of channels again.',
  },
  'notification-rule-unknown': {
    status: 404,
    vi: 'Không có quy tắc báo tin này, hoặc đã bị bỏ. Mở lại danh sách quy tắc.',
    en: 'There is no such rule, or it was removed. Open the list of rules again.',
  },
  'notification-unknown': {
    status: 404,
    vi: 'Không có thông báo này. Mở lại danh sách.',
    en: 'There is no such notification. Open the list again.',
  },
  'notification-settings-missing': {
    status: 422,
    vi: 'Kênh loại này cần phần cài đặt "{needed}" và không nhận phần khác. Chưa lưu gì.',
    en: 'A channel of this kind needs its settings "{needed}" and takes no others. Nothing was saved.',
  },
  'notification-url-invalid': {
    status: 422,
    vi: '"{url}" không phải địa chỉ gọi tới được. Chưa lưu gì. Nhập địa chỉ đầy đủ bắt đầu bằng https://, không kèm tên và mật khẩu.',
    en: '"{url}" is no address to call. Nothing was saved. Give a whole address that begins with https://, without a name and a password in it.',
  },
  'notification-address-invalid': {
    status: 422,
    vi: '"{address}" không phải địa chỉ e-mail. Chưa lưu gì. Sửa lại địa chỉ.',
    en: '"{address}" is no e-mail address. Nothing was saved. Correct it.',
  },
  'notification-template-wrong': {
    status: 422,
    vi: 'Mẫu gửi chưa đúng: {why}. Chưa lưu gì.',
    en: 'The template is not right: {why}. Nothing was saved.',
  },
  'notification-channel-used': {
    status: 409,
    vi: 'Quy tắc "{name}" còn dùng kênh này. Chưa bỏ kênh. Đổi kênh của quy tắc trước.',
    en: 'The rule "{name}" still uses this channel. It was not removed. Change the rule first.',
  },
  'notification-channel-elsewhere': {
    status: 422,
    vi: 'Kênh này không phải của địa bàn này hoặc cấp trên. Chưa lưu gì. Chọn kênh khác.',
    en: 'This channel is not of this area or one above it. Nothing was saved. Choose another one.',
  },
  'notification-person-elsewhere': {
    status: 422,
    vi: 'Có người không thuộc địa bàn này. Chưa lưu gì. Chọn lại người nhận.',
    en: 'Somebody of them does not belong here. Nothing was saved. Choose the recipients again.',
  },
  'notification-nobody': {
    status: 422,
    vi: 'Quy tắc không báo cho ai. Chưa lưu gì. Chọn vai trò hoặc người nhận.',
    en: 'The rule tells nobody. Nothing was saved. Choose roles or people.',
  },
  'notification-not-waiting': {
    status: 409,
    vi: 'Thông báo này đã gửi xong hoặc đang gửi, không cần gửi lại.',
    en: 'This notification was sent, or is being sent: there is nothing to try again.',
  },
  'notification-no-address': {
    status: 422,
    vi: 'Tài khoản của bạn chưa có địa chỉ nhận cho kênh này (e-mail hoặc số điện thoại). Chưa gửi gì. Thêm vào tài khoản trước.',
    en: 'Your account has no address for this channel (e-mail or telephone). Nothing was sent. Add it to the account first.',
  },
  'notification-no-mail-server': {
    status: 422,
    vi: 'Hệ thống chưa có máy chủ thư nên không gửi được e-mail. Nhờ người quản trị đặt SMTP_URL và MAIL_FROM.',
    en: 'The system has no mail server and cannot send e-mail. Ask the administrator to set SMTP_URL and MAIL_FROM.',
  },
});

/** What is wrong with a template. */
export const TEMPLATE_FAULT_WORDS = {
  'not-json': { vi: 'nội dung không phải JSON', en: 'the body is not JSON' },
  'unknown-hole': { vi: 'có chỗ điền không biết', en: 'it has an unknown hole' },
  'secret-missing': { vi: 'thiếu giá trị bí mật', en: 'a secret is missing' },
  'header-refused': { vi: 'header này không đặt được', en: 'this header cannot be set' },
} as const;
