/** What is written to somebody who is invited, or whose password was reset. In Vietnamese, like all messages. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { oneMessage } from '../approval/short-message.ts';
import { instantWords } from '../text/instant-words.ts';
import type { LinkKind } from './one-time-link.ts';

export interface LinkMessages {
  email: { subject: string; text: string };
  sms: string;
  zalo: string;
}

const WHAT: Readonly<Record<Exclude<LinkKind, 'set-up'>, { subject: string; does: string; short: string }>> = {
  invitation: {
    subject: 'Mời sử dụng hệ thống truyền thanh',
    does: 'được mời sử dụng hệ thống truyền thanh. Mở đường dẫn sau để đặt mật khẩu:',
    short: 'dat mat khau he thong truyen thanh',
  },
  reset: {
    subject: 'Đặt lại mật khẩu hệ thống truyền thanh',
    does: 'được quản trị cho đặt lại mật khẩu. Mở đường dẫn sau để chọn mật khẩu mới:',
    short: 'dat lai mat khau truyen thanh',
  },
};

export function linkMessages(
  kind: Exclude<LinkKind, 'set-up'>,
  facts: { name: string; url: string; expiresAt: EpochMillis; zone: string; now: EpochMillis },
): LinkMessages {
  const { name, url, expiresAt, zone, now } = facts;
  const { subject, does, short } = WHAT[kind];
  const until = instantWords(expiresAt, zone, now).vi;
  const once = `Đường dẫn chỉ dùng cho ${name}, một lần, đến ${until}. Không chuyển tiếp, không đọc cho ai.`;
  return {
    email: { subject, text: [`Kính gửi ${name},`, '', `${name} ${does}`, url, '', once].join('\n') },
    sms: oneMessage((who) => `${who}: ${short} ${url}`, name).text,
    zalo: `${name} ${does}\n${url}\n${once}`,
  };
}
