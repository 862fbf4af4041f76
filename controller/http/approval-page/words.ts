/** Everything the page of a one-time link says, Vietnamese first. */
import { type PageLanguage, spoken } from '../pages/language.ts';

const vi = {
  heading: 'Duyệt nội dung phát thanh',
  otherLanguage: 'English',
  onBehalf: 'Quyết định thay {name}',
  airsAt: 'Sẽ phát {when} ở {hamlets}, {clusters}, {households}.',
  airsByRule: 'Sẽ phát ở {hamlets}, {clusters}, {households}: {when}.',
  airsOnApproval: 'Sẽ phát ngay khi được duyệt ở {hamlets}, {clusters}, {households}.',
  whenLabel: 'Giờ phát',
  onApproval: 'ngay khi được duyệt',
  repeats: 'nhắc lại mỗi {every} đến {until}',
  nextAt: 'lần tới {when}',
  left: 'còn {time}',
  whereLabel: 'Nơi phát',
  fromLabel: 'Người gửi',
  clusters: '{count} cụm loa',
  households: '{count} hộ',
  listen: 'Nghe',
  listenTo: 'Nghe: {title}',
  noSound: 'Trình duyệt này không phát được âm thanh.',
  duration: 'dài {time}',
  readings: 'đọc {count} lần',
  recording: 'Bản ghi âm, không có văn bản{file}.',
  approve: 'Duyệt',
  approveAt: 'Duyệt · phát {when}',
  approveNow: 'Duyệt và phát ngay',
  approveThen: 'Duyệt với giờ mới',
  newTime: 'Giờ phát mới',
  giveBack: 'Trả lại',
  giveBackHeading: 'Trả lại để sửa',
  reason: 'Lý do',
  reasonHint: 'Ghi ngắn gọn cần sửa gì. Người gửi sẽ đọc dòng này.',
  goToReturn: 'Trả lại…',
  lateHeading: 'Giờ phát đã qua',
  late: 'Nội dung này lẽ ra phát {when}, nhưng chưa được duyệt nên đã bị bỏ qua. Có thể duyệt với giờ khác.',
  lateOnApproval: 'Nội dung này chờ duyệt đã quá một ngày. Có thể duyệt với giờ khác.',
  beyondHeading: 'Vượt quy định phát thanh của xã',
  ruleReason: 'Lý do cho phép',
  goToApprove: 'Duyệt…',
  problem: 'Chưa xong',
  approvedHeading: 'Đã duyệt',
  approved: '{by} đã duyệt lúc {at}.',
  approvedOnBehalf: '{by} đã duyệt thay {name} lúc {at}.',
  willAir: 'Sẽ phát {when}.',
  wasToAir: 'Giờ phát: {when}.',
  returnedHeading: 'Đã trả lại',
  returned: '{by} đã trả lại lúc {at}.',
  returnedOnBehalf: '{by} đã trả lại thay {name} lúc {at}.',
  reasonGiven: 'Lý do: {reason}',
  usedNote: 'Đường dẫn này đã dùng xong. Không cần làm gì thêm.',
  decidedNote: 'Quyết định này có trước khi đường dẫn được dùng. Không cần làm gì thêm.',
  changedHeading: 'Nội dung đã thay đổi',
  changed:
    'Nội dung này đã được sửa hoặc huỷ sau khi gửi đường dẫn, nên không duyệt ở đây được nữa. Người gửi sẽ gửi đường dẫn mới nếu cần.',
  expiredHeading: 'Đường dẫn đã hết hạn',
  expired: 'Đường dẫn dùng được đến {until}. Nội dung vẫn chờ duyệt. Nhờ người gửi gửi lại đường dẫn.',
  replacedHeading: 'Đã có đường dẫn mới hơn',
  replaced: 'Một đường dẫn mới hơn đã được gửi. Mở tin nhắn mới nhất.',
  revokedHeading: 'Không còn quyền duyệt',
  revoked: 'Đường dẫn này gửi cho {name}, hiện không có quyền duyệt nội dung này. Liên hệ với xã.',
  unknownHeading: 'Không mở được đường dẫn',
  unknown: 'Đường dẫn không đúng hoặc bị cắt mất một phần. Mở lại từ tin nhắn đã nhận, hoặc nhờ gửi lại.',
  footer: 'Đường dẫn chỉ dành cho {name}, dùng một lần, đến {until}.',
} as const;

export type PageText = keyof typeof vi;

