/** Import of hamlets and clusters: every fault named with its row, all or nothing, the same file twice changes nothing. */
import type { Sim } from '@loa-lang/schemas/http/clusters';
import type { Delivery } from '@loa-lang/schemas/http/common';
import { type ImportReport, MAX_IMPORT_ROWS } from '@loa-lang/schemas/http/imports';
import type { AreaId } from '@loa-lang/schemas/ids';
import { communeOf } from '../../domain/areas/territory.ts';
import { type ClusterRow, mergeClusters, readClusters } from '../../domain/import/clusters.ts';
import { type HamletRow, mergeHamlets, readHamlets } from '../../domain/import/hamlets.ts';
import type { AreaFields, AreaRecord, ClusterFields, Register, Written } from '../../ports/register.ts';
import type { TableReader } from '../../ports/uploads.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';

export interface ImportDeps {
  register: Register;
  delivery: DocumentDelivery;
  tables: TableReader;
  newId: () => string;
}

export interface ImportRequest {
  communeId: AreaId;
  bytes: Uint8Array;
  dryRun: boolean;
}

export class TableImports {
  readonly #deps: ImportDeps;

  constructor(deps: ImportDeps) {
    this.#deps = deps;
  }

  async hamlets({ communeId, bytes, dryRun }: ImportRequest): Promise<ImportReport> {
    const { register, delivery, newId } = this.#deps;
    const all = await register.areas.all();
    const commune = found(
      all.find((area) => area.id === communeId && area.kind === 'commune'),
      'area-unknown',
    );
    const read = readHamlets(await this.#table(bytes));
    if (!read.ok) return refused(read.faults);
    const merge = mergeHamlets(
      all.filter((area) => area.parentId === communeId),
      read.rows,
    );
    const create = merge.create.map((row) => newHamlet(newId(), commune, row));
    const change = merge.update.map(({ id, row }) => ({ id, ...hamletFields(row) }));
    const report = counted(read.rows.length, create.length, change.length, merge.unchanged);
    if (dryRun) return report;
    refuseTaken(await register.areas.writeAll(create, change), 'area-name-taken');
    noteImport(communeId, report, [...create, ...merge.update.map(({ row }) => row)]);
    const languages = new Set(merge.update.filter(({ row }) => row.languages !== undefined).map(({ id }) => id));
    const standing = (await register.clusters.all()).filter((cluster) => languages.has(cluster.hamletId));
    const settings = standing.flatMap((cluster) => cluster.deviceId ?? []);
    return applied(report, await delivery.deliver({ plans: create.map((area) => area.id), settings }));
  }

  async clusters({ communeId, bytes, dryRun }: ImportRequest): Promise<ImportReport> {
    const { register, delivery, newId } = this.#deps;
    const [{ areas }, all] = await Promise.all([register.reader.territory(), register.clusters.all()]);
    if (areas.get(communeId)?.kind !== 'commune') throw new Refusal('area-unknown');
    const hamlets = [...areas.values()].filter((area) => area.parentId === communeId);
    const read = readClusters(await this.#table(bytes), hamlets);
    if (!read.ok) return refused(read.faults);
    const known = all.filter((cluster) => communeOf(areas, cluster.hamletId) === communeId);
    const merge = mergeClusters(known, read.rows);
    const create = merge.create.map((row) => ({ ...newCluster(row), id: newId() }));
    const simOf = new Map(known.map(({ id, sim }) => [id, sim]));
    const change = merge.update.map(({ id, row }) => ({ id, ...clusterFields(row, simOf.get(id)) }));
    const report = counted(read.rows.length, create.length, change.length, merge.unchanged);
    if (dryRun) return report;
    refuseTaken(await register.clusters.writeAll(create, change), 'cluster-code-taken');
    noteImport(communeId, report, [...create, ...merge.update.map(({ row }) => row)]);
    const settings = await register.devices.ofClusters(change.map(({ id }) => id));
    return applied(report, await delivery.deliver({ settings }));
  }

  async #table(bytes: Uint8Array): Promise<string[][]> {
    const read = await this.#deps.tables.read(bytes);
    if (!read.ok) throw new Refusal('import-unreadable', {}, { cause: new Error(read.detail) });
    if (read.table.filter((row) => row.some((cell) => cell.trim() !== '')).length < 2)
      throw new Refusal('import-empty');
    if (read.table.length > MAX_IMPORT_ROWS + 1) throw new Refusal('import-too-many-rows', { limit: MAX_IMPORT_ROWS });
    return read.table;
  }
}

const newHamlet = (id: AreaId, commune: AreaRecord, row: HamletRow): AreaRecord => ({
  id,
  parentId: commune.id,
  kind: 'hamlet',
  name: row.name,
  code: row.code,
  hamletKind: row.kind,
  households: row.households,
  languages: row.languages ?? commune.languages,
  timeZone: commune.timeZone,
});

/** A column that is absent or a cell that is empty leaves what is there. */
const hamletFields = (row: HamletRow): Partial<AreaFields> => ({
  name: row.name,
  households: row.households,
  ...(row.code !== undefined && { code: row.code }),
  ...(row.kind !== undefined && { hamletKind: row.kind }),
  ...(row.languages !== undefined && { languages: row.languages }),
});

const newCluster = (row: ClusterRow): ClusterFields => ({
  hamletId: row.hamletId,
  code: row.code,
  name: row.name,
  kind: row.kind,
  services: row.services,
  latitude: row.latitude,
  longitude: row.longitude,
  horns: row.horns ?? [],
  details: {},
  ...(row.model !== undefined && { model: row.model }),
  ...(row.sim !== undefined && { sim: row.sim }),
  muted: false,
  volumeDb: 0,
  listen: false,
});

const clusterFields = (
  { hamletId, name, kind, services, latitude, longitude, horns, model, sim }: ClusterRow,
  before: Sim | undefined,
) => ({
  hamletId,
  name,
  kind,
  services,
  ...(latitude !== undefined && { latitude }),
  ...(longitude !== undefined && { longitude }),
  ...(horns !== undefined && { horns }),
  ...(model !== undefined && { model }),
  ...(sim !== undefined && { sim: { ...before, ...sim } }),
});

const counted = (rows: number, created: number, updated: number, unchanged: number): ImportReport => ({
  applied: false,
  rows,
  created,
  updated,
  unchanged,
  faults: [],
});
const applied = (report: ImportReport, delivery: Delivery): ImportReport => ({ ...report, applied: true, delivery });
function refused(faults: ImportReport['faults']): ImportReport {
  noteChange({ after: { applied: false, faults: faults.length } });
  return { ...counted(0, 0, 0, 0), faults };
}

/** As many names as a page holds. */
const NAMED = 100;

function noteImport(areaId: AreaId, report: ImportReport, written: readonly { name: string }[]): void {
  const { created, updated, unchanged } = report;
  const names = written.slice(0, NAMED).map(({ name }) => name);
  noteChange({ areaId, after: { applied: true, created, updated, unchanged, names } });
}

/** Somebody else took a name between reading and writing. */
function refuseTaken(outcome: Written, code: 'area-name-taken' | 'cluster-code-taken'): void {
  if (outcome === 'taken') throw new Refusal(code, { name: '…', code: '…' });
}
