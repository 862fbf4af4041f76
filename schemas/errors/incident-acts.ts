/** Errors about what people do with incidents, and about maintenance windows. */
import { errorRows } from './error-row.ts';

export const INCIDENT_ERRORS = errorRows({
  'incident-unknown': {
    status: 404,
    vi: 'Không có sự cố này. Mở lại danh sách sự cố.',
    en: 'There is no such incident. Open the list again.',
  },
  'incident-over': {
    status: 409,
    vi: 'Sự cố này đã xong nên không ghi thêm được. Nếu còn hỏng, mở lại sự cố.',
    en: 'This incident is over, so nothing more can be done with it. If it is still there, open it again.',
  },
  'incident-not-to-reopen': {
    status: 409,
    vi: 'Sự cố này đang mở, hoặc đã tự hết, nên không có gì để mở lại.',
    en: 'This incident is open, or was over by itself, so there is nothing to take back.',
  },
  'maintenance-unknown': {
    status: 404,
    vi: 'Không có lịch bảo trì này.',
    en: 'There is no such maintenance window.',
  },
  'maintenance-over': {
    status: 409,
    vi: 'Lịch bảo trì này đã kết thúc.',
    en: 'This maintenance window is over already.',
  },
  'maintenance-times-wrong': {
    status: 422,
    vi: 'Giờ kết thúc bảo trì phải sau giờ bắt đầu, chưa qua và không quá 7 ngày. Chưa lưu. Sửa lại giờ.',
    en: 'The end must come after the start, not have passed, and be within 7 days. Nothing was saved. Correct the times.',
  },
  'maintenance-place-wrong': {
    status: 422,
    vi: 'Chọn một cụm loa, hoặc một thôn hay một xã. Chưa lưu.',
    en: 'Choose one cluster, or one hamlet or commune. Nothing was saved.',
  },
});
