/** How an emergency gets through: which clusters have said that they sound, and whom to call where none has. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { servedHamletIds } from '../../domain/areas/territory.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { AudienceCluster, AudienceHamlet } from '../../domain/placement/audience.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import type { Emergencies } from './emergencies.ts';

export interface EmergencyProgressDeps {
  emergencies: Pick<Emergencies, 'get'>;
  views: Pick<BroadcastViews, 'get'>;
  people: Pick<PeopleStore, 'all'>;
  reader: Pick<TerritoryReader, 'areas'>;
}

export interface ClusterSaid {
  cluster: AudienceCluster;
  /** it has said that it plays, or has played, of this emergency */
  confirmed: boolean;
}

export interface HamletSaid {
  hamlet: AudienceHamlet;
  clusters: number;
  confirmed: number;
  /** of a hamlet that not every cluster of it has confirmed; the number only for who may send emergencies there */
  heads: { name: string; phone: string | undefined }[];
}

export interface EmergencyProgress {
  clusters: ClusterSaid[];
  hamlets: HamletSaid[];
}

const SOUNDED: readonly string[] = ['started', 'finished', 'stopped', 'partial'];

export class EmergencyProgressing {
  readonly #deps: EmergencyProgressDeps;

  constructor(deps: EmergencyProgressDeps) {
    this.#deps = deps;
  }

  /** Empty while its audio is being made. @throws Refusal */
  async of(id: string, caller: Caller, sight: Sight): Promise<EmergencyProgress> {
    const { emergencies, views, people, reader } = this.#deps;
    const { act } = await emergencies.get(id);
    if (act.broadcastId === undefined) return { clusters: [], hamlets: [] };
    const [view, accounts, areas] = await Promise.all([
      views.get(act.broadcastId, sight),
      people.all(),
      reader.areas(),
    ]);
    const { audience } = view.broadcast;
    const clusters = audience.clusters.map((cluster) => ({
      cluster,
      confirmed: (view.receipts.get(cluster.id) ?? []).some(({ state }) => SOUNDED.includes(state)),
    }));
    const headsOf = (hamletId: AreaId) =>
      accounts
        .filter(({ active, roles, areaIds }) => active && roles.includes('hamlet-head') && areaIds.includes(hamletId))
        .map(({ name, phone }) => ({ name, phone: may(caller, 'emergency', hamletId, areas) ? phone : undefined }));
    const hamlets = audience.hamlets.map((hamlet): HamletSaid => {
      const serving = clusters.filter(({ cluster }) => servedHamletIds(cluster).includes(hamlet.id));
      const confirmed = serving.filter((each) => each.confirmed).length;
      const isThrough = serving.length > 0 && confirmed === serving.length;
      return { hamlet, clusters: serving.length, confirmed, heads: isThrough ? [] : headsOf(hamlet.id) };
    });
    return { clusters, hamlets };
  }
}
