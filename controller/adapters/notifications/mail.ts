/** E-mail over SMTP. */

import type { Millis } from '@loa-lang/schemas/units';
import { createTransport } from 'nodemailer';
import type { Carried, Letter } from '../../ports/messenger.ts';

export interface MailServer {
  /** smtp: or smtps:, with user and password where it asks for them */
  url: string;
  /** as `Loa Làng <loa@xa.example>` */
  from: { name: string; address: string };
  /** on this machine, where nobody is between */
  isLocal: boolean;
  /** authorities besides those of the machine */
  ca?: string;
  withinMs?: Millis;
}

/** For each step; servers that look the sender up take some seconds (RFC 5321 allows minutes, which nobody waits for here). */
const STEP_MS: Millis = 20_000;
const WITHIN_MS: Millis = 60_000;

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  command?: string;
  response?: string;
}

export async function sendMail(
  server: MailServer,
  { id, message }: Letter,
  to: { name: string; address: string },
): Promise<Carried> {
  const { url, from, isLocal, ca, withinMs = WITHIN_MS } = server;
  const step = Math.min(STEP_MS, withinMs);
  const transport = createTransport({
    url,
    // a password, and what people wrote, go in the clear to this machine alone
    requireTLS: !isLocal,
    // which mostly offers TLS with a certificate that nobody has signed
    ignoreTLS: isLocal,
    tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
    ...{ connectionTimeout: step, greetingTimeout: step, socketTimeout: step, dnsTimeout: step },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), withinMs);
  });
  const sending = transport.sendMail({
    ...{ from, to, subject: message.subject, text: message.text },
    envelope: { from: from.address, to: [to.address] },
    // the same at each attempt: a mailbox that has it already shows it once
    messageId: `<${id}@${from.address.split('@')[1] ?? 'localhost'}>`,
    // RFC 3834: no out-of-office answers
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  try {
    return (await Promise.race([sending, late])) === 'late' ? failed('timed-out') : { ok: true };
  } catch (cause) {
    return judged(cause as SmtpError);
  } finally {
    clearTimeout(timer);
    transport.close();
    sending.catch(() => undefined);
  }
}

const failed = (fault: 'timed-out' | 'mail-failed' | 'unreachable' | 'not-trusted', detail?: string): Carried => ({
  ...{ ok: false, permanent: false, fault },
  ...(detail !== undefined && { detail }),
});

/** A recipient or a message that is refused for good is given up; that the server or the account is wrong can be mended. */
function judged({ code = '', responseCode = 0, command = '', response, message }: SmtpError): Carried {
  if (code === 'ETIMEDOUT') return failed('timed-out');
  if (responseCode >= 500 && /^(RCPT TO|DATA)/.test(command))
    return { ok: false, permanent: true, fault: 'mail-refused', ...said(response) };
  if (responseCode > 0) return failed('mail-failed', said(response).detail);
  if (code === 'ETLS' || /certificate|altnames|self.signed/i.test(message)) return failed('not-trusted', code);
  return failed('unreachable', code === '' ? undefined : code);
}

/** What a server says, in one line. It is not asked to repeat passwords, and does not. */
const said = (response = '') => ({ detail: response.replace(/\p{Cc}+/gu, ' ').slice(0, 200) });
