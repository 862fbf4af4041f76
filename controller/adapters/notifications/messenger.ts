/** The ways on which messages leave this system. */
import { confirmation, fillTemplate } from '../../domain/notifications/fill-template.ts';
import type { Carried, Letter, Messenger } from '../../ports/messenger.ts';
import { type Answered, type GuardedDeps, guardedRequest } from './guarded-request.ts';
import { type MailServer, sendMail } from './mail.ts';
import { webhookHeaders } from './sign-webhook.ts';

const AGENT = 'LoaLang/1 (notifications)';

export class OutgoingMessenger implements Messenger {
  readonly #mail: MailServer | undefined;
  readonly #guarded: GuardedDeps;

  constructor(mail: MailServer | undefined, guarded: GuardedDeps) {
    this.#mail = mail;
    this.#guarded = guarded;
  }

  get hasEmail(): boolean {
    return this.#mail !== undefined;
  }

  async email(letter: Letter, to: { name: string; address: string }): Promise<Carried> {
    if (this.#mail === undefined) return { ok: false, permanent: false, fault: 'no-mail-server' };
    return sendMail(this.#mail, letter, to);
  }

  async webhook(letter: Letter, { url, secrets, at }: Parameters<Messenger['webhook']>[1]): Promise<Carried> {
    const id = `msg_${letter.id}`;
    const body = JSON.stringify(webhookBody(letter));
    const headers = {
      'content-type': 'application/json',
      'user-agent': AGENT,
      ...webhookHeaders(id, body, secrets, at),
    };
    const answered = await guardedRequest({ url, method: 'POST', headers, body }, this.#guarded);
    return judged(answered);
  }

  async template(letter: Letter, to: Parameters<Messenger['template']>[1]): Promise<Carried> {
    const { settings, secrets, name, phone } = to;
    const { subject, text, count, place, since, severity, url = '' } = letter.message;
    const values = {
      // as ZNS has it: with the country and without a plus
      phone: phone.replace(/^\+/, ''),
      ...{ name, subject, text, count: String(count), place, since, severity, url, id: letter.id },
    };
    const filled = fillTemplate(settings, values, secrets);
    const headers = { 'user-agent': AGENT, ...filled.headers, 'content-type': 'application/json' };
    const { url: address, method, success } = settings;
    const answered = await guardedRequest({ url: address, method, headers, body: filled.body }, this.#guarded);
    const carried = judged(answered);
    if (!carried.ok || !answered.ok || success === undefined) return carried;
    const confirmed = confirmation(answered.body, success);
    return confirmed.ok ? carried : { ok: false, permanent: false, fault: 'not-confirmed', detail: confirmed.said };
  }
}

/** 410: the other side has taken its address down. All else may be mended while it is tried again. */
function judged(answered: Answered): Carried {
  if (!answered.ok) {
    const { fault, detail } = answered;
    return { ok: false, permanent: false, fault, ...(detail !== undefined && { detail }) };
  }
  const { status } = answered;
  if (status >= 200 && status < 300) return { ok: true };
  return { ok: false, permanent: status === 410, fault: 'status', detail: String(status) };
}

const webhookBody = ({ message: { type, incidents, subject, text, url, count }, createdAt }: Letter) => ({
  type: `incidents.${type}`,
  timestamp: new Date(createdAt).toISOString(),
  data: {
    ...{ subject, text, count },
    ...(url !== undefined && { url }),
    incidents: incidents.map(({ raisedAt, clearedAt, ...incident }) => ({
      ...incident,
      raisedAt: new Date(raisedAt).toISOString(),
      ...(clearedAt !== undefined && { clearedAt: new Date(clearedAt).toISOString() }),
    })),
  },
});
