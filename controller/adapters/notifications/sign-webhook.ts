/** Signatures of webhooks as Standard Webhooks 1.0.0 has them: HMAC-SHA256 over id, time and body. */
import { createHmac, randomBytes } from 'node:crypto';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SigningSecrets } from '../../domain/notifications/channel.ts';

const PREFIX = 'whsec_';
/** As many as the hash has. */
const SECRET_BYTES = 32;

export const newSigningSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

export interface WebhookHeaders extends Record<string, string> {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/** With the former secret as well for as long as it holds. The receiver refuses what is older than five minutes. */
export function webhookHeaders(id: string, body: string, secrets: SigningSecrets, at: EpochMillis): WebhookHeaders {
  const seconds = String(Math.floor(at / 1000));
  const { signing, former } = secrets;
  const keys = [signing, ...(former !== undefined && at < former.until ? [former.signing] : [])];
  const signatures = keys.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`, 'utf8').digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
