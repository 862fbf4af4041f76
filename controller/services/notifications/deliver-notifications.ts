/** Sends what waits, several at a time, and says what became of each. */
import type { NotificationFault } from '@loa-lang/schemas/errors/notification-faults';
import { OWN_EMAIL } from '@loa-lang/schemas/states/notification';
import type { Millis } from '@loa-lang/schemas/units';
import { pauseAfter, SENDING_MS } from '../../domain/notifications/attempts.ts';
import type { TemplateSettings, WebhookSettings } from '../../domain/notifications/channel.ts';
import { type SigningSecrets, secretsBoundTo, type TemplateSecrets } from '../../domain/notifications/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Carried, Messenger } from '../../ports/messenger.ts';
import type {
  NotificationOutbox,
  NotificationRecord,
  NotificationSettingsStore,
} from '../../ports/notification-store.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import { SealedSecretError, type SecretBox } from '../../ports/secret-box.ts';
import { RegularLook } from '../regular-look.ts';

export interface DeliverDeps {
  outbox: NotificationOutbox;
  settings: Pick<NotificationSettingsStore, 'channel'>;
  peopleStore: Pick<PeopleStore, 'find'>;
  messenger: Messenger;
  secretBox: SecretBox;
  clock: Clock;
  /** 0…1 */
  random: () => number;
  onProblem: (problem: string, cause: unknown) => void;
}

const EVERY_MS: Millis = 2_000;
/** At one channel: its server sees no crowd, and one that hangs holds no more. */
const MOST_OF_A_CHANNEL = 3;

const lost = (fault: NotificationFault): Carried => ({ ok: false, permanent: true, fault });

export class NotificationDelivery {
  readonly #deps: DeliverDeps;
  readonly #regular: RegularLook;
  readonly #going = new Map<string, Set<Promise<void>>>();

  constructor(deps: DeliverDeps) {
    this.#deps = deps;
    this.#regular = new RegularLook(
      EVERY_MS,
      () => this.#begin(),
      (cause) => deps.onProblem('notifications were not sent', cause),
    );
  }

  start(): void {
    this.#regular.start();
  }
  async stop(): Promise<void> {
    await this.#regular.stop();
    await this.#allGone();
  }

  /** Resolves when what was due is sent, or was tried. */
  async look(): Promise<void> {
    await this.#begin();
    await this.#allGone();
  }

  async #allGone(): Promise<void> {
    await Promise.all([...this.#going.values()].flatMap((of) => [...of]));
  }

  async #begin(): Promise<void> {
    const { outbox, clock, onProblem } = this.#deps;
    const full = [...this.#going].filter(([, of]) => of.size >= MOST_OF_A_CHANNEL).map(([channel]) => channel);
    const now = clock.now();
    for (const taken of await outbox.take(now, now + SENDING_MS, full)) {
      const of = this.#going.get(taken.channelKey) ?? new Set();
      this.#going.set(taken.channelKey, of);
      // what could not be written down is taken up again when its time is over
      const sending = this.#send(taken)
        .catch((cause: unknown) => onProblem('a notification was sent, or not, and that is not written down', cause))
        .finally(() => of.delete(sending));
      of.add(sending);
    }
  }

  async #send(taken: NotificationRecord): Promise<void> {
    const { outbox, clock, random } = this.#deps;
    const carried = await this.#carry(taken);
    const now = clock.now();
    if (carried.ok) return outbox.noteSent(taken, now);
    const pause = carried.permanent ? undefined : pauseAfter(taken.attempts, random());
    const said = carried.detail === undefined ? carried.fault : `${carried.fault}: ${carried.detail}`;
    await outbox.noteFailed(taken, said, now, pause === undefined ? undefined : now + pause);
  }

  async #carry({ id, message, channelKey, recipientKey, createdAt }: NotificationRecord): Promise<Carried> {
    const { settings, messenger, secretBox, clock } = this.#deps;
    const letter = { id, message, createdAt };
    const channel = channelKey === OWN_EMAIL ? undefined : await settings.channel(channelKey);
    if (channelKey !== OWN_EMAIL && (channel === undefined || channel.removedAt !== undefined))
      return lost('channel-removed');
    if (channel?.enabled === false) return lost('channel-off');
    const open = <Secrets>(): Secrets =>
      JSON.parse(secretBox.open(channel?.secrets ?? '', secretsBoundTo(channelKey))) as Secrets;
    try {
      if (channel?.kind === 'webhook') {
        const { url } = channel.settings as WebhookSettings;
        return await messenger.webhook(letter, { url, secrets: open<SigningSecrets>(), at: clock.now() });
      }
      const to = await this.#recipient(recipientKey);
      if (to === undefined) return lost('nobody-there');
      if (channel?.kind === 'zalo') {
        const { name, phone } = to;
        if (phone === undefined) return lost('no-phone');
        const secrets = channel.secrets === undefined ? {} : open<TemplateSecrets>();
        return await messenger.template(letter, {
          settings: channel.settings as TemplateSettings,
          secrets,
          name,
          phone,
        });
      }
      if (!messenger.hasEmail) return { ok: false, permanent: false, fault: 'no-mail-server' };
      if (to.email === undefined) return lost('no-email');
      return await messenger.email(letter, { name: to.name, address: to.email });
    } catch (cause) {
      this.#deps.onProblem('a notification could not be sent', cause);
      const isSealed = cause instanceof SealedSecretError;
      return { ok: false, permanent: isSealed, fault: isSealed ? 'secrets-unreadable' : 'internal' };
    }
  }

  async #recipient(key: string) {
    if (key.startsWith('@')) return { name: '', email: key.slice(1), phone: undefined };
    const account = await this.#deps.peopleStore.find(key);
    return account?.active === true ? account : undefined;
  }
}
