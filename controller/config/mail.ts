/** By which server e-mail is sent, and in whose name. */
import { isIP } from 'node:net';

export interface MailConfig {
  url: string;
  from: { name: string; address: string };
  /** the server runs on this machine */
  isLocal: boolean;
}

export const MAIL_VARIABLES = ['SMTP_URL', 'MAIL_FROM'] as const;
type Variable = (typeof MAIL_VARIABLES)[number];

interface Reads {
  fault(name: Variable, vi: string, en: string): void;
  text(name: Variable): string | undefined;
  url(name: Variable, protocols: readonly string[]): string | undefined;
}

/** `address`, `<address>` or `Name <address>`, on one line. */
const FROM = /^(?:"?([^"<>\r\n]{0,100}?)"?\s*<([^<>\s,;]+@[^<>\s,;]+)>|([^<>\s,;"]+@[^<>\s,;"]+))$/;

export function readMail(read: Reads): MailConfig | undefined {
  const url = read.url('SMTP_URL', ['smtp:', 'smtps:']);
  const given = read.text('MAIL_FROM');
  const [, name = '', quoted, plain] = FROM.exec(given ?? '') ?? [];
  const address = quoted ?? plain;
  if (given !== undefined && address === undefined)
    read.fault(
      'MAIL_FROM',
      'phải là địa chỉ e-mail, như "Loa Làng <loa@xa.example>"',
      'must be an e-mail address, as "Loa Làng <loa@xa.example>"',
    );
  if (given === undefined && read.text('SMTP_URL') !== undefined)
    read.fault('MAIL_FROM', 'phải có cùng SMTP_URL', 'must be set with SMTP_URL');
  if (given !== undefined && read.text('SMTP_URL') === undefined)
    read.fault('SMTP_URL', 'phải có cùng MAIL_FROM', 'must be set with MAIL_FROM');
  if (url === undefined || address === undefined) return undefined;
  return { url, from: { name: name.trim() || 'Loa Làng', address }, isLocal: isLocal(new URL(url).hostname) };
}

/** Of a scheme that browsers do not know the brackets of IPv6 stay. */
function isLocal(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
