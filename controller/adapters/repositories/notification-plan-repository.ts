/** What is to be told, in PostgreSQL. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { MessageLanguage } from '@loa-lang/schemas/states/notification';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Change, Item, ItemState } from '../../domain/notifications/decide.ts';
import type { NewItem } from '../../domain/notifications/plan-items.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { NewNotification, NotedEvent, NotificationPlanStore, Waiting } from '../../ports/notification-store.ts';
import type { Database } from '../postgres/database.ts';
import { insertNotifications } from './notification-rows.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

/** Of one look; the rest waits for the next. */
const MOST_RECIPIENTS = 200;
const MOST_ITEMS = 20_000;
/** Longer than any gap between two alerts. */
const RECENT_MS = 3_600_000;

interface ItemRow {
  id: string;
  channel_key: string;
  recipient_key: string;
  commune_id: string | null;
  step: number;
  delay_s: number;
  timing: Item['timing'];
  severity: Item['severity'];
  language: MessageLanguage;
  state: ItemState;
  due_at: Date;
  incident_id: string | null;
  kind: string;
  detail: string;
  raised_at: Date;
  cleared_at: Date | null;
  acknowledged_at: Date | null;
  explained: boolean;
  cluster_id: string | null;
  code: string;
  cluster_name: string;
  hamlet: string | null;
  hamlet_kind: string | null;
  commune: string | null;
}

const itemOf = (row: ItemRow): Waiting['items'][number] => ({
  ...{ id: row.id, step: row.step, delayS: row.delay_s, timing: row.timing, severity: row.severity, state: row.state },
  communeId: orUndefined(row.commune_id),
  dueAt: row.due_at.getTime(),
  incident:
    row.incident_id === null
      ? undefined
      : {
          ...{ id: row.incident_id, kind: row.kind, detail: row.detail, explained: row.explained },
          raisedAt: row.raised_at.getTime(),
          clearedAt: toInstant(row.cleared_at),
          acknowledged: row.acknowledged_at !== null,
          cluster: row.cluster_id === null ? undefined : { id: row.cluster_id, code: row.code, name: row.cluster_name },
          hamlet: row.hamlet === null ? undefined : [row.hamlet_kind, row.hamlet].filter(Boolean).join(' '),
          commune: orUndefined(row.commune),
        },
});

class ChangedMeanwhile extends Error {}

