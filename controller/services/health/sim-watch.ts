/** Warns before a card ends, and when a cluster is on its way to use more than is paid for. */
import type { Sim } from '@loa-lang/schemas/http/clusters';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Millis } from '@loa-lang/schemas/units';
import { type DataEstimate, daysLeft, estimate, monthOf, RENEWAL_DAYS, shareUsed } from '../../domain/health/sim.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DataUse } from '../../ports/data-use.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';
import { RegularLook } from '../regular-look.ts';

export interface SimWatchDeps {
  dataUse: DataUse;
  incidents: IncidentLog;
  openIncidents: OpenIncidents;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** A day changes what is told; more often, so that a restart every night does not put it off for ever. */
const LOOK_MS: Millis = 6 * 3_600_000;
/** A projection sways: what was told as over is under again below this share. */
const UNDER_AGAIN = 0.95;

type Wanted = ReadonlyMap<ClusterId, string>;

export class SimWatch {
  readonly #deps: SimWatchDeps;
  readonly #look: RegularLook;

  constructor(deps: SimWatchDeps) {
    this.#deps = deps;
    this.#look = new RegularLook(
      LOOK_MS,
      () => this.#watch(),
      (cause) => deps.onProblem('cards of clusters were not looked at', cause),
    );
  }

  start(): void {
    this.#look.start();
    void this.#look.look();
  }

  /** A look, or the one that is under way. */
  look(): Promise<void> {
    return this.#look.look();
  }

  stop(): Promise<void> {
    return this.#look.stop();
  }

  async #watch(): Promise<void> {
    const { dataUse, clock } = this.#deps;
    const now = clock.now();
    const month = monthOf(now);
    const all = await dataUse.used('with a card', month, now);
    const open = await this.#openOf('data-over');
    const over = new Map(
      all.flatMap((use): [ClusterId, string][] => {
        const estimated = estimate(use, month);
        const share = shareUsed(use.sim, estimated);
        const told = open.get(use.clusterId);
        if (share !== undefined && told !== undefined && share > UNDER_AGAIN) return [[use.clusterId, told]];
        return share !== undefined && share > 1 ? [[use.clusterId, overDetail(use.sim, estimated)]] : [];
      }),
    );
    const ending = new Map(
      all.flatMap(({ clusterId, sim }): [ClusterId, string][] => {
        const detail = endingDetail(sim, now);
        return detail === undefined ? [] : [[clusterId, detail]];
      }),
    );
    await this.#follow('data-over', over, open, now);
    await this.#follow('sim-renewal', ending, await this.#openOf('sim-renewal'), now);
  }

  async #openOf(kind: IncidentKind): Promise<Wanted> {
    const open = await this.#deps.openIncidents.openOf([kind]);
    return new Map(open.map(({ subject, detail }) => [subject, detail]));
  }

  /** What is told already is not told again; what says something else is over and begins anew, so that people hear of it. */
  async #follow(kind: IncidentKind, wanted: Wanted, open: Wanted, now: number): Promise<void> {
    const { incidents } = this.#deps;
    for (const [subject, detail] of open) if (wanted.get(subject) !== detail) await incidents.clear(kind, subject, now);
    for (const [subject, detail] of wanted) {
      if (open.get(subject) !== detail) await incidents.raise(kind, subject, detail, now);
    }
  }
}

const overDetail = ({ monthlyMegabytes }: Sim, { projectedBytes }: DataEstimate): string =>
  `${Math.round(projectedBytes / 1e6)} MB / ${monthlyMegabytes} MB`;

/** The same from one step to the next. */
function endingDetail(sim: Sim, now: number): string | undefined {
  const days = daysLeft(sim, now);
  if (days === undefined || days > RENEWAL_DAYS.first) return undefined;
  const [year, month, day] = (sim.renewsOn ?? '').split('-');
  const step = days < 0 ? '!' : days <= RENEWAL_DAYS.again ? ` (${RENEWAL_DAYS.again})` : ` (${RENEWAL_DAYS.first})`;
  return `${day}/${month}/${year}${step}`;
}
