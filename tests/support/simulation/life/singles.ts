/** Single broadcasts: planned, waiting for approval, approved late or never, planned anew, cancelled. */
import type { BroadcastRequest } from '@loa-lang/controller/services/broadcasts/plan-broadcast';
import { type Airing, DAY, HOUR, type Instant, lengthOf, MINUTE, SECOND } from '../model.ts';
import { joinUntil, type PaperPart } from '../paper.ts';
import { APPROVER, OFFICER } from '../sim-world.ts';
import { CROWD, type Script } from './script.ts';

type Kind = 'scheduled' | 'relay' | 'priority' | 'urgent';

interface Draft {
  class: Kind;
  startAt: Instant;
  /** by when it must be over; absent: it may begin a quarter of an hour late */
  endsAt?: Instant | undefined;
  parts: PaperPart[];
  requested: BroadcastRequest['requested'];
  clusters: ReadonlySet<string>;
}

/** A planned start may be postponed so long. */
const POSTPONED = 15 * MINUTE;

export class Singles {
  readonly #script: Script;
  /** what was submitted and is not decided yet */
  readonly #waiting = new Map<string, Draft>();

  constructor(script: Script) {
    this.#script = script;
    const { chance, span, pick } = script;
    for (let day = 0; day < script.days; day++) {
      const around = (hour: number, spread: Instant) => day * DAY + hour * HOUR + span(0, spread);
      if (chance(0.7)) this.#draw('scheduled', around(pick([5, 11, 17]), CROWD), span(2 * HOUR, 60 * HOUR));
      if (chance(0.3)) this.#draw('relay', around(17, CROWD), 30 * HOUR);
      if (chance(0.5)) this.#draw('priority', around(pick([5, 11, 17]), CROWD), 5 * HOUR);
      if (chance(0.6)) this.#draw('urgent', around(pick([5, 11, 17]), CROWD), HOUR);
      if (chance(0.1)) script.act(around(12, HOUR), 'planned for the night', () => this.#refused(day));
    }
    script.every(3 * HOUR, 2 * HOUR, 10 * HOUR, 'approvals of broadcasts', () => this.#decide());
  }

  #draw(kind: Kind, startAt: Instant, ahead: Instant): void {
    const { script } = { script: this.#script };
    const at = Math.max(2 * MINUTE, startAt - ahead);
    if (at > startAt - MINUTE) return;
    script.act(at, `${kind} broadcast`, () => this.#plan(this.#draft(kind, startAt)));
  }

  #draft(kind: Kind, around: Instant): Draft {
    const { whole, chance, span, world } = this.#script;
    const parts = Array.from({ length: whole(1, 4) }, () => world.bulletin(whole(5, 30) * SECOND));
    const startAt = this.#script.ownInstant(around);
    // a programme that must be over soon: what is interrupted may have no room to begin again
    const endsAt = chance(0.3) ? startAt + lengthOf({ parts }) + span(0, 90 * SECOND) : undefined;
    return { class: kind, startAt, endsAt, parts, ...this.#script.targets() };
  }

  async #plan(draft: Draft): Promise<void> {
    const { world, paper, chance, span, now } = this.#script;
    const { planning } = world.controller.useCases;
    const byOfficer = chance(0.4);
    const planned = await planning.plan(this.#asked(draft), byOfficer ? OFFICER : world.station);
    const { id } = planned.broadcast;
    if (byOfficer) this.#waiting.set(id, draft);
    else paper.decide(id, this.#script.now, airingOf(draft));
    if (chance(0.15)) this.#script.act(span(now, draft.startAt), 'planned anew', () => this.#revise(id, draft));
    const cancelAt = chance(0.5) ? span(now, draft.startAt) : draft.startAt + span(SECOND, MINUTE);
    if (chance(0.15)) this.#script.act(cancelAt, 'cancelled', () => this.#cancel(id));
  }

  /** With another content, place or time; what was approved is not approved any more. */
  async #revise(id: string, before: Draft): Promise<void> {
    const { world, paper, chance, span, now } = this.#script;
    if (before.startAt < now + 5 * MINUTE || paper.airing(id).stops.length > 0) return;
    const draft = this.#draft(before.class, before.startAt + (chance(0.5) ? 0 : span(0, HOUR)));
    const byOfficer = chance(0.4);
    const { planning } = world.controller.useCases;
    await planning.revise(id, this.#asked(draft), byOfficer ? OFFICER : world.station);
    this.#waiting.delete(id);
    if (byOfficer) this.#waiting.set(id, draft);
    paper.decide(id, this.#script.now, byOfficer ? undefined : airingOf(draft));
  }

  async #cancel(id: string): Promise<void> {
    const { world, paper, now } = this.#script;
    const { cancelling } = world.controller.useCases;
    const refused = await this.#script.refusalOf(cancelling.cancel(id, 'thử'));
    const airing = paper.now(id);
    // who is heard to the end cannot be stopped; neither can what nobody approved in time
    const isOver = airing === undefined || airing.startAt + lengthOf(airing) <= now;
    if (refused !== undefined) this.#script.expect(`cancelling ${id}`, [refused, isOver], ['broadcast-over', true]);
    else paper.stop(id, this.#script.now, world.everywhere);
    if (refused === undefined) this.#waiting.delete(id);
  }

  async #decide(): Promise<void> {
    const { world, chance, pick } = this.#script;
    const waiting = await world.controller.stores.approvals.list({ states: ['submitted'], limit: 1000 });
    const own = waiting.filter((each) => each.subjectKind === 'broadcast');
    const known = [...this.#waiting.keys()].sort();
    this.#script.expect('broadcasts that wait', own.map((each) => each.subjectId).sort(), known);
    for (const { id, subjectId, bindingHash } of own) {
      const draft = this.#waiting.get(subjectId);
      if (draft === undefined || !chance(0.85)) continue;
      await this.#verdict({ id, subjectId, bindingHash }, draft, pick(['approved', 'approved', 'returned']));
    }
  }

  async #verdict(
    { id, subjectId, bindingHash }: { id: string; subjectId: string; bindingHash: string },
    draft: Draft,
    verdict: 'approved' | 'returned',
  ): Promise<void> {
    const { world, paper, chance, span } = this.#script;
    const { deciding } = world.controller.useCases;
    const now = this.#script.now;
    const decide = (start?: Instant) =>
      this.#script.refusalOf(
        deciding.decide(
          id,
          { bindingHash, verdict, reason: 'thử', ...(start !== undefined && { start: world.epoch(start) }) },
          APPROVER,
        ),
      );
    const isLate = verdict === 'approved' && now >= draft.startAt;
    const refused = await decide();
    this.#script.expect(`deciding on ${subjectId}`, refused, isLate ? 'approval-too-late' : undefined);
    if (!isLate) {
      this.#waiting.delete(subjectId);
      if (verdict === 'approved') paper.decide(subjectId, this.#script.now, airingOf(draft));
      return;
    }
    if (!chance(0.5)) return;
    // too late for its time, it may have another
    const startAt = this.#script.ownInstant(this.#script.now + span(MINUTE, 40 * MINUTE));
    if (startAt % DAY > 21 * HOUR || startAt % DAY < 5 * HOUR) return;
    this.#script.expect(`moving ${subjectId}`, await decide(startAt), undefined);
    this.#waiting.delete(subjectId);
    paper.decide(subjectId, this.#script.now, airingOf({ ...draft, startAt, endsAt: undefined }));
  }

  async #refused(day: number): Promise<void> {
    const { world } = this.#script;
    const draft = this.#draft('scheduled', day * DAY + 23 * HOUR);
    const { planning } = world.controller.useCases;
    const refused = await this.#script.refusalOf(planning.plan(this.#asked(draft), world.station));
    this.#script.expect('in the quiet hours', refused, 'quiet-hours');
  }

  #asked({ class: kind, startAt, endsAt, parts, requested }: Draft): BroadcastRequest {
    const { world } = this.#script;
    return {
      communeId: world.places.commune,
      title: undefined,
      level: 'commune',
      rank: undefined,
      onInterrupted: 'restart',
      gainDb: 0,
      class: kind,
      requested,
      bulletins: parts.map(({ bulletinId }) => ({ bulletinId, readings: 1 })),
      start: world.epoch(startAt),
      ...(endsAt !== undefined && { endsAt: world.epoch(endsAt) }),
    };
  }
}

function airingOf({
  class: kind,
  startAt,
  parts,
  clusters,
  endsAt = startAt + POSTPONED + lengthOf({ parts }),
}: Draft): Airing {
  const latestStartAt = Math.min(startAt + POSTPONED, endsAt - lengthOf({ parts }));
  const window = { startAt, latestStartAt, joinUntilAt: joinUntil(startAt, endsAt), endsAt };
  return { class: kind, level: 'commune', ...window, parts, clusters };
}