export class NotificationPlanRepository implements NotificationPlanStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async unnoticed(most: number): Promise<NotedEvent[]> {
    const rows = await this.#database.$queryRaw<
      {
        seq: bigint;
        event: string;
        id: string;
        kind: string;
        subject: string;
        cluster_id: string | null;
        commune_id: string | null;
      }[]
    >`
      SELECT e.seq, e.event, i.id, i.kind, i.subject, i.cluster_id, i.commune_id
      FROM incident_event e JOIN incident i ON i.id = e.incident_id
      WHERE NOT e.noticed ORDER BY e.seq LIMIT ${most}`;
    return rows.map(({ seq, event, cluster_id, commune_id, ...incident }) => ({
      ...{ seq: String(seq), event },
      incident: {
        ...incident,
        ...(cluster_id !== null && { clusterId: cluster_id }),
        ...(commune_id !== null && { communeId: commune_id }),
      },
    }));
  }

  async plan(
    seqs: readonly string[],
    items: readonly (NewItem & { id: string; incidentId: string; communeId: AreaId | undefined })[],
    now: EpochMillis,
  ): Promise<void> {
    const rows = JSON.stringify(items.map((item) => ({ ...item, dueAt: new Date(item.dueAt).toISOString() })));
    await this.#database.$transaction([
      this.#database.$executeRaw`
        INSERT INTO notification_item AS known (id, incident_id, commune_id, channel_key, recipient_key, step, delay_s, timing,
          severity, language, state, created_at, due_at)
        SELECT new.id, new."incidentId", new."communeId", new."channelKey", new."recipientKey", new.step, new."delayS", new.timing,
          new.severity, new.language, 'due', ${toDate(now)}, new."dueAt"
        FROM jsonb_to_recordset(${rows}::jsonb) AS new(id text, "incidentId" text, "communeId" text, "channelKey" text,
          "recipientKey" text, step int, "delayS" int, timing text, severity text, language text, "dueAt" timestamptz)
        -- the same once more: what was told and is not over yet was told
        ON CONFLICT (incident_id, channel_key, recipient_key, step) DO UPDATE SET
          state = 'due', due_at = excluded.due_at, created_at = excluded.created_at, timing = excluded.timing
        WHERE known.state IN ('over', 'done', 'dropped')`,
      this.#database.$executeRaw`
        UPDATE incident_event SET noticed = true WHERE seq = ANY(${seqs.map(BigInt)}::bigint[])`,
    ]);
  }

  async endTold(dueAt: EpochMillis): Promise<void> {
    await this.#database.$executeRaw`
      UPDATE notification_item item SET state = 'ending', due_at = ${toDate(dueAt)}
      FROM incident i WHERE i.id = item.incident_id AND item.state = 'told' AND i.cleared_at IS NOT NULL`;
  }

  async waiting(now: EpochMillis): Promise<Waiting[]> {
    const rows = await this.#database.$queryRaw<ItemRow[]>`
      SELECT item.id, item.channel_key, item.recipient_key, item.commune_id, item.step, item.delay_s, item.timing, item.severity,
        item.language, item.state, item.due_at, i.id AS incident_id, i.kind, i.detail, i.raised_at, i.cleared_at,
        i.acknowledged_at, i.expected OR i.explained_by IS NOT NULL AS explained, c.id AS cluster_id, c.code,
        c.name AS cluster_name, h.name AS hamlet, h.hamlet_kind, m.name AS commune
      FROM notification_item item LEFT JOIN incident i ON i.id = item.incident_id
        LEFT JOIN cluster c ON c.id = i.cluster_id LEFT JOIN area h ON h.id = c.hamlet_id
        LEFT JOIN area m ON m.id = item.commune_id
      WHERE item.state IN ('due', 'later', 'ending') AND (item.channel_key, item.recipient_key) IN (
        SELECT channel_key, recipient_key FROM notification_item
        WHERE state IN ('due', 'later', 'ending') AND due_at <= ${toDate(now)}
        GROUP BY channel_key, recipient_key ORDER BY min(due_at) LIMIT ${MOST_RECIPIENTS})
      ORDER BY item.due_at, item.id LIMIT ${MOST_ITEMS}`;
    if (rows.length === 0) return [];
    const alerts = await this.#lastAlerts(now);
    const byRecipient = new Map<string, Waiting>();
    for (const row of rows) {
      const { channel_key: channelKey, recipient_key: recipientKey, language } = row;
      const key = `${channelKey} ${recipientKey}`;
      const known = byRecipient.get(key) ?? {
        ...{ channelKey, recipientKey, language, items: [], lastAlertAt: alerts.get(key) },
      };
      known.items.push(itemOf(row));
      byRecipient.set(key, known);
    }
    return [...byRecipient.values()];
  }

  async #lastAlerts(now: EpochMillis): Promise<ReadonlyMap<string, EpochMillis>> {
    const rows = await this.#database.notification.groupBy({
      by: ['channelKey', 'recipientKey'],
      where: { type: { in: ['alert', 'escalation'] }, createdAt: { gt: toDate(now - RECENT_MS) } },
      _max: { createdAt: true },
    });
    return new Map(
      rows.map(({ channelKey, recipientKey, _max }) => [
        `${channelKey} ${recipientKey}`,
        _max.createdAt?.getTime() ?? 0,
      ]),
    );
  }

  async tell(changes: readonly Change[], messages: readonly NewNotification[], now: EpochMillis): Promise<boolean> {
    const messageOf = new Map(messages.flatMap(({ id, itemIds }) => itemIds.map((item) => [item, id] as const)));
    const rows = JSON.stringify(
      changes.map(({ id, from, to, dueAt }) => ({
        ...{ id, from, to, message: messageOf.get(id) ?? null },
        due: dueAt === undefined ? null : new Date(dueAt).toISOString(),
      })),
    );
    const work = async (tx: Prisma.TransactionClient) => {
      const changed = await tx.$executeRaw`
        UPDATE notification_item item SET state = x."to", due_at = coalesce(x.due, item.due_at),
          message_id = coalesce(x.message, item.message_id)
        FROM jsonb_to_recordset(${rows}::jsonb) AS x(id text, "from" text, "to" text, due timestamptz, message text)
        WHERE item.id = x.id AND item.state = x."from"`;
      if (changed !== changes.length) throw new ChangedMeanwhile();
      await insertNotifications(tx, messages, now);
    };
    try {
      await this.#database.$transaction(work);
      return true;
    } catch (cause) {
      if (cause instanceof ChangedMeanwhile) return false;
      throw cause;
    }
  }

  async prune(before: EpochMillis): Promise<void> {
    const ended = { in: ['over', 'done', 'dropped'] };
    await this.#database.notificationItem.deleteMany({ where: { state: ended, dueAt: { lt: toDate(before) } } });
    await this.#database.notification.deleteMany({ where: { finishedAt: { lt: toDate(before) } } });
  }
}
