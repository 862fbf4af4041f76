/** Messages on their way, in PostgreSQL: several controllers take from it, each message by one at a time. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { NotificationState } from '@loa-lang/schemas/states/notification';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type {
  Failing,
  NewNotification,
  NotificationOutbox,
  NotificationRecord,
} from '../../ports/notification-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type { Database } from '../postgres/database.ts';
import { storableText } from '../postgres/safe-json.ts';
import { insertNotifications, notificationOf } from './notification-rows.ts';
import { orUndefined, toDate } from './row-values.ts';

/** Of one channel and of all in one look: a channel that hangs does not keep the others waiting. */
const MOST_OF_A_CHANNEL = 3;
const MOST = 16;
/** Who could not be reached, and has not been since, is told of for so long. */
const REMEMBERED_MS: Millis = 7 * 24 * 3_600_000;

type Taken = Pick<NotificationRecord, 'id' | 'attempts'>;

export class NotificationOutboxRepository implements NotificationOutbox {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(notification: NewNotification, now: EpochMillis): Promise<void> {
    await insertNotifications(this.#database, [notification], now);
  }

  async take(now: EpochMillis, until: EpochMillis, full: readonly string[]): Promise<NotificationRecord[]> {
    const taken = await this.#database.$queryRaw<{ id: string }[]>`
      UPDATE notification SET state = 'sending', next_at = ${toDate(until)}, attempts = attempts + 1
      WHERE id IN (
        SELECT id FROM (
          SELECT id, next_at, row_number() OVER (PARTITION BY channel_key ORDER BY next_at, id) AS place
          FROM notification
          WHERE state IN ('waiting', 'sending') AND next_at <= ${toDate(now)} AND channel_key <> ALL(${[...full]}::text[])
        ) ready WHERE place <= ${MOST_OF_A_CHANNEL} ORDER BY next_at LIMIT ${MOST})
      -- asked again of the row itself: another controller may have taken it meanwhile
      AND state IN ('waiting', 'sending') AND next_at <= ${toDate(now)}
      RETURNING id`;
    if (taken.length === 0) return [];
    const rows = await this.#database.notification.findMany({ where: { id: { in: taken.map(({ id }) => id) } } });
    return rows.map(notificationOf);
  }

  async noteSent(taken: Taken, at: EpochMillis): Promise<void> {
    await this.#database.notification.updateMany({
      where: mine(taken),
      data: { state: 'sent', finishedAt: toDate(at), lastError: null },
    });
  }

  async noteFailed(taken: Taken, detail: string, at: EpochMillis, nextAt: EpochMillis | undefined): Promise<void> {
    const lastError = storableText(detail).slice(0, 500);
    const where = mine(taken);
    await this.#database.notification.updateMany({
      where: { ...where, firstFailedAt: null },
      data: { firstFailedAt: toDate(at) },
    });
    const after =
      nextAt === undefined ? { state: 'failed', finishedAt: toDate(at) } : { state: 'waiting', nextAt: toDate(nextAt) };
    await this.#database.notification.updateMany({ where, data: { ...after, lastError } });
  }

  async failing(now: EpochMillis, longMs: Millis): Promise<Failing[]> {
    const rows = await this.#database.$queryRaw<
      {
        what: Failing['what'];
        commune_id: string | null;
        channel_key: string;
        recipient_key: string;
        recipient: string;
        last_error: string | null;
      }[]
    >`
      SELECT DISTINCT ON (what, commune_id, channel_key, of) * FROM (
        SELECT 'channel' AS what, n.commune_id, n.channel_key, '' AS of, n.recipient_key, n.recipient, n.last_error, n.id
        FROM notification n
        WHERE n.state IN ('waiting', 'sending') AND n.first_failed_at <= ${toDate(now - longMs)}
          AND NOT EXISTS (SELECT FROM notification s
            WHERE s.channel_key = n.channel_key AND s.state = 'sent' AND s.finished_at > n.first_failed_at)
        UNION ALL
        SELECT 'recipient', n.commune_id, n.channel_key, n.recipient_key, n.recipient_key, n.recipient, n.last_error, n.id
        FROM notification n
        WHERE n.state = 'failed' AND n.type <> 'test' AND n.finished_at > ${toDate(now - REMEMBERED_MS)}
          AND NOT EXISTS (SELECT FROM notification s
            WHERE s.channel_key = n.channel_key AND s.recipient_key = n.recipient_key AND s.state = 'sent'
              AND s.finished_at > n.finished_at)
      ) failing
      -- what goes nowhere any more is missed by nobody
      WHERE coalesce(last_error, '') !~ '^nobody-there' AND (channel_key = 'email' OR EXISTS (
        SELECT FROM notification_channel c WHERE c.id = channel_key AND c.removed_at IS NULL AND c.enabled))
      ORDER BY what, commune_id, channel_key, of, id DESC LIMIT 500`;
    return rows.map((row) => ({
      ...{ what: row.what, communeId: orUndefined(row.commune_id), channelKey: row.channel_key },
      ...{ recipientKey: row.recipient_key, recipient: row.recipient, detail: row.last_error ?? '' },
    }));
  }

  async find(id: string): Promise<NotificationRecord | undefined> {
    const row = await this.#database.notification.findUnique({ where: { id } });
    return row === null ? undefined : notificationOf(row);
  }

  async list({
    communeIds,
    state,
    before,
    limit,
  }: {
    communeIds?: readonly AreaId[];
    state?: NotificationState | undefined;
    before?: PageEnd | undefined;
    limit: number;
  }): Promise<NotificationRecord[]> {
    const rows = await this.#database.notification.findMany({
      where: {
        ...(communeIds !== undefined && { communeId: { in: [...communeIds] } }),
        ...(state !== undefined && { state }),
        ...(before !== undefined && {
          OR: [{ createdAt: { lt: toDate(before.at) } }, { createdAt: toDate(before.at), id: { lt: before.id } }],
        }),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return rows.map(notificationOf);
  }

  async retry(id: string, now: EpochMillis): Promise<boolean> {
    const { count } = await this.#database.notification.updateMany({
      where: { id, state: { in: ['failed', 'waiting'] } },
      data: { state: 'waiting', attempts: 0, nextAt: toDate(now), finishedAt: null, firstFailedAt: null },
    });
    return count === 1;
  }
}

/** Whoever was too slow has lost it to somebody else. */
const mine = ({ id, attempts }: Taken) => ({ id, attempts, state: 'sending' });
