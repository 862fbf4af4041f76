/** What is written to an approver: e-mail, SMS and Zalo. In Vietnamese; an SMS without marks fits one message. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { AudienceHamlet } from '../placement/audience.ts';
import { hamletWords } from '../text/hamlet-words.ts';
import { instantWords, timeWords } from '../text/instant-words.ts';
import type { ApprovalRequest } from './approval-request.ts';
import { oneMessage, type ShortMessage } from './short-message.ts';

export interface MessageFacts {
  request: Pick<ApprovalRequest, 'title' | 'submittedBy' | 'startAt' | 'timesWords'>;
  hamlets: readonly Pick<AudienceHamlet, 'hamletKind' | 'households'>[];
  approverName: string;
  /** the one-time link, where there is one */
  url: string | undefined;
  expiresAt: EpochMillis | undefined;
  zone: string;
  now: EpochMillis;
}

export interface Messages {
  email: { subject: string; text: string };
  sms: ShortMessage;
  zalo: string;
}

export function messagesOf(facts: MessageFacts): Messages {
  const { approverName, hamlets, url, expiresAt, zone, now } = facts;
  const { title, startAt, timesWords } = facts.request;
  const submittedBy = facts.request.submittedBy.name;
  const households = hamlets.reduce((sum, hamlet) => sum + hamlet.households, 0);
  const when = timesWords?.vi ?? (startAt === undefined ? 'ngay khi được duyệt' : instantWords(startAt, zone, now).vi);
  const until = expiresAt === undefined ? undefined : instantWords(expiresAt, zone, now).vi;
  const where = `${hamletWords(hamlets).vi}, ${households.toLocaleString('vi-VN')} hộ`;
  const open = url === undefined ? 'Mở hệ thống để nghe và quyết định.' : `Nghe, xem và quyết định tại:\n${url}`;
  const once =
    until === undefined ? '' : `Đường dẫn chỉ dùng cho ${approverName}, một lần, đến ${until}. Không chuyển tiếp.`;
  const lines = [
    `Kính gửi ${approverName},`,
    '',
    `${submittedBy} gửi duyệt: ${title}`,
    `Phát: ${when}`,
    `Nơi phát: ${where}`,
    '',
    open,
    ...(once === '' ? [] : [once]),
    '',
    'Chưa duyệt trước giờ phát thì nội dung này không phát.',
  ];
  const day = startAt === undefined ? '' : ` ${timeWords(startAt, zone)} ${dayDigits(startAt, zone, now)}`;
  return {
    email: { subject: `Chờ duyệt: ${title} – ${when}`, text: lines.join('\n') },
    sms: oneMessage(
      (name) => `Cho duyet: ${name}.${day === '' ? '' : ` Phat${day}.`}${url === undefined ? '' : ` ${url}`}`,
      title,
    ),
    zalo: [
      `🔔 Chờ duyệt: ${title}`,
      `Phát: ${when}`,
      `Nơi phát: ${where}`,
      `Người gửi: ${submittedBy}`,
      url === undefined ? 'Mở hệ thống để nghe và quyết định.' : `Nghe và quyết định: ${url}`,
      ...(until === undefined ? [] : [`Dùng một lần, đến ${until}`]),
    ].join('\n'),
  };
}

const dayDigits = (instant: EpochMillis, zone: string, now: EpochMillis): string =>
  /\d{2}\/\d{2}(\/\d{4})?$/.exec(instantWords(instant, zone, now).vi)?.[0] ?? '';
