/** The register of channels. */
import type { ErrorParameters } from '@loa-lang/schemas/errors/codes';
import { TEMPLATE_FAULT_WORDS } from '@loa-lang/schemas/errors/notifications';
import type { ChannelChange, ChannelCreate } from '@loa-lang/schemas/http/notifications';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { ChannelKind } from '@loa-lang/schemas/states/notification';
import { emailOf } from '../../domain/identity/contact.ts';
import {
  type Channel,
  FORMER_SECRET_MS,
  type SigningSecrets,
  secretsBoundTo,
  type TemplateSecrets,
  type TemplateSettings,
} from '../../domain/notifications/channel.ts';
import { templateFault } from '../../domain/notifications/fill-template.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NotificationSettingsStore } from '../../ports/notification-store.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface ChannelDeps {
  settings: NotificationSettingsStore;
  areas: Pick<AreaStore, 'find'>;
  secretBox: SecretBox;
  newSigningSecret: () => string;
  clock: Clock;
  newId: () => string;
}

export interface ShownChannel extends Channel {
  secretNames: string[];
  formerUntil: number | undefined;
}

const SETTINGS: Readonly<Record<ChannelKind, 'email' | 'webhook' | 'template'>> = {
  email: 'email',
  webhook: 'webhook',
  zalo: 'template',
};

export class Channels {
  readonly #deps: ChannelDeps;

  constructor(deps: ChannelDeps) {
    this.#deps = deps;
  }

