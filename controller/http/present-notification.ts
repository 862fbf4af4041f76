/** Notifications as HTTP shows them. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { NOTIFICATION_FAULT_WORDS } from '@loa-lang/schemas/errors/notification-faults';
import type { ChannelBody, NotificationBody, PreferenceBody, RuleBody } from '@loa-lang/schemas/http/notifications';
import type { EmailSettings, TemplateSettings, WebhookSettings } from '../domain/notifications/channel.ts';
import type { Rule } from '../domain/notifications/rule.ts';
import type { NotificationRecord, Preference } from '../ports/notification-store.ts';
import type { ShownChannel } from '../services/notifications/channels.ts';
import { outInstant, outOptional } from './instants.ts';

const WORDS: Readonly<Partial<Record<string, Words>>> = NOTIFICATION_FAULT_WORDS;

export function channelBody(channel: ShownChannel): ChannelBody {
  const { id, areaId, kind, name, enabled, quietHours, criticalPasses, settings, secretNames, formerUntil } = channel;
  return {
    ...{ id, areaId, kind, name, enabled, criticalPasses, secretNames, quietHours: quietHours ?? null },
    ...(kind === 'email' && { email: settings as EmailSettings }),
    ...(kind === 'webhook' && { webhook: settings as WebhookSettings }),
    ...(kind === 'zalo' && { template: settings as TemplateSettings }),
    ...outOptional('formerSecretUntil', formerUntil),
    createdAt: outInstant(channel.createdAt),
    changedAt: outInstant(channel.changedAt),
  };
}

const audienceBody = ({ roles, personIds, deputies }: Rule['to']): RuleBody['to'] => ({
  ...{ roles: [...roles], personIds: [...personIds] },
  ...(deputies !== undefined && { deputies }),
});

export const ruleBody = (rule: Rule): RuleBody => ({
  ...{ id: rule.id, name: rule.name, enabled: rule.enabled, standard: rule.areaId === undefined },
  ...(rule.areaId !== undefined && { areaId: rule.areaId }),
  channelId: rule.channelId ?? null,
  ...{ severities: [...rule.severities], owners: [...rule.owners], timing: rule.timing, language: rule.language },
  ...{ delayS: rule.delayMs / 1000, digestAt: rule.digestAt, to: audienceBody(rule.to) },
  escalation: rule.escalation.map(({ afterMs, to }) => ({ afterMinutes: afterMs / 60_000, to: audienceBody(to) })),
});

export function notificationBody(record: NotificationRecord): NotificationBody {
  const { id, communeId, channelKey, recipient, type, subject, state, attempts, lastError } = record;
  const message = WORDS[lastError?.split(':')[0] ?? ''];
  return {
    ...{ id, channel: channelKey, recipient, type, subject, state, attempts },
    ...(communeId !== undefined && { communeId }),
    createdAt: outInstant(record.createdAt),
    ...outOptional('nextAt', state === 'waiting' ? record.nextAt : undefined),
    ...outOptional('finishedAt', record.finishedAt),
    ...(lastError !== undefined && { lastError }),
    ...(message !== undefined && { message: { ...message } }),
  };
}

export const preferenceBody = ({ quietHours, criticalPasses, language }: Preference): PreferenceBody => ({
  ...{ quietHours: quietHours ?? null, criticalPasses, language },
});
