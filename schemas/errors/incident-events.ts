/** What happened to an incident, for people. */
import type { IncidentEvent } from '../states/incident.ts';
import type { Words } from './codes.ts';

export const INCIDENT_EVENT_WORDS = {
  opened: { vi: 'Phát hiện sự cố', en: 'Found' },
  reopened: { vi: 'Sự cố trở lại', en: 'Came back' },
  acknowledged: { vi: 'Đã nhận biết', en: 'Acknowledged' },
  assigned: { vi: 'Đã giao việc', en: 'Assigned' },
  noted: { vi: 'Ghi chú', en: 'Noted' },
  cleared: { vi: 'Tự hết', en: 'Over by itself' },
  resolved: { vi: 'Đã xử lý xong', en: 'Resolved' },
  escalated: { vi: 'Quá hạn xử lý', en: 'Overdue' },
} as const satisfies Record<IncidentEvent, Words>;

/** Texts of events that the system itself writes. */
export const INCIDENT_TURN_WORDS: Readonly<Record<string, Words>> = {
  'expected-over': {
    vi: 'Hết giờ bảo trì hoặc cắt điện mà vẫn chưa khôi phục',
    en: 'The maintenance or the power cut is over, and this is not',
  },
  'explained-over': {
    vi: 'Các cụm cùng địa bàn đã có lại, cụm này thì chưa',
    en: 'The others of the area are back, and this one is not',
  },
  'taken-back': { vi: 'Mở lại', en: 'Taken back' },
};
