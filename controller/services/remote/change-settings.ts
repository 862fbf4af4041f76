/** Settings of many units in one act: shown before, done as a whole, and undone by what it answers. */

import type { SettingsChangeBody, UnitSettingsBody } from '@loa-lang/schemas/http/cluster-settings';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import { communeOf } from '../../domain/areas/territory.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import { chosenClusters } from '../../domain/remote/chosen-clusters.ts';
import { type SettingsFacts, settingsState } from '../../domain/remote/settings-state.ts';
import { canonicalJson } from '../../domain/text/canonical-json.ts';
import type { ClusterFields, ClusterRecord, Register } from '../../ports/register.ts';
import type { SettingsReader, SettingsRow } from '../../ports/settings-reader.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { Refusal } from '../refusal.ts';

export interface UnitSettingsDeps {
  register: Pick<Register, 'clusters' | 'reader'>;
  settingsReader: SettingsReader;
  delivery: Pick<DocumentDelivery, 'deliver'>;
  /** what is planned in the commune is to be looked through: hours have changed */
  onHours: (communeId: AreaId) => Promise<void>;
}

type Asked = SettingsChangeBody['changes'];

export interface UnitChange {
  cluster: ClusterRecord;
  before: UnitSettingsBody;
  after: UnitSettingsBody;
}

export interface SettingsPreview {
  changes: UnitChange[];
  /** so already */
  unchanged: number;
}

export type StateView = SettingsRow & { state: ReturnType<typeof settingsState> };

/** As many as targets may name. */
const MOST_NAMED = 500;

export class UnitSettings {
  readonly #deps: UnitSettingsDeps;

  constructor(deps: UnitSettingsDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal when nothing stands there */
  async preview(asked: Asked): Promise<SettingsPreview> {
    const { register } = this.#deps;
    const [territory, clusters] = await Promise.all([register.reader.territory(), register.clusters.all()]);
    const wanted = new Map<ClusterId, UnitSettingsBody>();
    for (const { targets, set } of asked) {
      const { areaIds = [], groupIds = [], clusterIds = [] } = targets;
      for (const id of chosenClusters(territory, { areaIds, groupIds, clusterIds })) {
        wanted.set(id, { ...wanted.get(id), ...set });
      }
    }
    const chosen = clusters.filter(({ id }) => wanted.has(id));
    if (chosen.length === 0) throw new Refusal('no-targets');
    const changes = chosen.flatMap((cluster) => changeOf(cluster, wanted.get(cluster.id) ?? {}) ?? []);
    return { changes, unchanged: chosen.length - changes.length };
  }

  /** All or nothing. */
  async change(asked: Asked): Promise<SettingsPreview & { delivery: Delivery; undo: Asked }> {
    const { register, delivery, onHours } = this.#deps;
    const preview = await this.preview(asked);
    const { changes } = preview;
    await register.clusters.writeAll(
      [],
      changes.map(({ cluster, after }) => ({ id: cluster.id, ...fieldsOf(after) })),
    );
    const { areas } = await register.reader.territory();
    const communeIds = new Set(changes.map(({ cluster }) => communeOf(areas, cluster.hamletId)));
    const [communeId] = communeIds;
    noteChange({
      ...{ areaId: communeIds.size === 1 ? communeId : undefined },
      before: Object.fromEntries(changes.map(({ cluster, before }) => [cluster.code, before])),
      after: Object.fromEntries(changes.map(({ cluster, after }) => [cluster.code, after])),
    });
    const delivered = await delivery.deliver({
      settings: changes.flatMap(({ cluster, after }) => (concernsDevice(after) ? (cluster.deviceId ?? []) : [])),
    });
    const inHours = changes.filter(({ after }) => after.hours !== undefined);
    for (const id of new Set(inHours.map(({ cluster }) => communeOf(areas, cluster.hamletId)))) {
      if (id !== undefined) await onHours(id);
    }
    return { ...preview, delivery: delivered, undo: undoOf(changes) };
  }

  /** Whether devices obey, of what is in sight. */
  async states(sight: Sight): Promise<StateView[]> {
    const { settingsReader, register } = this.#deps;
    const [rows, { clusters }] = await Promise.all([settingsReader.rows(), register.reader.territory()]);
    return rows
      .filter(({ clusterId }) => {
        const cluster = clusters.get(clusterId);
        return cluster !== undefined && sees(sight, placeOf(cluster));
      })
      .map(withState);
  }

  async stateOf(clusterId: ClusterId): Promise<StateView> {
    const [row] = await this.#deps.settingsReader.rows([clusterId]);
    if (row === undefined) throw new Refusal('cluster-unknown');
    return withState(row);
  }
}

const withState = (row: SettingsRow): StateView => ({ ...row, state: settingsState(row satisfies SettingsFacts) });

/** Only what differs; `undefined` when nothing does. */
function changeOf(cluster: ClusterRecord, set: UnitSettingsBody): UnitChange | undefined {
  const { muted, volumeDb, listen, hours } = cluster;
  const current = { muted, volumeDb, listen, hours: hours ?? null };
  const differing = (Object.keys(current) as (keyof UnitSettingsBody)[]).filter(
    (field) => set[field] !== undefined && canonicalJson(set[field]) !== canonicalJson(current[field]),
  );
  if (differing.length === 0) return undefined;
  const pick = (from: UnitSettingsBody): UnitSettingsBody =>
    Object.fromEntries(differing.map((field) => [field, from[field]]));
  return { cluster, before: pick(current), after: pick(set) };
}

const fieldsOf = ({ hours, ...plain }: UnitSettingsBody): Partial<ClusterFields> => ({
  ...plain,
  ...(hours !== undefined && { hours: hours ?? undefined }),
});

/** Hours are kept where broadcasts are planned. */
const concernsDevice = ({ hours: _, ...told }: UnitSettingsBody): boolean => Object.keys(told).length > 0;

/** Clusters that were alike are named together. */
function undoOf(changes: readonly UnitChange[]): Asked {
  const alike = new Map<string, { set: UnitSettingsBody; clusterIds: ClusterId[] }>();
  for (const { cluster, before } of changes) {
    const key = canonicalJson(before);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { set: before, clusterIds: [cluster.id] });
    else known.clusterIds.push(cluster.id);
  }
  return [...alike.values()].flatMap(({ set, clusterIds }) =>
    Array.from({ length: Math.ceil(clusterIds.length / MOST_NAMED) }, (_, page) => ({
      targets: { clusterIds: clusterIds.slice(page * MOST_NAMED, (page + 1) * MOST_NAMED) },
      set,
    })),
  );
}
