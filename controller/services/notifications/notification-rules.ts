/** The rules by which somebody is told. */
import type { RuleChange, RuleCreate } from '@loa-lang/schemas/http/notifications';
import type { AreaId } from '@loa-lang/schemas/ids';
import { lineage, type Territory } from '../../domain/areas/territory.ts';
import { type Audience, type Rule, rulesAt, USUAL_DELAY_MS, USUAL_DIGEST_AT } from '../../domain/notifications/rule.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NotificationSettingsStore } from '../../ports/notification-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import { found, Refusal } from '../refusal.ts';

export interface NotificationRuleDeps {
  settings: NotificationSettingsStore;
  reader: Pick<TerritoryReader, 'areas'>;
  people: People;
  clock: Clock;
  newId: () => string;
}

type Placed = Rule & { areaId: AreaId };

export class NotificationRules {
  readonly #deps: NotificationRuleDeps;

  constructor(deps: NotificationRuleDeps) {
    this.#deps = deps;
  }

  /** Of an area: those that hold there, the standard ones among them where it has none of its own. */
  async list(areaId: AreaId | undefined, sight: Sight): Promise<Rule[]> {
    const rules = await this.#deps.settings.rules();
    const seen = (rule: Rule) => rule.areaId === undefined || seesWithin(sight, rule.areaId);
    if (areaId === undefined) return rules.filter(seen);
    const areas = await this.#deps.reader.areas();
    const line = lineage(areas, areaId);
    const off = rules.filter((rule) => rule.areaId === areaId && !rule.enabled);
    return [...rulesAt(rules, line, topsOf(areas)), ...off].filter(seen);
  }

  async create({ areaId, channelId, delayS, ...fields }: RuleCreate): Promise<Rule> {
    const { settings, clock, newId } = this.#deps;
    const rule: Placed = {
      ...{ enabled: true, digestAt: USUAL_DIGEST_AT, escalation: [], language: 'vi', ...fields },
      ...{ id: newId(), areaId, name: tidyName(fields.name), channelId: channelId ?? undefined },
      delayMs: delayS === undefined ? USUAL_DELAY_MS : delayS * 1000,
      escalation: escalationOf(fields.escalation ?? []),
    };
    await this.#check(rule);
    await settings.addRule(rule, clock.now());
    noteChange({ areaId, subjectId: rule.id, after: said(rule) });
    return rule;
  }

  async change(id: string, { channelId, delayS, escalation, ...fields }: RuleChange): Promise<Rule> {
    const { settings, clock } = this.#deps;
    const before = await this.#there(id);
    const rule: Placed = {
      ...before,
      ...fields,
      name: tidyName(fields.name ?? before.name),
      channelId: channelId === undefined ? before.channelId : (channelId ?? undefined),
      delayMs: delayS === undefined ? before.delayMs : delayS * 1000,
      escalation: escalation === undefined ? before.escalation : escalationOf(escalation),
    };
    await this.#check(rule);
    await settings.changeRule(rule, clock.now());
    noteChange({ areaId: before.areaId, subjectId: id, before: said(before), after: said(rule) });
    return rule;
  }

  async remove(id: string): Promise<Rule> {
    const { settings, clock } = this.#deps;
    const before = await this.#there(id);
    await settings.removeRule(id, clock.now());
    noteChange({ areaId: before.areaId, subjectId: id, before: said(before) });
    return before;
  }

  async #there(id: string): Promise<Placed> {
    const rule = (await this.#deps.settings.rules()).find((each) => each.id === id);
    return found(rule, 'notification-rule-unknown') as Placed;
  }

  /** @throws Refusal for a rule that tells nobody, or whom it may not */
  async #check({ areaId, channelId, to, escalation }: Placed): Promise<void> {
    const { settings, reader, people } = this.#deps;
    const areas = await reader.areas();
    const area = found(areas.get(areaId), 'area-unknown');
    if (area.kind === 'hamlet') throw new Refusal('not-a-commune', { name: area.name });
    const channel = channelId === undefined ? undefined : await settings.channel(channelId);
    const isThere = channel !== undefined && channel.removedAt === undefined;
    if (channelId !== undefined && !isThere) throw new Refusal('notification-channel-unknown');
    if (channel !== undefined && !lineage(areas, areaId).includes(channel.areaId))
      throw new Refusal('notification-channel-elsewhere');
    const tellsItself = channel?.kind === 'webhook' || channel?.kind === 'email';
    const audiences: Audience[] = [to, ...escalation.map((step) => step.to)];
    const isNobody = ({ roles, personIds, deputies = false }: Audience) =>
      roles.length === 0 && personIds.length === 0 && !deputies;
    if ((!tellsItself && isNobody(to)) || escalation.some((step) => channel?.kind !== 'webhook' && isNobody(step.to)))
      throw new Refusal('notification-nobody');
    for (const id of audiences.flatMap(({ personIds }) => personIds)) {
      const person = people.find(id);
      if (person === undefined || !belongs(person.areaIds, areaId, areas))
        throw new Refusal('notification-person-elsewhere');
    }
  }
}

const belongs = (reach: readonly AreaId[] | 'everywhere', areaId: AreaId, areas: Territory['areas']): boolean =>
  reach === 'everywhere' ||
  reach.some((id) => lineage(areas, areaId).includes(id) || lineage(areas, id).includes(areaId));

const topsOf = (areas: Territory['areas']): ReadonlySet<AreaId> =>
  new Set([...areas.values()].filter(({ parentId }) => parentId === undefined).map(({ id }) => id));

const escalationOf = (steps: NonNullable<RuleCreate['escalation']>): Rule['escalation'] =>
  steps.map(({ afterMinutes, to }) => ({ afterMs: afterMinutes * 60_000, to }));

const said = ({ name, enabled, severities, owners, timing, to, channelId }: Rule) => ({
  ...{ name, enabled, severities, owners, timing, to },
  ...(channelId !== undefined && { channelId }),
});