const en: Record<PageText, string> = {
  heading: 'Approval of a broadcast',
  otherLanguage: 'Tiếng Việt',
  onBehalf: 'Deciding for {name}',
  airsAt: 'Airs at {when} in {hamlets}, {clusters}, {households}.',
  airsByRule: 'Airs in {hamlets}, {clusters}, {households}: {when}.',
  airsOnApproval: 'Airs as soon as it is approved in {hamlets}, {clusters}, {households}.',
  whenLabel: 'When',
  onApproval: 'as soon as it is approved',
  repeats: 'again every {every} until {until}',
  nextAt: 'next at {when}',
  left: '{time} left',
  whereLabel: 'Where',
  fromLabel: 'Submitted by',
  clusters: '{count} loudspeaker clusters',
  households: '{count} households',
  listen: 'Listen',
  listenTo: 'Listen: {title}',
  noSound: 'This browser cannot play sound.',
  duration: '{time} long',
  readings: 'read {count} times',
  recording: 'A recording, without a text{file}.',
  approve: 'Approve',
  approveAt: 'Approve · airs {when}',
  approveNow: 'Approve and air now',
  approveThen: 'Approve for the new time',
  newTime: 'New time',
  giveBack: 'Return',
  giveBackHeading: 'Return for correction',
  reason: 'Reason',
  reasonHint: 'Say briefly what to correct. Whoever submitted it reads this.',
  goToReturn: 'Return…',
  lateHeading: 'Its time has passed',
  late: 'This was to air at {when}, but nobody had approved it, so it was skipped. It can be approved for another time.',
  lateOnApproval: 'This has waited for more than a day. It can be approved for another time.',
  beyondHeading: 'Beyond the commune’s rules',
  ruleReason: 'Why it may air',
  goToApprove: 'Approve…',
  problem: 'Not done yet',
  approvedHeading: 'Approved',
  approved: '{by} approved this at {at}.',
  approvedOnBehalf: '{by} approved this for {name} at {at}.',
  willAir: 'It airs at {when}.',
  wasToAir: 'Time of airing: {when}.',
  returnedHeading: 'Returned',
  returned: '{by} returned this at {at}.',
  returnedOnBehalf: '{by} returned this for {name} at {at}.',
  reasonGiven: 'Reason: {reason}',
  usedNote: 'This link has done its work. Nothing more needs to be done.',
  decidedNote: 'This was decided before the link was used. Nothing more needs to be done.',
  changedHeading: 'The content has changed',
  changed:
    'It was changed or cancelled after this link was sent and can no longer be approved here. A new link will be sent if needed.',
  expiredHeading: 'The link has expired',
  expired: 'It could be used until {until}. The broadcast still waits for approval. Ask for a new link.',
  replacedHeading: 'There is a newer link',
  replaced: 'A newer link was sent. Open the latest message.',
  revokedHeading: 'No right to approve any more',
  revoked: 'This link was made for {name}, who may not approve this now. Contact the commune.',
  unknownHeading: 'The link cannot be opened',
  unknown: 'It is wrong, or a part of it is missing. Open it from the message again, or ask for a new one.',
  footer: 'This link is for {name} alone, for one use, until {until}.',
};

export const say = spoken<PageText>({ vi, en });

export type Say = ReturnType<typeof say>;

const LOCALES: Record<PageLanguage, string> = { vi: 'vi-VN', en: 'en-GB' };

export const numberWords = (value: number, language: PageLanguage): string => value.toLocaleString(LOCALES[language]);

/** `2 giờ 10 phút`, `1 phút 05 giây`; `2 h 10 min`, `1 min 05 s` */
export function spanWords(ms: number, language: PageLanguage): string {
  const unit = language === 'vi' ? { h: 'giờ', m: 'phút', s: 'giây' } : { h: 'h', m: 'min', s: 's' };
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours >= 48) return language === 'vi' ? `${Math.floor(hours / 24)} ngày` : `${Math.floor(hours / 24)} days`;
  if (hours > 0) return minutes === 0 ? `${hours} ${unit.h}` : `${hours} ${unit.h} ${minutes} ${unit.m}`;
  if (minutes >= 10 || rest === 0) return minutes === 0 ? `0 ${unit.s}` : `${minutes} ${unit.m}`;
  return minutes === 0 ? `${rest} ${unit.s}` : `${minutes} ${unit.m} ${String(rest).padStart(2, '0')} ${unit.s}`;
}
