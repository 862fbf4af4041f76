/**
 * Looks at what has happened to incidents, notes whom it concerns, and makes the messages that are due. What it decides
 * is written in one transaction each: a crash before it changes nothing, a crash after it has lost nothing.
 */
import type { AreaId } from '@loa-lang/schemas/ids';
import { INCIDENTS, type IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { lineage, type Territory } from '../../domain/areas/territory.ts';
import type { Place } from '../../domain/notifications/audience.ts';
import type { Channel } from '../../domain/notifications/channel.ts';
import { decide } from '../../domain/notifications/decide.ts';
import { messageOf } from '../../domain/notifications/message.ts';
import { type Means, planItems, type Reachable } from '../../domain/notifications/plan-items.ts';
import { rulesAt } from '../../domain/notifications/rule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Leases } from '../../ports/leases.ts';
import type {
  NewNotification,
  NotedEvent,
  NotificationPlanStore,
  NotificationSettingsStore,
  Preference,
  Waiting,
} from '../../ports/notification-store.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { RegularLook } from '../regular-look.ts';
import type { EventPlaces } from '../watch/event-places.ts';
import { recipientName } from './recipient-name.ts';

export interface NoticeDeps {
  planStore: NotificationPlanStore;
  settings: NotificationSettingsStore;
  peopleStore: Pick<PeopleStore, 'all'>;
  reader: Pick<TerritoryReader, 'areas'>;
  eventPlaces: Pick<EventPlaces, 'of'>;
  leases: Leases;
  hasEmail: boolean;
  publicUrl: string | undefined;
  zone: string;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

/** A fault is to be known within 100 s of it; a look that finds nothing is three short questions. */
const EVERY_MS: Millis = 5_000;
const PRUNE_EVERY_MS: Millis = 3_600_000;
const KEPT_MS: Millis = 90 * 24 * 3_600_000;
const MOST_EVENTS = 500;
/** What comes back at once is not over. */
const OVER_DELAY_MS: Millis = 60_000;

interface World extends Omit<Means, 'rules'> {
  rules: Means['rules'];
  areas: Territory['areas'];
  people: readonly Reachable[];
  channels: readonly Channel[];
  preferences: ReadonlyMap<string, Preference>;
  tops: ReadonlySet<AreaId>;
}

export class IncidentNotices {
  readonly #deps: NoticeDeps;
  readonly #regular: RegularLook;
  #prunedAt: EpochMillis = 0;

  constructor(deps: NoticeDeps) {
    this.#deps = deps;
    this.#regular = new RegularLook(
      EVERY_MS,
      () => this.#mine(),
      (cause) => deps.onProblem('notifications were not made', cause),
    );
  }

  start(): void {
    this.#regular.start();
  }
  stop(): Promise<void> {
    return this.#regular.stop();
  }

  /** Of several controllers one makes them; what two of them made at once would still be one. */
  async #mine(): Promise<void> {
    if (await this.#deps.leases.take('notifications')) await this.look();
  }

  async look(): Promise<void> {
    const { planStore, clock } = this.#deps;
    let known: Promise<World> | undefined;
    const world = () => (known ??= this.#world());
    for (;;) {
      const events = await planStore.unnoticed(MOST_EVENTS);
      if (events.length > 0) await this.#plan(events, await world());
      if (events.length < MOST_EVENTS) break;
    }
    const now = clock.now();
    await planStore.endTold(now + OVER_DELAY_MS);
    for (const waiting of await planStore.waiting(now)) await this.#tell(waiting, await world(), now);
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    await planStore.prune(now - KEPT_MS);
  }

  async #world(): Promise<World> {
    const { settings, peopleStore, reader, hasEmail, zone } = this.#deps;
    const [rules, channels, preferences, people, areas] = await Promise.all([
      settings.rules(),
      settings.channels(),
      settings.preferences(),
      peopleStore.all(),
      reader.areas(),
    ]);
    const tops = new Set([...areas.values()].filter(({ parentId }) => parentId === undefined).map(({ id }) => id));
    const active = people.filter((person) => person.active);
    return { rules, channels, preferences, people: active, areas, tops, hasEmail, zone };
  }

  async #plan(events: readonly NotedEvent[], world: World): Promise<void> {
    const { planStore, clock, newId } = this.#deps;
    const now = clock.now();
    const items = [];
    for (const noted of events) {
      const event = EVENTS[noted.event];
      const { id: incidentId, kind } = noted.incident;
      const known = INCIDENTS[kind as IncidentKind];
      if (event === undefined || known === undefined) continue;
      const { place, communeId } = await this.#placeOf(noted, world);
      const rules = rulesAt(world.rules, place.line, world.tops);
      const told = planItems({ event, ...known, place }, { ...world, rules }, now);
      items.push(
        ...told.map((item) => ({ ...item, ...this.#spoken(item, world), id: newId(), incidentId, communeId })),
      );
    }
    await planStore.plan(
      events.map(({ seq }) => seq),
      items,
      now,
    );
  }

  /** In the language of who hears it, where that is known. */
  #spoken({ recipientKey, language }: { recipientKey: string; language: Preference['language'] }, world: World) {
    return { language: world.preferences.get(recipientKey)?.language ?? language };
  }

  async #placeOf({ incident }: NotedEvent, { areas, tops }: World) {
    const { kind, subject, communeId } = incident;
    const event = { type: 'incident', kind: kind as IncidentKind, subject, state: 'raised', detail: '' } as const;
    const found = await this.#deps.eventPlaces.of(event);
    const areaId = found?.at[0] ?? found?.folders?.[0] ?? communeId;
    const line = areaId === undefined ? [] : lineage(areas, areaId);
    const isLocal = (id: AreaId) => areas.get(id)?.kind === 'hamlet' || areas.get(id)?.kind === 'commune';
    const place: Place = { line, local: new Set(line.filter(isLocal)), tops };
    return { place, communeId: line.find((id) => areas.get(id)?.kind === 'commune') };
  }

  async #tell(waiting: Waiting, world: World, now: EpochMillis): Promise<void> {
    const { planStore, newId, publicUrl, zone } = this.#deps;
    const { channelKey, recipientKey, language, items, lastAlertAt } = waiting;
    const channel = world.channels.find(({ id }) => id === channelKey);
    const preference = world.preferences.get(recipientKey);
    const quiet = [channel, preference].filter((each) => each !== undefined);
    const { changes, messages } = decide(items, { quiet, zone, lastAlertAt }, now);
    if (changes.length === 0) return;
    const communes = new Map(items.map(({ id, communeId }) => [id, communeId]));
    const made = messages.map(({ type, items: of }): NewNotification => {
      const incidents = of.flatMap(({ incident }) => incident ?? []);
      const where = new Set(of.map(({ id }) => communes.get(id)));
      return {
        ...{ id: newId(), channelKey, recipientKey, itemIds: of.map(({ id }) => id) },
        communeId: where.size === 1 ? [...where][0] : undefined,
        recipient: recipientName(recipientKey, world.people, channel),
        message: messageOf({ type, language, incidents, publicUrl, zone }),
      };
    });
    // what another controller has decided meanwhile stands
    await planStore.tell(changes, made, now);
  }
}

const EVENTS: Readonly<Record<string, 'opened' | 'escalated' | undefined>> = {
  opened: 'opened',
  reopened: 'opened',
  escalated: 'escalated',
};
