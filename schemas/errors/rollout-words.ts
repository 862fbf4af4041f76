/** What a rollout and its devices wait for, and what became of them, for people. */
import type { RolloutPause, RolloutWait } from '../states/rollout.ts';
import type { Words } from './codes.ts';

/** Why a rollout pauses. */
export const ROLLOUT_PAUSE_WORDS: Readonly<Record<RolloutPause, Words>> = {
  'by-hand': { vi: 'Có người tạm dừng.', en: 'Somebody paused it.' },
  'first-failed': {
    vi: 'Cụm loa đi trước cập nhật không thành. Xem lý do; chọn cụm khác đi trước hoặc dừng đợt này.',
    en: 'The cluster that goes first did not become healthy. See why; name another one to go first, or stop.',
  },
  failures: {
    vi: 'Hơn một phần mười số cụm loa đã thử không thành. Xem lý do trước khi tiếp tục.',
    en: 'More than a tenth of those that tried have failed. See why before going on.',
  },
  withdrawn: { vi: 'Phiên bản đã bị thu hồi.', en: 'The version was withdrawn.' },
};

/** What a waiting device waits for. */
export const ROLLOUT_WAIT_WORDS: Readonly<Record<RolloutWait, Words>> = {
  first: { vi: 'Chờ cụm loa đi trước chạy tốt.', en: 'Waits until the first cluster is healthy.' },
  soaking: {
    vi: 'Cụm loa đi trước đã cập nhật, đang theo dõi thêm.',
    en: 'The first cluster has the new version and is watched for a while.',
  },
  wave: { vi: 'Chờ tới lượt.', en: 'Waits for its turn.' },
  offline: { vi: 'Cụm loa đang mất kết nối.', en: 'The cluster is offline.' },
  hours: { vi: 'Ngoài giờ cập nhật.', en: 'Outside the hours for updates.' },
  'on-air': { vi: 'Cụm loa đang phát hoặc sắp phát.', en: 'Something sounds there, or is about to.' },
  maintenance: { vi: 'Đang có người sửa tại cụm loa.', en: 'Somebody is working at the cluster.' },
  'not-running': { vi: 'Đợt cập nhật đang tạm dừng hoặc đã dừng.', en: 'The rollout is paused or stopped.' },
};

/** What the detail of a device says, where it is one of these. */
export const ROLLOUT_DETAIL_WORDS: Readonly<Record<string, Words>> = {
  gone: {
    vi: 'Thiết bị đã được thay, chuyển chỗ hoặc thu hồi.',
    en: 'The device was replaced, moved or revoked.',
  },
  'rolled-back-before': {
    vi: 'Thiết bị đã từng quay lại bản cũ từ phiên bản này, nên không thử lại.',
    en: 'The device went back from this very version before, and does not try it again.',
  },
  already: { vi: 'Thiết bị đã chạy phiên bản này.', en: 'The device ran this version already.' },
  'too-old': {
    vi: 'Phần mềm trên thiết bị quá cũ hoặc không chạy qua trình khởi động, không tự cập nhật được. Cập nhật tại chỗ.',
    en: 'The agent is too old, or no launcher starts it: it cannot be updated from here. Update it on the spot.',
  },
  expired: {
    vi: 'Hết giờ mà chưa cập nhật xong (mạng yếu, hoặc không có khoảng trống giữa các lượt phát).',
    en: 'It was not done in time: a weak link, or no gap between broadcasts.',
  },
  'no-answer': { vi: 'Thiết bị không trả lời.', en: 'The device did not answer.' },
};
