/** Errors of remote work on devices. */
import { errorRows } from './error-row.ts';

export const REMOTE_ERRORS = errorRows({
  'command-disturbs': {
    status: 409,
    vi: 'Lệnh này làm ảnh hưởng đến {clusters} ({why}). Chưa gửi gì. Chờ phát xong, hoặc gửi lại kèm lý do.',
    en: 'This would disturb {clusters} ({why}). Nothing was sent. Wait until it is over, or order it again with a reason.',
  },
  'command-silenced': {
    status: 409,
    vi: 'Đang khoá im lặng hoặc tắt tiếng tại {clusters} nên không phát thử được. Chưa gửi gì. Gỡ khoá hoặc bật tiếng trước.',
    en: '{clusters} is under a lock of silence or muted and must not sound. Nothing was sent. Lift the lock or unmute it first.',
  },
  'command-too-many': {
    status: 429,
    vi: 'Đã gửi quá nhiều lệnh loại này tới {clusters} trong một giờ qua. Chưa gửi gì. Xem kết quả các lệnh trước rồi thử lại sau.',
    en: 'Too many orders of this kind went to {clusters} within the hour. Nothing was sent. Look at what became of them and try later.',
  },
  'command-batch-unknown': {
    status: 404,
    vi: 'Không có đợt lệnh này. Xem lại danh sách lệnh của cụm loa.',
    en: 'There is no such batch of orders. Look at the orders of the cluster.',
  },
  'self-test-window': {
    status: 422,
    vi: 'Khung giờ tự kiểm tra phải nằm ngoài giờ yên lặng ({from}–{until}) và bắt đầu trước khi kết thúc. Chưa có gì thay đổi. Chọn giờ khác.',
    en: 'Self-tests must lie outside the quiet hours ({from}–{until}) and begin before they end. Nothing was changed. Choose other hours.',
  },
});
