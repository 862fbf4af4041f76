/** What is told to whom: kept so that nothing is lost or told twice by a crash. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { NotificationState, NotificationType } from '@loa-lang/schemas/states/notification';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Channel, Quiet } from '../domain/notifications/channel.ts';
import type { Change, Item } from '../domain/notifications/decide.ts';
import type { Message } from '../domain/notifications/message.ts';
import type { NewItem } from '../domain/notifications/plan-items.ts';
import type { Rule } from '../domain/notifications/rule.ts';
import type { PersonId } from '../domain/people/person.ts';
import type { PageEnd } from './page-end.ts';

export interface NotedEvent {
  seq: string;
  event: string;
  incident: { id: string; kind: string; subject: string; clusterId?: ClusterId; communeId?: AreaId };
}

export interface RecipientKey {
  channelKey: string;
  recipientKey: string;
}
export interface Waiting extends RecipientKey {
  language: Message['language'];
  items: (Item & { communeId: AreaId | undefined })[];
  lastAlertAt: EpochMillis | undefined;
}

export interface NewNotification extends RecipientKey {
  id: string;
  communeId: AreaId | undefined;
  /** a name, or a masked address: for people who look at the list */
  recipient: string;
  message: Message;
  itemIds: readonly string[];
}

export interface NotificationPlanStore {
  /** Events that were not looked at, oldest first. */
  unnoticed(most: number): Promise<NotedEvent[]>;
  /** Events and what comes of them, together. What is planned already stays as it is. */
  plan(
    seqs: readonly string[],
    items: readonly (NewItem & { id: string; incidentId: string; communeId: AreaId | undefined })[],
    now: EpochMillis,
  ): Promise<void>;
  /** What was told and is over is to be told again, from `dueAt` on. */
  endTold(dueAt: EpochMillis): Promise<void>;
  /** Recipients for whom something is due, with all that waits for them. */
  waiting(now: EpochMillis): Promise<Waiting[]>;
  /** All of it, or nothing where something has changed meanwhile. */
  tell(changes: readonly Change[], messages: readonly NewNotification[], now: EpochMillis): Promise<boolean>;
  /** What is over, done or dropped since before then, and messages that were finished. */
  prune(before: EpochMillis): Promise<void>;
}

export interface NotificationRecord extends RecipientKey {
  id: string;
  communeId: AreaId | undefined;
  recipient: string;
  type: NotificationType;
  subject: string;
  message: Message;
  state: NotificationState;
  attempts: number;
  createdAt: EpochMillis;
  nextAt: EpochMillis;
  finishedAt: EpochMillis | undefined;
  lastError: string | undefined;
}

export interface Failing extends RecipientKey {
  communeId: AreaId | undefined;
  /** `channel`: nothing arrives on it; `recipient`: one message was given up */
  what: 'channel' | 'recipient';
  recipient: string;
  detail: string;
}

export interface NotificationOutbox {
  add(notification: NewNotification, now: EpochMillis): Promise<void>;
  /** Takes some that are to be sent now, a few of each channel. They are its own until `until`. */
  take(now: EpochMillis, until: EpochMillis, full: readonly string[]): Promise<NotificationRecord[]>;
  noteSent(taken: Pick<NotificationRecord, 'id' | 'attempts'>, at: EpochMillis): Promise<void>;
  /** @param nextAt given up when absent */
  noteFailed(
    taken: Pick<NotificationRecord, 'id' | 'attempts'>,
    detail: string,
    at: EpochMillis,
    nextAt: EpochMillis | undefined,
  ): Promise<void>;
  /** What does not arrive. @param longMs a channel fails when it has for so long */
  failing(now: EpochMillis, longMs: Millis): Promise<Failing[]>;
  find(id: string): Promise<NotificationRecord | undefined>;
  list(filter: {
    communeIds?: readonly AreaId[];
    state?: NotificationState | undefined;
    before?: PageEnd | undefined;
    limit: number;
  }): Promise<NotificationRecord[]>;
  /** Sent again from the first attempt on. @returns false when it is not one that was given up or waits */
  retry(id: string, now: EpochMillis): Promise<boolean>;
}

export interface NotificationSettingsStore {
  channels(): Promise<Channel[]>;
  channel(id: string): Promise<Channel | undefined>;
  addChannel(channel: Channel): Promise<void>;
  changeChannel(channel: Channel): Promise<void>;
  /** standard ones are not among them */
  rules(): Promise<Rule[]>;
  addRule(rule: Rule & { areaId: AreaId }, now: EpochMillis): Promise<void>;
  changeRule(rule: Rule, now: EpochMillis): Promise<void>;
  removeRule(id: string, now: EpochMillis): Promise<void>;
  preferences(): Promise<ReadonlyMap<PersonId, Preference>>;
  setPreference(personId: PersonId, preference: Preference): Promise<void>;
}

export interface Preference extends Quiet {
  language: Message['language'];
}
