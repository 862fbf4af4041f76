/** Make-ups (phát bù): offered, and planned for those who missed a broadcast only. */
import type { BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { BroadcastState } from '@loa-lang/schemas/states/broadcast';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Territory } from '../../domain/areas/territory.ts';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import { assetsOf, type Broadcast, longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import { planWindow } from '../../domain/broadcasts/window.ts';
import type { Coverage } from '../../domain/coverage/coverage.ts';
import type { MissedCluster } from '../../domain/make-up/make-up.ts';
import type { Content } from '../../domain/make-up/parts.ts';
import { AUTOMATIC, type Caller } from '../../domain/people/person.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { Register } from '../../ports/register.ts';
import type { Approvals } from '../approval/approvals.ts';
import { refuseExpired } from '../broadcasts/broadcast-content.ts';
import type { BroadcastRuling } from '../broadcasts/broadcast-rules.ts';
import type { BroadcastPlanning, BroadcastRequest, Planned } from '../broadcasts/plan-broadcast.ts';
import type { BroadcastView } from '../broadcasts/view-broadcasts.ts';
import { Refusal } from '../refusal.ts';
import { afterOf, type Facts, MakeUpFacts, type MakeUpFactsDeps } from './make-up-facts.ts';
import { nothingFor, settledProblem } from './make-up-refusals.ts';

export interface MakeUpDeps extends MakeUpFactsDeps {
  bulletins: Pick<BulletinStore, 'findAll' | 'communeOf'>;
  register: Register;
  planning: BroadcastPlanning;
  approvals: Pick<Approvals, 'effective'>;
  ruling: BroadcastRuling;
  /** of the times in sentences */
  timeZone: string;
}

export interface MakeUpView extends Facts {
  /** why none can be planned for now */
  problem: Refusal | undefined;
  after: Coverage | undefined;
}

/** A cluster that does not make it in this many is ill, and repeating wears its neighbours out: a person decides. */
const AUTOMATIC_ATTEMPTS = 2;
const UNSETTLED: readonly BroadcastState[] = ['awaiting', 'planned', 'playing', 'reporting'];

export class MakeUps {
  readonly #deps: MakeUpDeps;
  readonly #facts: MakeUpFacts;

  constructor(deps: MakeUpDeps) {
    this.#deps = deps;
    this.#facts = new MakeUpFacts(deps);
  }

  /** @param id of the broadcast or of a make-up of it */
  async get(id: BroadcastId): Promise<MakeUpView> {
    const territory = await this.#deps.register.reader.territory();
    return this.#view(await this.#facts.of(id, territory, 'whole'), territory);
  }

  /** In their order. @param originals that are no make-ups themselves @param territory read for the same answer */
  async all(originals: readonly Broadcast[], territory: Territory): Promise<MakeUpView[]> {
    const all = await this.#facts.all(originals, territory, 'whole');
    return Promise.all(all.map((facts) => this.#view(facts, territory)));
  }

  async #view(facts: Facts, territory: Territory): Promise<MakeUpView> {
    const after = afterOf(facts.original, facts.makeUps, this.#deps.clock.now());
    return { ...facts, problem: await this.#problem(facts, territory), after };
  }

  /** What a broadcast and its make-ups came to together; `undefined` when there are none. */
  async after(view: BroadcastView, sight: Sight): Promise<Coverage | undefined> {
    const { makeUpFacts, views, clock } = this.#deps;
    const rows = await makeUpFacts.makeUpsOf([view.broadcast.id]);
    const makeUps = await views.of(rows.map((each) => asSeen(each, sight)));
    return afterOf(view, makeUps, clock.now());
  }

  /**
   * Of a broadcast one make-up at a time: asked for again while that one has not come to its end, it is the answer,
   * whoever asks and at whichever controller.
   * @throws Refusal when there is nothing to make up, or not at that time
   */
  async plan(id: BroadcastId, start: 'now' | EpochMillis, by: Caller): Promise<Planned> {
    const { planning, register } = this.#deps;
    const territory = await register.reader.territory();
    const automatic = by.personId === AUTOMATIC.personId;
    const facts = await this.#facts.of(id, territory, automatic ? 'important' : 'whole');
    const { broadcast } = facts.original;
    const running = facts.makeUps.find(({ state }) => UNSETTLED.includes(state));
    const round = running?.broadcast.makeUp?.round ?? facts.makeUps.length + 1;
    const once = { key: `make-up/${broadcast.id}/${round}`, fingerprint: 'make-up' };
    if (running !== undefined) return planning.plan(requestOf(facts, round, start, []), by, once);
    const refusal = settledProblem(facts, this.#deps);
    if (refusal !== undefined) throw refusal;
    const targets = automatic ? facts.offer.targets.filter(mayBeAutomatic) : facts.offer.targets;
    if (targets.length === 0) throw nothingFor(facts);
    await this.#refuseRemoved(facts.content, await this.#deps.bulletins.findAll(idsOf(facts.content)));
    const covered = await this.#covering(facts);
    // nobody waits at the desk to approve what the system does by itself
    if (automatic && covered === undefined) throw new Refusal('make-up-not-aired');
    const clusterIds = targets.map(({ cluster }) => cluster.id);
    return planning.plan({ ...requestOf(facts, round, start, clusterIds), covered }, by, once);
  }

  /** Whether a make-up could be planned for now. */
  async #problem(facts: Facts, territory: Territory): Promise<Refusal | undefined> {
    const { ruling, clock, bulletins } = this.#deps;
    const { broadcast } = facts.original;
    const now = clock.now();
    const problem = settledProblem(facts, this.#deps);
    if (problem !== undefined) return problem;
    if (facts.offer.targets.length === 0) return nothingFor(facts);
    try {
      const known = await bulletins.findAll(idsOf(facts.content));
      await this.#refuseRemoved(facts.content, known);
      const durationMs = longestRunMs(facts.content.items, broadcast.audience);
      const planned = planWindow({ start: 'now', durationMs, leadMs: 0 }, now);
      if (!planned.ok) return new Refusal(planned.fault);
      const { communeId, class: level, requested } = broadcast;
      const rules = await ruling.of(communeId, territory, { class: level, requested });
      const { endsAt } = rules.inHours(planned.window, durationMs);
      refuseExpired(known, endsAt - 1);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  async #refuseRemoved(content: Content, found: readonly { id: string }[]): Promise<void> {
    const known = new Set(found.map(({ id }) => id));
    for (const id of idsOf(content)) {
      if (!known.has(id) && (await this.#deps.bulletins.communeOf(id))) throw new Refusal('make-up-bulletin-removed');
    }
  }

  /** The approval of the broadcast holds for the same audio to some of the same people. */
  async #covering({ original, content }: Facts): Promise<string | undefined> {
    const { approvals } = this.#deps;
    const { id, occurrence } = original.broadcast;
    const bindings = await (occurrence === undefined
      ? approvals.effective('broadcast', id)
      : approvals.effective('schedule', occurrence.scheduleId));
    const assets = assetsOf(content.items).map((each) => each.assetId);
    const covers = bindings.some((binding) => assets.every((assetId) => binding.assets.includes(assetId)));
    return covers ? `make-up: covered by the approval of broadcast ${id}` : undefined;
  }
}

const idsOf = ({ bulletins }: Content) => [...new Set(bulletins.map((each) => each.bulletinId))];

/** Where somebody stopped it or locked the place it does not come back by itself. */
const mayBeAutomatic = ({ online, attempts, quieted }: MissedCluster): boolean =>
  online && attempts < AUTOMATIC_ATTEMPTS && !quieted;

function requestOf(
  { original: { broadcast }, content }: Facts,
  round: number,
  start: 'now' | EpochMillis,
  clusterIds: ClusterId[],
): BroadcastRequest {
  const { communeId, title, class: kind, level, rank, gainDb, onInterrupted } = broadcast;
  return {
    ...{ communeId, title, class: kind, level, rank, gainDb, onInterrupted, start },
    bulletins: content.bulletins.map(({ bulletinId }) => ({ bulletinId, readings: 1 })),
    requested: { areaIds: [], groupIds: [], clusterIds },
    again: { ...content, makeUp: { of: broadcast.id, round } },
  };
}
