/** Words of a complaint, wherever one is told. */
import { words } from './words.ts';

export const complaintWords = words('complaint-words', {
  vi: {
    new: 'Mới',
    acknowledged: 'Đã tiếp nhận',
    answered: 'Đã trả lời',
    closed: 'Đã đóng',
    times: '{number} lần',
    overdue: 'quá hạn trả lời',
    due: 'trả lời trước {moment}',
  },
  en: {
    new: 'New',
    acknowledged: 'Taken up',
    answered: 'Answered',
    closed: 'Closed',
    times_one: '{number} time',
    times_other: '{number} times',
    overdue: 'answer overdue',
    due: 'to be answered by {moment}',
  },
});
