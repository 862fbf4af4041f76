/** What is going on where a device is to be worked on. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { Obstacle } from '@loa-lang/schemas/states/command';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { communeOf } from '../../domain/areas/territory.ts';
import { obstaclesTo, STARTS_SOON_MS } from '../../domain/remote/obstacles.ts';
import { USUAL_RULES } from '../../domain/rules/commune-rules.ts';
import { latchesOver } from '../../domain/silence/silenced-clusters.ts';
import type { CommandStore } from '../../ports/command-store.ts';
import type { ClusterRecord, TerritoryReader } from '../../ports/register.ts';
import type { CommuneRulesStore } from '../../ports/schedule-store.ts';
import type { SilenceStore } from '../../ports/silence-store.ts';

export interface LookAroundDeps {
  commands: Pick<CommandStore, 'onAir'>;
  reader: TerritoryReader;
  communeRules: Pick<CommuneRulesStore, 'findAll'>;
  silence: Pick<SilenceStore, 'list'>;
  /** the whole country keeps one */
  timeZone: string;
}

/** The lowest there is: a test passes no lock. */
const TEST = { class: 'scheduled', level: 'hamlet' } as const;

export class LookAround {
  readonly #deps: LookAroundDeps;

  constructor(deps: LookAroundDeps) {
    this.#deps = deps;
  }

  /** Gravest first; clusters without any are left out. */
  async obstacles(
    name: string,
    clusters: readonly ClusterRecord[],
    now: EpochMillis,
  ): Promise<ReadonlyMap<ClusterId, Obstacle[]>> {
    const { commands, reader, communeRules, silence, timeZone } = this.#deps;
    const ids = clusters.map(({ id }) => id);
    const [territory, latches, onAir] = await Promise.all([
      reader.territory(),
      silence.list(now),
      commands.onAir(ids, now, now + STARTS_SOON_MS),
    ]);
    const communeIdOf = ({ hamletId }: ClusterRecord) => communeOf(territory.areas, hamletId) ?? '';
    const rules = await communeRules.findAll([...new Set(clusters.map(communeIdOf))]);
    const found = clusters.map((cluster) => {
      const { quietHours } = rules.get(communeIdOf(cluster)) ?? USUAL_RULES;
      const obstacles = obstaclesTo(name, {
        silenced: latchesOver(latches, territory, [cluster.id], TEST).length > 0,
        muted: cluster.muted,
        startAt: onAir.get(cluster.id)?.startAt,
        quiet: quietHours === null ? [] : [quietHours],
        hours: cluster.hours,
        zone: timeZone,
        now,
      });
      return [cluster.id, obstacles] as const;
    });
    return new Map(found.filter(([, obstacles]) => obstacles.length > 0));
  }
}
