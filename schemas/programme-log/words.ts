/** What the programme log calls classes, levels and reasons. */
import type { Words } from '../errors/codes.ts';
import type { BroadcastClass, Level } from '../wire/plan.ts';
import type { ReceiptReason } from '../wire/report.ts';

const words = (vi: string, en: string): Words => ({ vi, en });

export const CLASS_WORDS: Readonly<Record<BroadcastClass, Words>> = {
  emergency: words('Khẩn cấp', 'Emergency'),
  live: words('Trực tiếp', 'Live'),
  urgent: words('Đột xuất', 'Urgent'),
  priority: words('Ưu tiên', 'Priority'),
  scheduled: words('Theo lịch', 'Scheduled'),
  relay: words('Tiếp âm', 'Relay'),
};

/** Where content comes from. */
export const LEVEL_WORDS: Readonly<Record<Level, Words>> = {
  central: words('Trung ương', 'Central'),
  province: words('Tỉnh', 'Province'),
  commune: words('Xã', 'Commune'),
  hamlet: words('Thôn', 'Hamlet'),
};

/** Why a broadcast did not reach a cluster; `partial`: no reason is known. */
export const REASON_WORDS: Readonly<Record<ReceiptReason | 'partial' | 'not-approved' | 'gateway', Words>> = {
  cancelled: words('đã huỷ', 'cancelled'),
  interrupted: words('bị tin khác ngắt', 'interrupted by another one'),
  'stale-plan': words('kế hoạch quá cũ', 'its plan was too old'),
  silenced: words('đang khoá im lặng', 'under a lock of silence'),
  muted: words('cụm tắt tiếng', 'muted'),
  late: words('cụm có mạng quá muộn', 'back too late'),
  'no-time': words('cụm chưa có giờ đúng', 'without the right time'),
  'no-audio': words('chưa tải được âm thanh', 'without the audio'),
  'no-report': words('không báo kết quả', 'no report'),
  'power-lost': words('mất điện', 'power lost'),
  'sink-failed': words('hỏng đường ra âm thanh', 'output failed'),
  'unsupported-item': words('thiết bị chưa hỗ trợ', 'not supported by the device'),
  'below-floor': words('âm thanh ra quá nhỏ', 'output too low'),
  'no-stream': words('không nhận được tiếng của luồng phát', 'the stream did not arrive'),
  'journal-lost': words('thiết bị mất nhật ký', 'the device lost its journal'),
  partial: words('phát chưa đủ', 'not played as a whole'),
  'not-approved': words('chưa duyệt', 'not approved'),
  gateway: words('cụm chuyển tiếp, không đo được', 'gateway, not measurable'),
};
export type MissReason = keyof typeof REASON_WORDS;

/** buổi, by the hour at which it begins */
export const SESSION_WORDS = {
  morning: words('Sáng', 'Morning'),
  noon: words('Trưa', 'Noon'),
  afternoon: words('Chiều', 'Afternoon'),
  evening: words('Tối', 'Evening'),
} as const;
export type LogSession = keyof typeof SESSION_WORDS;
