/** Complaints of villagers (phản ánh): what they are about, who sees to them, and how long that may take. */
import type { Words } from '../errors/codes.ts';

/** Faults go to the technician; hours, volume and content to the officer. */
export const COMPLAINT_OWNERS = ['technician', 'officer'] as const;
export type ComplaintOwner = (typeof COMPLAINT_OWNERS)[number];

interface ComplaintRow extends Words {
  owner: ComplaintOwner;
}

export const COMPLAINTS = {
  'nothing-heard': { owner: 'technician', vi: 'Không nghe thấy gì', en: 'Nothing is heard' },
  unclear: { owner: 'technician', vi: 'Rè, hú hoặc không rõ lời', en: 'Harsh, shrieking or not intelligible' },
  'too-quiet': { owner: 'technician', vi: 'Quá nhỏ', en: 'Too quiet' },
  'too-loud': { owner: 'officer', vi: 'Quá to', en: 'Too loud' },
  'too-early': { owner: 'officer', vi: 'Phát quá sớm', en: 'Too early' },
  'too-late': { owner: 'officer', vi: 'Phát quá muộn', en: 'Too late' },
  repeated: { owner: 'officer', vi: 'Phát đi phát lại một nội dung', en: 'The same again and again' },
  'several-poles': { owner: 'officer', vi: 'Nhiều cụm loa cùng vọng vào một chỗ', en: 'Several loudspeakers at once' },
  'wrong-content': {
    owner: 'officer',
    vi: 'Nội dung sai hoặc không phù hợp',
    en: 'The content is wrong or out of place',
  },
} as const satisfies Record<string, ComplaintRow>;

export type ComplaintKind = keyof typeof COMPLAINTS;
export const COMPLAINT_KINDS = Object.keys(COMPLAINTS) as ComplaintKind[];

/**
 * `new`: nobody has said that they know; `acknowledged`: somebody has; `answered`: the answer can be read by who
 * complained; `closed`: nothing more is to be done
 */
export const COMPLAINT_STATES = ['new', 'acknowledged', 'answered', 'closed'] as const;
export type ComplaintState = (typeof COMPLAINT_STATES)[number];

/** `hotline`: by telephone; `officer`: told to somebody, or seen by themselves */
export const COMPLAINT_SOURCES = ['villager', 'officer', 'hotline'] as const;
export type ComplaintSource = (typeof COMPLAINT_SOURCES)[number];
