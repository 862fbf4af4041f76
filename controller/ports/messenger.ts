/** Carries one message to one recipient. Sending never throws: what went wrong is an answer. */
import type { NotificationFault } from '@loa-lang/schemas/errors/notification-faults';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SigningSecrets, TemplateSecrets, TemplateSettings } from '../domain/notifications/channel.ts';
import type { Message } from '../domain/notifications/message.ts';

export type Carried =
  | { ok: true }
  /** @property permanent it is no use to try again @property detail as the other side says it; holds no secret */
  | { ok: false; permanent: boolean; fault: NotificationFault; detail?: string };

export interface Letter {
  /** the same at each attempt: whoever has it already knows it by this */
  id: string;
  message: Message;
  createdAt: EpochMillis;
}

export interface Messenger {
  /** the system can send e-mail */
  readonly hasEmail: boolean;
  email(letter: Letter, to: { name: string; address: string }): Promise<Carried>;
  /** @param at when it is sent, for the signature */
  webhook(letter: Letter, to: { url: string; secrets: SigningSecrets; at: EpochMillis }): Promise<Carried>;
  template(
    letter: Letter,
    to: { settings: TemplateSettings; secrets: TemplateSecrets; name: string; phone: string },
  ): Promise<Carried>;
}
