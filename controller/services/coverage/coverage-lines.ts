/** What single broadcasts came to, remembered until anything of them is another: a year is read at every look. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Coverage } from '../../domain/coverage/coverage.ts';
import type { CoverageLine, LinePole } from '../../domain/coverage/coverage-line.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CoverageFacts, CoverageMark } from '../../ports/coverage-facts.ts';
import type { BroadcastView, BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import { keepLatest } from '../keep-latest.ts';
import { afterOf } from '../make-up/make-up-facts.ts';

export interface CoverageLineDeps {
  coverageFacts: Pick<CoverageFacts, 'byIds'>;
  views: Pick<BroadcastViews, 'of'>;
  clock: Clock;
}

/** One that is asked for, with what was played for it again. */
export interface MarkedBroadcast {
  original: CoverageMark;
  makeUps: CoverageMark[];
}

/** `nothing`: it was not to sound, for want of approval or because it was cancelled before */
type Told = CoverageLine | 'nothing' | 'pending';

interface Kept {
  mark: string;
  /** under way, or done: whoever asks meanwhile waits for the same reading */
  told: Promise<Told>;
}

/** Receipts of these are read at once: some thousand rows, between which others get their turn. */
const PIECE = 100;
/** A year of some ten communes, a few kilobytes each. */
const MOST_KEPT = 20_000;
/** Of targets that somebody chose; the next ones are shared among themselves again. */
const MOST_LISTS = 500;

export class CoverageLines {
  readonly #deps: CoverageLineDeps;
  /** in the order in which they were last asked for */
  readonly #kept = new Map<string, Kept>();

  /** lists of poles by what is in them */
  readonly #lists = new Map<string, readonly LinePole[]>();

  constructor(deps: CoverageLineDeps) {
    this.#deps = deps;
  }

  /** In their order. @param areaId whose sight it is */
  of(asked: readonly MarkedBroadcast[], areaId: AreaId, sight: Sight): Promise<Told[]> {
    const known = new Map<string, Kept>();
    const missing: MarkedBroadcast[] = [];
    for (const each of asked) {
      const kept = this.#kept.get(keyOf(areaId, each));
      if (kept?.mark === markOf(each)) known.set(each.original.id, kept);
      else missing.push(each);
    }
    let before: Promise<unknown> = Promise.resolve();
    for (let at = 0; at < missing.length; at += PIECE) {
      const piece = missing.slice(at, at + PIECE);
      const read = before.then(() => this.#read(piece, sight));
      before = read;
      for (const each of piece) {
        const told = read.then((byId) => byId.get(each.original.id) ?? 'nothing');
        const kept = { mark: markOf(each), told };
        known.set(each.original.id, kept);
        this.#forgetUnsettled(keyOf(areaId, each), kept);
      }
    }
    const all = asked.map((each): [string, Kept] => [keyOf(areaId, each), known.get(each.original.id) as Kept]);
    for (const [key, kept] of all) this.#keep(key, kept);
    return Promise.all(all.map(([, { told }]) => told));
  }

  #keep(key: string, kept: Kept): void {
    keepLatest(this.#kept, key, kept, MOST_KEPT);
  }

  /** What is awaited becomes something else by the clock alone; what failed is tried again. */
  #forgetUnsettled(key: string, kept: Kept): void {
    const forget = () => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    };
    kept.told.then((told) => told === 'pending' && forget(), forget);
  }

  readonly #shared = (poles: LinePole[]): readonly LinePole[] => {
    const key = JSON.stringify(poles);
    const list = this.#lists.get(key) ?? poles;
    if (this.#lists.size >= MOST_LISTS) this.#lists.clear();
    this.#lists.set(key, list);
    return list;
  };

  async #read(piece: readonly MarkedBroadcast[], sight: Sight): Promise<Map<string, Told>> {
    const { coverageFacts, views, clock } = this.#deps;
    const ids = piece.flatMap(({ original, makeUps }) => [original.id, ...makeUps.map(({ id }) => id)]);
    const rows = await coverageFacts.byIds(ids);
    const viewed = await views.of(rows.map((row) => asSeen(row, sight)));
    const byId = new Map(viewed.map((view) => [view.broadcast.id, view]));
    const now = clock.now();
    return new Map(
      piece.map(({ original, makeUps }) => {
        const again = makeUps.flatMap(({ id }) => byId.get(id) ?? []);
        return [original.id, told(byId.get(original.id), again, now, this.#shared)];
      }),
    );
  }
}

const keyOf = (areaId: AreaId, { original }: MarkedBroadcast) => `${areaId}/${original.id}`;
const markOf = ({ original, makeUps }: MarkedBroadcast) => [original, ...makeUps].map(({ mark }) => mark).join(' ');

function told(
  view: BroadcastView | undefined,
  makeUps: readonly BroadcastView[],
  now: number,
  polesOf: Parameters<typeof lineOf>[2],
): Told {
  if (view === undefined || isMeantForNobody(view.broadcast)) return 'nothing';
  const all = [view, ...makeUps];
  if (all.some(({ state, coverage }) => state === 'planned' || !coverage.complete)) return 'pending';
  return lineOf(view.broadcast, afterOf(view, makeUps, now) ?? view.coverage, polesOf);
}

const isMeantForNobody = ({ approval, cancelledAt, startAt, audience }: Broadcast): boolean =>
  approval !== 'approved' || (cancelledAt !== undefined && cancelledAt <= startAt) || audience.hamlets.length === 0;

/** @param polesOf one list for the same ones */
function lineOf(
  { id, startAt }: Broadcast,
  { hamlets, clusters }: Coverage,
  polesOf: (poles: LinePole[]) => readonly LinePole[],
): CoverageLine {
  const poles = polesOf(
    clusters.map(({ cluster: { id: clusterId, code, name, services } }) => ({
      ...{ id: clusterId, code, name, hamletIds: services.map(({ hamletId }) => hamletId) },
    })),
  );
  return {
    ...{ id, startAt, poles },
    hamlets: hamlets.map(({ hamlet, householdsReached, householdsUnserved }) => ({
      ...{ id: hamlet.id, name: hamlet.name, hamletKind: hamlet.hamletKind, households: hamlet.households },
      ...{ reached: householdsReached, unserved: householdsUnserved },
    })),
    missed: clusters.flatMap(({ outcome, reason }, index): CoverageLine['missed'] => {
      const pole = poles[index];
      if (outcome === 'reached' || pole === undefined) return [];
      return [{ pole, reason: outcome === 'not-measurable' ? 'gateway' : (reason ?? 'partial') }];
    }),
  };
}
