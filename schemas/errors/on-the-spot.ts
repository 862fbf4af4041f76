/** Errors of cards for speaking on the spot. */
import { errorRows } from './error-row.ts';

export const SPOT_ERRORS = errorRows({
  'spot-times': {
    status: 422,
    vi: 'Thời hạn của thẻ không hợp lệ: phải kết thúc sau lúc bắt đầu, ở tương lai và không quá 12 tháng. Chưa cấp thẻ.',
    en: 'The dates of the card do not fit: it ends after it begins, in the future, within 12 months. No card was made.',
  },
  'spot-too-many': {
    status: 409,
    vi: 'Thôn này đã có {most} thẻ còn hạn. Chưa cấp thẻ. Thu hồi thẻ không dùng nữa rồi cấp lại.',
    en: 'This hamlet has {most} valid cards already. No card was made. Take back those that nobody uses.',
  },
  'spot-credential-unknown': {
    status: 404,
    vi: 'Không có thẻ này, hoặc thẻ đã bị thu hồi. Mở lại danh sách.',
    en: 'There is no such card, or it was taken back. Open the list again.',
  },
});
