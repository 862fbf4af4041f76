/** Builds the lines of a month from broadcasts, receipts and approvals; the audit log has no part in it. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ApprovalRequest } from '../../domain/approval/approval-request.ts';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { type Sight, sightOf } from '../../domain/permissions/sight.ts';
import { type LogLine, type LogPeople, logLine } from '../../domain/programme-log/log-line.ts';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyStore } from '../../ports/emergency-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { type BroadcastViews, seenIn } from '../broadcasts/view-broadcasts.ts';

export interface MonthLineDeps {
  broadcasts: Pick<BroadcastStore, 'list'>;
  approvals: Pick<ApprovalStore, 'list'>;
  emergencies: Pick<EmergencyStore, 'list'>;
  bulletins: Pick<BulletinStore, 'facts'>;
  views: Pick<BroadcastViews, 'of'>;
  reader: Pick<TerritoryReader, 'areas'>;
  clock: Clock;
}

const PAGE = 200;
/** Requests of one broadcast or schedule are few; of all of a month's some hundreds. */
const MOST_REQUESTS = 10_000;
/** An emergency is asked for at most this long before it sounds. */
const SENT_AHEAD_MS = 24 * 3600_000;

export class MonthLines {
  readonly #deps: MonthLineDeps;

  constructor(deps: MonthLineDeps) {
    this.#deps = deps;
  }

  /** In the order in which they sounded; what is still to come is no line yet. `complete`: nothing can change any more. */
  async of(
    communeId: string,
    { from, until }: { from: EpochMillis; until: EpochMillis },
  ): Promise<{ lines: LogLine[]; complete: boolean }> {
    const sight = sightOf([communeId], await this.#deps.reader.areas());
    const all: Broadcast[] = [];
    for (let page = await this.#page(sight, from, until); ; ) {
      all.push(...page.map((each) => asSeen(each, sight)));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      page = await this.#page(sight, from, until, { at: last.startAt, id: last.id });
    }
    const people = await this.#people(all, from);
    const facts = await this.#deps.bulletins.facts(
      all.flatMap(({ bulletins }) => bulletins.map((each) => each.bulletinId)),
    );
    const views = await this.#deps.views.of(all);
    const now = this.#deps.clock.now();
    const lines = views
      .filter(({ broadcast, state }) => broadcast.startAt <= now || state === 'cancelled')
      .map(({ broadcast, coverage, receipts }) => logLine(broadcast, coverage, receipts, people(broadcast), facts));
    // what nobody approved in time is settled, too
    const settled = views.every(({ coverage, state }) => coverage.complete && state !== 'awaiting');
    return { lines: lines.sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1)), complete: settled };
  }

  /** Also what the province had sounding here. */
  #page(sight: Sight, from: number, until: number, before?: PageEnd): Promise<Broadcast[]> {
    const query = { ...seenIn(sight), from, until, limit: PAGE, ...(before !== undefined && { before }) };
    return this.#deps.broadcasts.list(query);
  }

  async #people(all: readonly Broadcast[], from: EpochMillis): Promise<(broadcast: Broadcast) => LogPeople> {
    const schedules = all.flatMap(({ occurrence }) => occurrence?.scheduleId ?? []);
    const ofBroadcasts = await this.#requests(
      'broadcast',
      all.map(({ id }) => id),
    );
    const ofSchedules = await this.#requests('schedule', [...new Set(schedules)]);
    const acts = await this.#deps.emergencies.list(from - SENT_AHEAD_MS);
    const byBroadcast = new Map(acts.map((act) => [act.broadcastId, act]));
    return ({ id, occurrence, startAt, class: kind }) => {
      const act = byBroadcast.get(id);
      if (act !== undefined) {
        return { madeBy: act.sentBy.name, approvedBy: act.justifiedBy?.name, approvedAt: act.justifiedAt };
      }
      const scheduled = occurrence && ofSchedules.get(occurrence.scheduleId);
      const people = peopleOf(ofBroadcasts.get(id) ?? scheduled ?? [], startAt);
      // nobody approves what is said into a microphone
      return kind === 'live' ? { ...people, approvedBy: undefined, approvedAt: undefined } : people;
    };
  }

  async #requests(kind: 'broadcast' | 'schedule', ids: readonly string[]): Promise<Map<string, ApprovalRequest[]>> {
    const found = new Map<string, ApprovalRequest[]>();
    if (ids.length === 0) return found;
    const requests = await this.#deps.approvals.list({ subjects: { kind, ids }, limit: MOST_REQUESTS });
    for (const request of requests) {
      found.set(request.subjectId, [...(found.get(request.subjectId) ?? []), request]);
    }
    return found;
  }
}

/** Of the approval that counted when it sounded; who has only submitted it, where nobody had approved it. */
function peopleOf(requests: readonly ApprovalRequest[], startAt: EpochMillis): LogPeople {
  const newest = [...requests].sort((a, b) => b.subjectVersion - a.subjectVersion);
  const counted = newest.find(
    ({ decision, state }) => decision !== undefined && decision.at <= startAt && state !== 'returned',
  );
  const request = counted ?? newest[0];
  const { by, onBehalfOf, at } = counted?.decision ?? {};
  return {
    madeBy: request?.submittedBy.name,
    approvedBy: by && (onBehalfOf === undefined ? by.name : `${by.name} (thay ${onBehalfOf.name})`),
    approvedAt: at,
  };
}
