/** Messages as people look at them, try again, and try out; and how somebody wants to be told. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { type NotificationState, OWN_EMAIL } from '@loa-lang/schemas/states/notification';
import type { Channel } from '../../domain/notifications/channel.ts';
import { testMessage } from '../../domain/notifications/message.ts';
import { CHANNEL_ITSELF } from '../../domain/notifications/plan-items.ts';
import type { Caller } from '../../domain/people/person.ts';
import { inFolders, type Sight } from '../../domain/permissions/sight.ts';
import { dayMonthTime } from '../../domain/text/instant-words.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  NotificationOutbox,
  NotificationRecord,
  NotificationSettingsStore,
  Preference,
} from '../../ports/notification-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface NotificationDeps {
  outbox: NotificationOutbox;
  settings: NotificationSettingsStore;
  peopleStore: Pick<PeopleStore, 'find'>;
  reader: Pick<TerritoryReader, 'areas'>;
  hasEmail: boolean;
  publicUrl: string | undefined;
  zone: string;
  clock: Clock;
  newId: () => string;
}

export const USUAL_PREFERENCE: Preference = { quietHours: undefined, criticalPasses: true, language: 'vi' };

export class Notifications {
  readonly #deps: NotificationDeps;

  constructor(deps: NotificationDeps) {
    this.#deps = deps;
  }

  get hasEmail(): boolean {
    return this.#deps.hasEmail;
  }

  list(
    filter: { communeId?: AreaId; state?: NotificationState; before?: PageEnd; limit: number },
    sight: Sight,
  ): Promise<NotificationRecord[]> {
    const { communeId, ...rest } = filter;
    const bounds = communeId === undefined ? inFolders(sight) : { communeIds: [communeId] };
    return this.#deps.outbox.list({ ...rest, ...bounds });
  }

  async get(id: string): Promise<NotificationRecord> {
    return found(await this.#deps.outbox.find(id), 'notification-unknown');
  }

  async retry(id: string): Promise<NotificationRecord> {
    const { outbox, clock } = this.#deps;
    const before = await this.get(id);
    if (!(await outbox.retry(id, clock.now()))) throw new Refusal('notification-not-waiting');
    const { communeId: areaId, state, attempts } = before;
    noteChange({ areaId, subjectId: id, before: { state, attempts }, after: { state: 'waiting' } });
    return this.get(id);
  }

  /** To whoever asks, or to the other system. */
  async tryChannel(id: string, caller: Caller): Promise<NotificationRecord> {
    const channel = found(await this.#deps.settings.channel(id), 'notification-channel-unknown');
    if (channel.removedAt !== undefined) throw new Refusal('notification-channel-unknown');
    return this.#try(channel, caller);
  }

  /** To whoever asks, by the system's own e-mail. */
  tryEmail(caller: Caller): Promise<NotificationRecord> {
    return this.#try(undefined, caller);
  }

  async #try(channel: Channel | undefined, caller: Caller): Promise<NotificationRecord> {
    const { outbox, peopleStore, reader, settings, hasEmail, publicUrl, zone, clock, newId } = this.#deps;
    const now = clock.now();
    const account = caller.kind === 'person' ? await peopleStore.find(caller.personId) : undefined;
    const isMail = channel === undefined || channel.kind === 'email';
    if (isMail && !hasEmail) throw new Refusal('notification-no-mail-server');
    const isReached = channel?.kind === 'webhook' || (isMail ? account?.email : account?.phone) !== undefined;
    if (!isReached) throw new Refusal('notification-no-address');
    const isCommune = channel !== undefined && (await reader.areas()).get(channel.areaId)?.kind === 'commune';
    const { language } = (await settings.preferences()).get(caller.personId) ?? USUAL_PREFERENCE;
    const id = newId();
    await outbox.add(
      {
        ...{ id, channelKey: channel?.id ?? OWN_EMAIL, communeId: isCommune ? channel.areaId : undefined },
        recipientKey: channel?.kind === 'webhook' ? CHANNEL_ITSELF : caller.personId,
        recipient: channel?.kind === 'webhook' ? channel.name : caller.name,
        message: testMessage(language, publicUrl, dayMonthTime(now, zone)),
        itemIds: [],
      },
      now,
    );
    noteChange({ areaId: channel?.areaId, subjectId: channel?.id, after: { notificationId: id } });
    return this.get(id);
  }

  async preference({ personId }: Caller): Promise<Preference> {
    return (await this.#deps.settings.preferences()).get(personId) ?? USUAL_PREFERENCE;
  }

  async setPreference(caller: Caller, preference: Preference): Promise<Preference> {
    if (caller.kind !== 'person') throw new Refusal('not-permitted', { name: caller.name });
    const before = await this.preference(caller);
    await this.#deps.settings.setPreference(caller.personId, preference);
    noteChange({ subjectId: caller.personId, before, after: preference });
    return preference;
  }
}
