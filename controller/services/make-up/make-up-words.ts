/** Why a cluster is not given a make-up now, in words. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { MakeUpHindrance } from '@loa-lang/schemas/states/make-up';

const WORDS: Readonly<Record<MakeUpHindrance, Words>> = {
  gone: { vi: 'cụm loa đã bị gỡ khỏi danh sách', en: 'the cluster was removed' },
  gateway: {
    vi: 'cụm chuyển tiếp, không đo được đã phát hay chưa',
    en: 'a gateway: whether it played cannot be measured',
  },
  muted: { vi: 'đang tắt tiếng', en: 'muted' },
  locked: { vi: 'đang khoá im lặng', en: 'under a lock of silence' },
  'under-way': { vi: 'đang có lượt phát bù', en: 'a make-up for it is under way' },
  'just-back': { vi: 'vừa có mạng lại, chờ nửa phút', en: 'just back; in half a minute' },
  'no-report': {
    vi: 'chưa báo kết quả, có thể đã tự phát khi mất mạng; chờ cụm có mạng lại',
    en: 'has not reported and may have played it without a network; waiting until it is back',
  },
};

export const hindranceWords = (reason: MakeUpHindrance): Words => WORDS[reason];
