/** Errors and warnings about readiness and planned outages. */
import { errorRows } from './error-row.ts';

export const READINESS_ERRORS = errorRows({
  'broadcast-not-coming': {
    status: 409,
    vi: 'Lượt phát này đã bắt đầu hoặc đã huỷ nên không còn xem mức sẵn sàng. Xem kết quả phát.',
    en: 'This broadcast has begun or was cancelled, so there is no readiness to see. Look at its coverage.',
  },
  'outage-unknown': {
    status: 404,
    vi: 'Không có lịch mất điện này. Có thể đã bị xoá.',
    en: 'There is no such planned outage. It may have been removed.',
  },
  'outage-times-wrong': {
    status: 422,
    vi: 'Giờ có điện lại phải sau giờ mất điện và chưa qua. Chưa lưu. Sửa lại giờ.',
    en: 'The end must come after the start and must not have passed. Nothing was saved. Correct the times.',
  },
  'outage-over-broadcast': {
    status: 200,
    vi: 'Mất điện theo kế hoạch tại {hamlets} trùng giờ phát: {clusters} cụm có thể không phát được.',
    en: 'A planned outage at {hamlets} lies over the broadcast: {clusters} cluster(s) may not play it.',
  },
  'outage-start-earlier': {
    status: 200,
    vi: 'Mất điện theo kế hoạch tại {hamlets} trùng giờ phát: {clusters} cụm có thể không phát được. Phát sớm hơn, lúc {start}, thì kịp.',
    en: 'A planned outage at {hamlets} lies over the broadcast: {clusters} cluster(s) may not play it. Starting at {start} would be in time.',
  },
});
