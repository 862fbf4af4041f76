/** What is to be told when an incident has come up: to whom, by what, from when on. */
import type { IncidentOwner, Severity } from '@loa-lang/schemas/states/incident';
import { type MessageLanguage, OWN_EMAIL, type Timing } from '@loa-lang/schemas/states/notification';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Person, PersonId } from '../people/person.ts';
import { type Place, peopleOf } from './audience.ts';
import type { Channel, EmailSettings } from './channel.ts';
import { nextTimeOfDay } from './hours.ts';
import type { Audience, Rule } from './rule.ts';

/** Somebody on record who may be written to. */
export interface Reachable extends Person {
  email: string | undefined;
  phone: string | undefined;
}

export interface NewItem {
  channelKey: string;
  recipientKey: string;
  step: number;
  /** of an escalation, after the first were told */
  delayS: number;
  timing: Timing;
  severity: Severity;
  language: MessageLanguage;
  dueAt: EpochMillis;
}

export interface Occasion {
  event: 'opened' | 'escalated';
  severity: Severity;
  owner: IncidentOwner;
  place: Place;
}

export interface Means {
  /** that hold at the place */
  rules: readonly Rule[];
  channels: readonly Channel[];
  people: readonly Reachable[];
  /** the system can send e-mail by itself */
  hasEmail: boolean;
  zone: string;
}

/** The recipient of a webhook. */
export const CHANNEL_ITSELF = 'channel';
/** The step of what somebody says is overdue: everybody whom the rule knows is told. */
const OVERDUE_STEP = 100;

export function planItems(occasion: Occasion, means: Means, now: EpochMillis): NewItem[] {
  const items = new Map<string, NewItem>();
  const fitting = means.rules.filter(
    (rule) => rule.severities.includes(occasion.severity) && rule.owners.includes(occasion.owner),
  );
  // of two rules that tell somebody the same, the one that tells it at once counts
  for (const rule of fitting.toSorted((a, b) => a.timing.localeCompare(b.timing))) {
    for (const item of itemsOf(rule, occasion, means, now)) {
      const key = `${item.channelKey} ${item.recipientKey} ${item.step}`;
      if (!items.has(key)) items.set(key, item);
    }
  }
  return [...items.values()];
}

function itemsOf(rule: Rule, { event, severity, place }: Occasion, means: Means, now: EpochMillis): NewItem[] {
  const way = wayOf(rule, means);
  if (way === undefined) return [];
  const { timing, language, delayMs } = rule;
  const common = { channelKey: way.key, timing, severity, language };
  const found = way.recipients(rule.to, []);
  const first = found.length === 0 && rule.orElse !== undefined ? way.recipients(rule.orElse, []) : found;
  const steps = rule.escalation.map(({ afterMs, to }) => ({ afterMs, keys: way.recipients(to, first) }));
  if (event === 'escalated') {
    const all = [...new Set([...first, ...steps.flatMap(({ keys }) => keys)])];
    return all.map((recipientKey) => ({
      ...common,
      timing: 'at-once',
      recipientKey,
      step: OVERDUE_STEP,
      delayS: 0,
      dueAt: now,
    }));
  }
  const dueAt = timing === 'digest' ? nextTimeOfDay(rule.digestAt, means.zone, now) : now + delayMs;
  const later = timing === 'digest' ? [] : steps;
  return [
    ...first.map((recipientKey) => ({ ...common, recipientKey, step: 0, delayS: 0, dueAt })),
    ...later.flatMap(({ afterMs, keys }, index) =>
      keys.map((recipientKey) => ({
        ...common,
        recipientKey,
        step: index + 1,
        delayS: Math.round(afterMs / 1000),
        dueAt: now + afterMs,
      })),
    ),
  ];

  function wayOf({ channelId }: Rule, { channels, people, hasEmail }: Means) {
    const ids = (audience: Audience, before: readonly PersonId[], reachable: readonly Reachable[]) =>
      peopleOf(audience, place, reachable, before).map(({ id }) => id);
    const byMail = people.filter(({ active, email }) => active && email !== undefined);
    const mail = (key: string, more: readonly string[]) => ({
      key,
      recipients: (audience: Audience, before: readonly PersonId[]) => [
        ...ids(audience, before, byMail),
        // a mailbox that is written to anyway is not written to again when somebody does not answer
        ...(audience === rule.to ? more.map((address) => `@${address}`) : []),
      ],
    });
    if (channelId === undefined) return hasEmail ? mail(OWN_EMAIL, []) : undefined;
    const channel = channels.find(({ id, enabled }) => id === channelId && enabled);
    if (channel === undefined) return undefined;
    if (channel.kind === 'email')
      return hasEmail ? mail(channel.id, (channel.settings as EmailSettings).addresses) : undefined;
    if (channel.kind === 'webhook') return { key: channel.id, recipients: () => [CHANNEL_ITSELF] };
    const byPhone = people.filter(({ active, phone }) => active && phone !== undefined);
    return {
      key: channel.id,
      recipients: (audience: Audience, before: readonly PersonId[]) => ids(audience, before, byPhone),
    };
  }
}
