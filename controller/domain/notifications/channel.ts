/** Ways on which notifications go, each of a commune or of an area above it. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { ChannelKind } from '@loa-lang/schemas/states/notification';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export interface EmailSettings {
  addresses: string[];
}
export interface WebhookSettings {
  url: string;
}
export interface TemplateSettings {
  url: string;
  method: 'POST' | 'PUT';
  headers: Record<string, string>;
  /** JSON with holes in its strings */
  body: string;
  success?: { field: string; equals: string | number | boolean };
}

/** When nothing goes out, and whether what is critical does all the same. */
export interface Quiet {
  quietHours: DailyHours | undefined;
  criticalPasses: boolean;
}

export interface Channel extends Quiet {
  id: string;
  areaId: AreaId;
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  settings: EmailSettings | WebhookSettings | TemplateSettings;
  /** sealed */
  secrets: string | undefined;
  createdAt: EpochMillis;
  changedAt: EpochMillis;
  removedAt: EpochMillis | undefined;
}

/** Of a webhook, opened. The former one signs as well for a while, so that the other side can change over. */
export interface SigningSecrets {
  signing: string;
  former?: { signing: string; until: EpochMillis };
}
/** Of a template, opened, by name. */
export type TemplateSecrets = Record<string, string>;

/** Long enough for somebody to carry the new secret over on a working day. */
export const FORMER_SECRET_MS: Millis = 24 * 3_600_000;

export const secretsBoundTo = (channelId: string): string => `notification-channel/${channelId}`;
