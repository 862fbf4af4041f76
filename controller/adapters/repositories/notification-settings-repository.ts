/** Channels, rules and how people want to be told, in PostgreSQL. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { ChannelKind, MessageLanguage } from '@loa-lang/schemas/states/notification';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Channel } from '../../domain/notifications/channel.ts';
import type { Rule, RuleTerms } from '../../domain/notifications/rule.ts';
import type { PersonId } from '../../domain/people/person.ts';
import { type NotificationChannel, type NotificationRule, Prisma } from '../../generated/prisma/client.ts';
import type { NotificationSettingsStore, Preference } from '../../ports/notification-store.ts';
import type { Database } from '../postgres/database.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
const hoursRow = (hours: DailyHours | undefined) => (hours === undefined ? Prisma.DbNull : json(hours));
const hoursOf = (value: unknown) => orUndefined(value as DailyHours | null);

const channelOf = (row: NotificationChannel): Channel => ({
  ...{ id: row.id, areaId: row.areaId, kind: row.kind as ChannelKind, name: row.name, enabled: row.enabled },
  quietHours: hoursOf(row.quietHours),
  criticalPasses: row.criticalPasses,
  settings: row.settings as unknown as Channel['settings'],
  secrets: orUndefined(row.secrets),
  createdAt: row.createdAt.getTime(),
  changedAt: row.changedAt.getTime(),
  removedAt: toInstant(row.removedAt),
});

const channelRow = (channel: Channel) => ({
  ...{ name: channel.name, enabled: channel.enabled, criticalPasses: channel.criticalPasses },
  quietHours: hoursRow(channel.quietHours),
  settings: json(channel.settings),
  secrets: orNull(channel.secrets),
  changedAt: toDate(channel.changedAt),
  removedAt: channel.removedAt === undefined ? null : toDate(channel.removedAt),
});

const ruleOf = ({ id, areaId, channelId, name, enabled, rule }: NotificationRule): Rule => ({
  ...(rule as unknown as RuleTerms),
  ...{ id, areaId, name, enabled, channelId: orUndefined(channelId) },
});

const ruleRow = ({ id: _, areaId: __, channelId, name, enabled, ...terms }: Rule, now: EpochMillis) => ({
  ...{ name, enabled, channelId: orNull(channelId), rule: json(terms), changedAt: toDate(now) },
});

export class NotificationSettingsRepository implements NotificationSettingsStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async channels(): Promise<Channel[]> {
    const rows = await this.#database.notificationChannel.findMany({
      where: { removedAt: null },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
    return rows.map(channelOf);
  }

  async channel(id: string): Promise<Channel | undefined> {
    const row = await this.#database.notificationChannel.findUnique({ where: { id } });
    return row === null ? undefined : channelOf(row);
  }

  async addChannel(channel: Channel): Promise<void> {
    const { id, areaId, kind, createdAt } = channel;
    const data = { id, areaId, kind, createdAt: toDate(createdAt), ...channelRow(channel) };
    await this.#database.notificationChannel.create({ data });
  }

  async changeChannel(channel: Channel): Promise<void> {
    await this.#database.notificationChannel.update({ where: { id: channel.id }, data: channelRow(channel) });
  }

  async rules(): Promise<Rule[]> {
    const rows = await this.#database.notificationRule.findMany({
      where: { removedAt: null },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
    return rows.map(ruleOf);
  }

  async addRule(rule: Rule & { areaId: AreaId }, now: EpochMillis): Promise<void> {
    const { id, areaId } = rule;
    await this.#database.notificationRule.create({
      data: { id, areaId, createdAt: toDate(now), ...ruleRow(rule, now) },
    });
  }

  async changeRule(rule: Rule, now: EpochMillis): Promise<void> {
    await this.#database.notificationRule.update({ where: { id: rule.id }, data: ruleRow(rule, now) });
  }

  async removeRule(id: string, now: EpochMillis): Promise<void> {
    await this.#database.notificationRule.update({ where: { id }, data: { removedAt: toDate(now) } });
  }

  async preferences(): Promise<ReadonlyMap<PersonId, Preference>> {
    const rows = await this.#database.notificationPreference.findMany();
    return new Map(
      rows.map(({ personId, quietHours, criticalPasses, language }) => [
        personId,
        { quietHours: hoursOf(quietHours), criticalPasses, language: language as MessageLanguage },
      ]),
    );
  }

  async setPreference(personId: PersonId, { quietHours, ...rest }: Preference): Promise<void> {
    const data = { ...rest, quietHours: hoursRow(quietHours) };
    await this.#database.notificationPreference.upsert({
      where: { personId },
      create: { personId, ...data },
      update: data,
    });
  }
}
