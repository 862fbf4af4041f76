/** Errors of enrolling devices. */
import { errorRows } from './error-row.ts';

export const ENROLMENT_ERRORS = errorRows({
  'enrolment-broken': {
    status: 422,
    vi: 'Yêu cầu ghi danh không hợp lệ hoặc thuộc hệ thống khác. Chưa có gì thay đổi. Kiểm tra tệp deployment.json trên thiết bị.',
    en: 'The request for enrolment is not valid, or meant for another system. Nothing was changed. Check deployment.json on the device.',
  },
  'enrolment-closed': {
    status: 503,
    vi: 'Hệ thống chưa mở cổng TLS cho thiết bị. Chưa có gì thay đổi. Đặt DEVICE_NAME rồi khởi động lại.',
    en: 'This system offers no TLS to devices yet. Nothing was changed. Set DEVICE_NAME and start it again.',
  },
  'enrolment-crowded': {
    status: 429,
    vi: 'Có quá nhiều thiết bị lạ đang xin ghi danh. Thiết bị sẽ tự hỏi lại. Xem danh sách thiết bị mới và từ chối máy lạ.',
    en: 'Too many unknown devices ask to be enrolled. The device will ask again. Look at the list and turn strangers away.',
  },
  'enrolment-unknown': {
    status: 404,
    vi: 'Chưa có thiết bị mới nào mang mã {code} gọi về. Chưa có gì thay đổi. Cắm điện và mạng cho thiết bị, chờ một phút rồi quét lại.',
    en: 'No new device with the code {code} has called yet. Nothing was changed. Give it power and network, wait a minute, and scan again.',
  },
  'code-broken': {
    status: 422,
    vi: 'Mã hoặc dấu khoá không đọc được. Chưa có gì thay đổi. Quét lại nhãn trên hộp, hoặc gõ lại đúng như in trên nhãn.',
    en: 'The code or fingerprint cannot be read. Nothing was changed. Scan the label again, or type it as it is printed.',
  },
  'fingerprint-needed': {
    status: 422,
    vi: 'Chưa so dấu khoá của thiết bị mang mã {code}. Chưa có gì thay đổi. So dấu khoá trên màn hình với nhãn trên hộp rồi xác nhận.',
    en: 'The fingerprint of the device with the code {code} was not compared. Nothing was changed. Compare it with the label on the box and confirm.',
  },
  'fingerprint-differs': {
    status: 409,
    vi: 'Thiết bị mang mã {code} có dấu khoá khác với nhãn: có thể là máy khác mạo nhận, hoặc thẻ nhớ đã ghi lại. Chưa có gì thay đổi. Kiểm tra thiết bị trong tay.',
    en: 'The device that claims the code {code} has another fingerprint than the label: an impostor, or a card that was written again. Nothing was changed. Check the device in your hand.',
  },
});
