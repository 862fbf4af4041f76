/** Errors of the record: audit log and programme log. */
import { errorRows } from './error-row.ts';

export const AUDIT_ERRORS = errorRows({
  'audit-unavailable': {
    status: 503,
    vi: 'Chưa làm được vì không ghi được nhật ký thao tác. Chưa có gì thay đổi. Kiểm tra ổ đĩa của máy chủ rồi làm lại.',
    en: 'Not done: the audit log could not be written. Nothing was changed. Look at the disk of the server, then try again.',
  },
  'month-not-over': {
    status: 409,
    vi: 'Tháng {month} chưa kết thúc hoặc còn lượt phát đang chờ kết quả. Chưa chốt sổ. Chốt khi tháng đã hết và kết quả đã về đủ.',
    en: 'The month {month} is not over, or results are still awaited. It was not closed. Close it when it is over and the results are in.',
  },
  'month-closed': {
    status: 409,
    vi: 'Sổ tháng {month} đã chốt nên không thêm hay sửa dòng cũ được. Chưa có gì thay đổi. Ghi thành dòng đính chính, nêu lý do.',
    en: 'The log of {month} is closed: nothing in it is added or changed. Nothing was changed. Write a correction with its reason.',
  },
  'month-open': {
    status: 409,
    vi: 'Sổ tháng {month} chưa chốt nên chưa cần đính chính. Chưa có gì thay đổi. Ghi thành dòng ghi tay.',
    en: 'The log of {month} is not closed and needs no correction. Nothing was changed. Write an entry by hand.',
  },
  'month-wrong': {
    status: 422,
    vi: 'Ngày phải nằm trong tháng {month}. Chưa có gì thay đổi. Chọn đúng tháng rồi ghi lại.',
    en: 'The day must lie in {month}. Nothing was changed. Choose the right month and write it again.',
  },
  'log-line-unknown': {
    status: 404,
    vi: 'Sổ tháng này không có dòng đó. Chưa có gì thay đổi. Mở lại sổ rồi chọn dòng.',
    en: 'The log of this month has no such line. Nothing was changed. Open it again and choose the line.',
  },
});
