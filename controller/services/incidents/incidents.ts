/** What people see of incidents, and do about them. */
import { INCIDENT_KINDS, INCIDENTS } from '@loa-lang/schemas/states/incident';
import type { Action } from '@loa-lang/schemas/states/people';
import { lineage } from '../../domain/areas/territory.ts';
import { moves, stateOf } from '../../domain/incidents/incident-state.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import { type Place, type Sight, seesPerson } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  IncidentActs,
  IncidentEventRecord,
  IncidentQuery,
  IncidentReader,
  IncidentRecord,
  IncidentStep,
} from '../../ports/incident-reader.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { Whereabouts } from '../../ports/whereabouts.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';

export interface IncidentDeps {
  incidents: IncidentReader & IncidentActs;
  reader: Pick<TerritoryReader, 'areas'>;
  whereabouts: Whereabouts;
  permissions: Permissions;
  people: People;
  feed: Pick<ProgressFeed, 'emit'>;
  clock: Clock;
}

export interface IncidentFilter extends Omit<IncidentQuery, 'kinds' | 'areaIds'> {
  kind?: string;
  owner?: string;
  severity?: string;
  areaId?: string;
}

export class Incidents {
  readonly #deps: IncidentDeps;

  constructor(deps: IncidentDeps) {
    this.#deps = deps;
  }

  async list(filter: IncidentFilter, sight: Sight): Promise<IncidentRecord[]> {
    const { kind, owner, severity, areaId, ...query } = filter;
    const isFiltered = kind !== undefined || owner !== undefined || severity !== undefined;
    const kinds = INCIDENT_KINDS.filter(
      (each) =>
        (kind === undefined || each === kind) &&
        (owner === undefined || INCIDENTS[each].owner === owner) &&
        (severity === undefined || INCIDENTS[each].severity === severity),
    );
    return this.#deps.incidents.list(
      {
        ...query,
        ...(isFiltered && { kinds }),
        ...(areaId !== undefined && { areaIds: await this.#below(areaId) }),
      },
      sight,
    );
  }

  async get(id: string): Promise<{ incident: IncidentRecord; events: IncidentEventRecord[] }> {
    const incident = found(await this.#deps.incidents.find(id), 'incident-unknown');
    return { incident, events: await this.#deps.incidents.events(id) };
  }

  /** Again is not again. */
  acknowledge(id: string, text: string | undefined, caller: Caller): Promise<IncidentRecord> {
    const by = refOf(caller);
    return this.#act(id, caller, (incident, at) => {
      if (incident.acknowledgedAt !== undefined) return undefined;
      return { event: 'acknowledged', at, by, text, set: { acknowledgedAt: at, acknowledgedBy: by } };
    });
  }

  /** @param personId nobody when `null` */
  async assign(id: string, personId: string | null, text: string | undefined, caller: Caller, sight: Sight) {
    const person = personId === null ? undefined : this.#deps.people.find(personId);
    const isThere = person?.active === true && seesPerson(sight, person);
    if (personId !== null && !isThere) throw new Refusal('person-unknown');
    const assignee = person && { personId: person.id, name: person.name };
    return this.#act(id, caller, (_, at) => ({
      ...{ event: 'assigned', at, by: refOf(caller), set: { assignee } },
      text: [assignee?.name ?? '—', text].filter(Boolean).join(': '),
    }));
  }

  note(id: string, text: string, caller: Caller): Promise<IncidentRecord> {
    return this.#act(id, caller, (_, at) => ({ event: 'noted', at, by: refOf(caller), text, set: {} }), 'over too');
  }

  resolve(id: string, text: string | undefined, caller: Caller): Promise<IncidentRecord> {
    const by = refOf(caller);
    const set = (at: number) => ({ clearedAt: at, resolvedBy: by });
    return this.#act(id, caller, (_, at) => ({ event: 'resolved', at, by, text, set: set(at) }));
  }

  /** Takes back what somebody said: that they know, or that it is over. */
  reopen(id: string, text: string | undefined, caller: Caller): Promise<IncidentRecord> {
    const open = { acknowledgedAt: undefined, acknowledgedBy: undefined, clearedAt: undefined, resolvedBy: undefined };
    return this.#act(
      id,
      caller,
      (incident, at) => {
        const isByHand = incident.clearedAt !== undefined && incident.resolvedBy !== undefined;
        if (!isByHand && stateOf(incident) !== 'acknowledged') throw new Refusal('incident-not-to-reopen');
        return { event: 'reopened', at, by: refOf(caller), text: text ?? 'taken-back', set: open };
      },
      'over too',
    );
  }

  async #act(
    id: string,
    caller: Caller,
    decide: (incident: IncidentRecord, at: number) => IncidentStep | undefined,
    over: 'over too' | 'open only' = 'open only',
  ): Promise<IncidentRecord> {
    const { incidents, feed, clock } = this.#deps;
    const { kind } = found(await incidents.find(id), 'incident-unknown');
    const areaId = await this.#require(id, kind, caller);
    const done = await incidents.act(id, (incident) => {
      if (over === 'open only' && incident.clearedAt !== undefined) throw new Refusal('incident-over');
      return decide(incident, clock.now());
    });
    const { before, after } = found(done, 'incident-not-to-reopen');
    noteChange({ areaId, before: told(before), after: told(after) });
    feed.emit({ type: 'incident', kind: after.kind, subject: after.subject, state: 'changed', detail: after.detail });
    return after;
  }

  /** @returns where it is. @throws Refusal */
  async #require(id: string, kind: string, caller: Caller): Promise<string | undefined> {
    const { whereabouts, permissions } = this.#deps;
    const place = (await whereabouts.of('incident', [id])).get(id);
    const areaIds = placesOf(place);
    const actions: readonly Action[] = moves(kind);
    const { may } = await permissions.standing(caller);
    // what is nowhere is for who has everything
    const isHere = areaIds.length > 0 || caller.areaIds === 'everywhere';
    if (!isHere || !actions.some((action) => may(action, areaIds))) {
      throw new Refusal('not-permitted', { name: caller.name });
    }
    return areaIds[0];
  }

  async #below(areaId: string): Promise<string[]> {
    const areas = await this.#deps.reader.areas();
    return [...areas.keys()].filter((id) => lineage(areas, id).includes(areaId));
  }
}

const placesOf = (place: Place | undefined) =>
  place === undefined ? [] : place.at.length > 0 ? place.at : (place.folders ?? []);

const told = (incident: IncidentRecord) => ({
  kind: incident.kind,
  state: stateOf(incident),
  ...(incident.assignee !== undefined && { assignee: incident.assignee.name }),
});
