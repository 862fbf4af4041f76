/** Words of notifications, Vietnamese first. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { Severity } from '@loa-lang/schemas/states/incident';
import type { MessageLanguage, NotificationType } from '@loa-lang/schemas/states/notification';

type Counted = Record<MessageLanguage, (count: number) => string>;

export const HEADINGS: Record<NotificationType, Counted> = {
  alert: {
    vi: (count) => (count === 1 ? 'Sự cố' : `${count} sự cố`),
    en: (count) => (count === 1 ? 'Incident' : `${count} incidents`),
  },
  escalation: {
    vi: (count) => (count === 1 ? 'Chưa ai nhận xử lý' : `${count} sự cố chưa ai nhận xử lý`),
    en: (count) => (count === 1 ? 'Nobody has taken it on' : `${count} incidents that nobody has taken on`),
  },
  over: {
    vi: (count) => (count === 1 ? 'Đã hết sự cố' : `Đã hết ${count} sự cố`),
    en: (count) => (count === 1 ? 'Over' : `${count} incidents are over`),
  },
  digest: {
    vi: (count) => `Tổng hợp ${count} sự cố`,
    en: (count) => (count === 1 ? 'Digest of 1 incident' : `Digest of ${count} incidents`),
  },
  test: { vi: () => 'Thông báo thử từ Loa Làng', en: () => 'Test message from Loa Làng' },
};

export const SEVERITY_WORDS: Record<Severity, Words> = {
  critical: { vi: 'nghiêm trọng', en: 'critical' },
  major: { vi: 'quan trọng', en: 'major' },
  minor: { vi: 'nhẹ', en: 'minor' },
  notice: { vi: 'để biết', en: 'notice' },
};

export const WORDS = {
  what: { vi: 'Việc gì', en: 'What' },
  where: { vi: 'Ở đâu', en: 'Where' },
  when: { vi: 'Khi nào', en: 'When' },
  since: { vi: 'từ', en: 'since' },
  until: { vi: 'đến', en: 'until' },
  detail: { vi: 'Chi tiết', en: 'Detail' },
  toDo: { vi: 'Cần làm', en: 'What to do' },
  open: { vi: 'Mở hệ thống', en: 'Open the system' },
  cluster: { vi: 'Cụm', en: 'Loudspeaker' },
  system: { vi: 'toàn hệ thống', en: 'the whole system' },
  severalPlaces: { vi: 'nhiều nơi', en: 'several places' },
  stillOpen: { vi: 'Đang mở', en: 'Open' },
  over: { vi: 'Đã hết', en: 'Over' },
  unknownAdvice: { vi: 'Mở hệ thống để xem.', en: 'Open the system to see.' },
  test: {
    vi: 'Đây là thông báo thử. Nhận được là kênh này hoạt động; không cần làm gì.',
    en: 'This is a test. Its arrival means that this channel works; nothing is to be done.',
  },
  more: {
    vi: (count: number) => `… và ${count} sự cố khác`,
    en: (count: number) => (count === 1 ? '… and one more' : `… and ${count} more`),
  },
} as const;