  async list(areaId: AreaId | undefined, sight: Sight): Promise<ShownChannel[]> {
    const all = await this.#deps.settings.channels();
    return all
      .filter((channel) => seesWithin(sight, channel.areaId) && (areaId === undefined || channel.areaId === areaId))
      .map((channel) => this.#shown(channel));
  }

  async get(id: string): Promise<ShownChannel> {
    return this.#shown(await this.#there(id));
  }

  /** The secret of a webhook is told this once. */
  async create({ areaId, kind, ...fields }: ChannelCreate): Promise<{ channel: ShownChannel; signingSecret?: string }> {
    const { settings, areas, newSigningSecret, clock, newId } = this.#deps;
    const area = found(await areas.find(areaId), 'area-unknown');
    if (area.kind === 'hamlet') throw new Refusal('not-a-commune', { name: area.name });
    const id = newId();
    const now = clock.now();
    const signingSecret = kind === 'webhook' ? newSigningSecret() : undefined;
    const secrets = signingSecret === undefined ? (fields.secrets ?? {}) : { signing: signingSecret };
    const channel: Channel = {
      ...{ id, areaId, kind, name: tidyName(fields.name), enabled: fields.enabled ?? true },
      quietHours: fields.quietHours ?? undefined,
      criticalPasses: fields.criticalPasses ?? true,
      settings: settingsOf(kind, fields, Object.keys(secrets)),
      secrets: this.#sealed(id, secrets),
      ...{ createdAt: now, changedAt: now, removedAt: undefined },
    };
    await settings.addChannel(channel);
    noteChange({ areaId, subjectId: id, after: said(channel) });
    return { channel: this.#shown(channel), ...(signingSecret !== undefined && { signingSecret }) };
  }

  async change(id: string, { secrets, ...fields }: ChannelChange): Promise<ShownChannel> {
    const before = await this.#there(id);
    const { kind } = before;
    const isGiven = fields.email !== undefined || fields.webhook !== undefined || fields.template !== undefined;
    const opened = kind === 'zalo' ? { ...this.#open<TemplateSecrets>(before), ...secrets } : undefined;
    const asked = isGiven ? fields : { [SETTINGS[kind]]: before.settings };
    const after: Channel = {
      ...before,
      name: tidyName(fields.name ?? before.name),
      enabled: fields.enabled ?? before.enabled,
      quietHours: fields.quietHours === undefined ? before.quietHours : (fields.quietHours ?? undefined),
      criticalPasses: fields.criticalPasses ?? before.criticalPasses,
      settings: settingsOf(kind, { ...asked, secrets }, Object.keys(opened ?? {})),
      secrets: opened === undefined ? before.secrets : this.#sealed(id, opened),
      changedAt: this.#deps.clock.now(),
    };
    await this.#deps.settings.changeChannel(after);
    noteChange({ areaId: before.areaId, subjectId: id, before: said(before), after: said(after) });
    return this.#shown(after);
  }

  /** A new secret for a webhook; the former one signs as well for a day. */
  async renewSecret(id: string): Promise<{ channel: ShownChannel; signingSecret: string }> {
    const { settings, newSigningSecret, clock } = this.#deps;
    const before = await this.#there(id);
    if (before.kind !== 'webhook') throw new Refusal('notification-settings-missing', { needed: 'webhook' });
    const now = clock.now();
    const signingSecret = newSigningSecret();
    const former = { signing: this.#open<SigningSecrets>(before).signing, until: now + FORMER_SECRET_MS };
    const secrets = this.#sealed(id, { signing: signingSecret, former });
    const after = { ...before, secrets, changedAt: now };
    await settings.changeChannel(after);
    noteChange({ areaId: before.areaId, subjectId: id, after: { renewed: true } });
    return { channel: this.#shown(after), signingSecret };
  }

  async remove(id: string): Promise<ShownChannel> {
    const { settings, clock } = this.#deps;
    const before = await this.#there(id);
    const user = (await settings.rules()).find(({ channelId }) => channelId === id);
    if (user !== undefined) throw new Refusal('notification-channel-used', { name: user.name });
    const now = clock.now();
    // nothing is left that opens anything at the other side
    const after = { ...before, secrets: undefined, changedAt: now, removedAt: now };
    await settings.changeChannel(after);
    noteChange({ areaId: before.areaId, subjectId: id, before: said(before) });
    return this.#shown(after);
  }

  async #there(id: string): Promise<Channel> {
    const channel = found(await this.#deps.settings.channel(id), 'notification-channel-unknown');
    if (channel.removedAt !== undefined) throw new Refusal('notification-channel-unknown');
    return channel;
  }

  #sealed(id: string, secrets: object): string | undefined {
    if (Object.keys(secrets).length === 0) return undefined;
    return this.#deps.secretBox.seal(JSON.stringify(secrets), secretsBoundTo(id));
  }
  #open<Secrets extends object>({ id, secrets }: Channel): Secrets {
    return JSON.parse(secrets === undefined ? '{}' : this.#deps.secretBox.open(secrets, secretsBoundTo(id))) as Secrets;
  }

  #shown(channel: Channel): ShownChannel {
    const isWebhook = channel.kind === 'webhook';
    const opened = channel.removedAt === undefined ? this.#open<Partial<SigningSecrets>>(channel) : {};
    const until = isWebhook ? opened.former?.until : undefined;
    return {
      ...channel,
      secretNames: isWebhook ? [] : Object.keys(opened).sort(),
      formerUntil: until !== undefined && until > this.#deps.clock.now() ? until : undefined,
    };
  }
}

const said = ({ kind, name, enabled, quietHours, criticalPasses }: Channel) => ({
  ...{ kind, name, enabled, criticalPasses },
  ...(quietHours !== undefined && { quietHours }),
});

type Asked = { [Part in 'email' | 'webhook' | 'template' | 'secrets']?: ChannelChange[Part] | undefined };

/** @throws Refusal for what is not of this kind, or cannot be used */
function settingsOf(kind: ChannelKind, asked: Asked, secretNames: readonly string[]): Channel['settings'] {
  const needed = SETTINGS[kind];
  const given = asked[needed] ?? (kind === 'email' ? { addresses: [] } : undefined);
  const others = (['email', 'webhook', 'template'] as const).filter((each) => each !== needed);
  const isForeign =
    others.some((each) => asked[each] !== undefined) || (kind !== 'zalo' && asked.secrets !== undefined);
  if (given === undefined || isForeign) throw new Refusal('notification-settings-missing', { needed });
  if ('addresses' in given) return { addresses: given.addresses.map(address) };
  const url = checkedUrl(given.url);
  if (kind !== 'zalo') return { url };
  const template = given as TemplateSettings;
  const fault = templateFault(template, secretNames);
  if (fault === undefined) return { ...template, url };
  const { vi, en } = TEMPLATE_FAULT_WORDS[fault.fault];
  const at = fault.at === '' ? '' : ` (${fault.at.slice(0, 60)})`;
  const why: ErrorParameters['why'] = { vi: `${vi}${at}`, en: `${en}${at}` };
  throw new Refusal('notification-template-wrong', { why });
}

function address(text: string): string {
  const email = emailOf(text);
  if (email === undefined) throw new Refusal('notification-address-invalid', { address: text.slice(0, 100) });
  return email;
}

/** Holes are no part of it: nothing secret stands in an address that errors and proxies show. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRight =
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('{{');
  if (!isRight) throw new Refusal('notification-url-invalid', { url: text.slice(0, 100) });
  url.hash = '';
  return url.href;
}
