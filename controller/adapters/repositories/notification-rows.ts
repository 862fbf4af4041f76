/** Messages as rows. */
import type { NotificationState, NotificationType } from '@loa-lang/schemas/states/notification';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Message } from '../../domain/notifications/message.ts';
import type { Prisma, Notification as Row } from '../../generated/prisma/client.ts';
import type { NewNotification, NotificationRecord } from '../../ports/notification-store.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

export async function insertNotifications(
  { notification }: Pick<Prisma.TransactionClient, 'notification'>,
  messages: readonly NewNotification[],
  now: EpochMillis,
): Promise<void> {
  await notification.createMany({
    data: messages.map(({ id, communeId, channelKey, recipientKey, recipient, message }) => ({
      ...{ id, communeId: orNull(communeId), channelKey, recipientKey, recipient },
      ...{ type: message.type, subject: message.subject, content: message as unknown as Prisma.InputJsonValue },
      ...{ state: 'waiting', createdAt: toDate(now), nextAt: toDate(now) },
    })),
  });
}

export const notificationOf = (row: Row): NotificationRecord => ({
  ...{ id: row.id, communeId: orUndefined(row.communeId), channelKey: row.channelKey, recipientKey: row.recipientKey },
  ...{ recipient: row.recipient, type: row.type as NotificationType, subject: row.subject, attempts: row.attempts },
  message: row.content as unknown as Message,
  state: row.state as NotificationState,
  createdAt: row.createdAt.getTime(),
  nextAt: row.nextAt.getTime(),
  finishedAt: toInstant(row.finishedAt),
  lastError: orUndefined(row.lastError),
});
