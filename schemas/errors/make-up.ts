/** Errors about make-ups (phát bù). */
import { errorRows } from './error-row.ts';

export const MAKE_UP_ERRORS = errorRows({
  'make-up-cancelled': {
    status: 409,
    vi: 'Lượt phát này đã bị huỷ nên không phát bù.',
    en: 'This broadcast was cancelled, so there is no make-up of it.',
  },
  'make-up-not-aired': {
    status: 409,
    vi: 'Lượt phát này chưa được duyệt nên chưa phát, không có gì để phát bù.',
    en: 'This broadcast was not approved and never aired, so there is nothing to make up.',
  },
  'make-up-not-settled': {
    status: 409,
    vi: 'Chưa biết cụm nào bỏ lỡ: kết quả còn đang về. Xem lại sau {until}.',
    en: 'It is not known yet who missed it: reports are still coming in. Look again after {until}.',
  },
  'make-up-not-recorded': {
    status: 409,
    vi: 'Lượt phát này là tiếp âm hoặc phát trực tiếp, không có bản ghi để phát bù.',
    en: 'This broadcast was a relay or live, and there is no recording to play again.',
  },
  'make-up-all-reached': {
    status: 409,
    vi: 'Mọi cụm loa đã phát bản tin này, không cần phát bù.',
    en: 'Every cluster has played this broadcast; no make-up is needed.',
  },
  'make-up-nothing': {
    status: 409,
    vi: 'Chưa phát bù được cho cụm nào. {why}',
    en: 'No cluster can be given a make-up now. {why}',
  },
  'make-up-bulletin-removed': {
    status: 409,
    vi: 'Một bản tin của lượt phát này đã bị xoá nên không phát bù.',
    en: 'A bulletin of this broadcast was removed, so it is not played again.',
  },
});
