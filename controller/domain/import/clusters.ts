/** Import of a commune's clusters. */
import type { Horn, Sim } from '@loa-lang/schemas/http/clusters';
import type { RowFault } from '@loa-lang/schemas/http/imports';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { Cluster } from '../areas/territory.ts';
import { isDay } from '../health/sim.ts';
import { nameKey } from '../text/names.ts';
import { type Column, readColumns } from './columns.ts';
import { parseWhole, RowReader } from './row-reader.ts';

export const CLUSTER_COLUMNS = {
  code: { title: 'Mã cụm', required: true, aliases: ['Mã', 'Mã cụm loa', 'Code', 'Cluster code'] },
  name: { title: 'Tên cụm', required: false, aliases: ['Tên', 'Tên cụm loa', 'Vị trí', 'Name', 'Cluster name'] },
  hamlet: { title: 'Thôn', required: true, aliases: ['Tên thôn', 'Địa bàn', 'Hamlet'] },
  served: {
    title: 'Số hộ phục vụ',
    required: true,
    aliases: ['Phục vụ', 'Hộ phục vụ', 'Households served', 'Served'],
  },
  kind: { title: 'Loại cụm', required: false, aliases: ['Loại', 'Kind', 'Type'] },
  latitude: { title: 'Vĩ độ', required: false, aliases: ['Latitude', 'Lat'] },
  longitude: { title: 'Kinh độ', required: false, aliases: ['Longitude', 'Lon', 'Lng'] },
  horns: { title: 'Loa', required: false, aliases: ['Công suất loa', 'Horns'] },
  model: { title: 'Kiểu máy', required: false, aliases: ['Model', 'Kiểu thiết bị', 'Loại máy'] },
  simNumber: { title: 'Số SIM', required: false, aliases: ['SIM', 'Thuê bao', 'SIM number'] },
  simCarrier: { title: 'Nhà mạng', required: false, aliases: ['Mạng', 'Carrier'] },
  simRenewsOn: { title: 'Hạn SIM', required: false, aliases: ['Ngày gia hạn SIM', 'Gia hạn', 'SIM renewal'] },
  simMegabytes: { title: 'Gói dữ liệu', required: false, aliases: ['Dung lượng', 'MB/tháng', 'Data plan'] },
} as const satisfies Record<string, Column>;

const KINDS: Record<string, Cluster['kind']> = {
  loa: 'horns',
  'cụm loa': 'horns',
  horns: 'horns',
  gateway: 'gateway',
  'nhóm fm': 'gateway',
  'nhóm có dây': 'gateway',
};

export interface ClusterRow {
  row: number;
  code: string;
  name: string;
  hamletId: AreaId;
  kind: Cluster['kind'];
  services: Cluster['services'];
  latitude: number | undefined;
  longitude: number | undefined;
  horns: Horn[] | undefined;
  model: string | undefined;
  /** what the row says of the card; what it leaves out stays as it is */
  sim: Sim | undefined;
}

export interface HamletToServe {
  id: AreaId;
  name: string;
  households: number;
}

export type ReadClusters = { ok: true; rows: ClusterRow[] } | { ok: false; faults: RowFault[] };

/**
 * "Số hộ phục vụ" is a number, of the hamlet the pole stands in, or a list: "Đồng Gai: 120; Trại: 40".
 * Horns are watts with an optional bearing: "50@90; 50@270" or "2x50".
 */
export function readClusters(table: readonly (readonly string[])[], hamlets: readonly HamletToServe[]): ReadClusters {
  const read = readColumns(table, CLUSTER_COLUMNS);
  if (!read.ok) return read;
  const byName = new Map(hamlets.map((hamlet) => [nameKey(hamlet.name), hamlet]));
  const faults: RowFault[] = [];
  const rows: ClusterRow[] = [];
  const seen = new Map<string, number>();
  for (const tableRow of read.rows) {
    const reader = new RowReader(tableRow, CLUSTER_COLUMNS);
    const code = reader.text('code', 32) ?? '';
    const otherRow = seen.get(code);
    if (code !== '' && otherRow !== undefined) reader.fault('code', 'import-duplicate', { value: code, otherRow });
    seen.set(code, tableRow.row);
    const hamletName = reader.text('hamlet', 200);
    const hamlet = hamletName === undefined ? undefined : findHamlet(byName, hamletName);
    if (hamletName !== undefined && hamlet === undefined) {
      reader.fault('hamlet', 'import-hamlet-unknown', { value: hamletName });
    }
    const kindName = reader.text('kind', 40)?.toLowerCase();
    const kind = kindName === undefined ? 'horns' : KINDS[kindName];
    if (kind === undefined) reader.wrong('kind', 'choice', { choices: Object.keys(KINDS).join(', ') });
    rows.push({
      row: tableRow.row,
      code,
      name: reader.text('name', 200) ?? code,
      hamletId: hamlet?.id ?? '',
      kind: kind ?? 'horns',
      services: readServices(reader, hamlet, byName),
      latitude: reader.number('latitude', -90, 90),
      longitude: reader.number('longitude', -180, 180),
      horns: readHorns(reader),
      model: reader.text('model', 64),
      sim: readSim(reader),
    });
    faults.push(...reader.faults);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rows };
}

type Reader = RowReader<keyof typeof CLUSTER_COLUMNS>;
type ByName = ReadonlyMap<string, HamletToServe>;

/** By full name, or without the kind in front: "Thôn Trại" is found as "Trại" and the other way round. */
function findHamlet(byName: ByName, name: string): HamletToServe | undefined {
  const exact = byName.get(nameKey(name));
  if (exact !== undefined) return exact;
  const matches = [...byName.values()].filter(
    (hamlet) =>
      nameKey(hamlet.name).endsWith(` ${nameKey(name)}`) || nameKey(name).endsWith(` ${nameKey(hamlet.name)}`),
  );
  return matches.length === 1 ? matches[0] : undefined;
}

function readServices(reader: Reader, stands: HamletToServe | undefined, byName: ByName): Cluster['services'] {
  const text = reader.text('served', 500);
  if (text === undefined) return [];
  const single = parseWhole(text);
  const pairs =
    single !== undefined
      ? [{ name: stands?.name ?? '', households: single }]
      : text
          .split(';')
          .filter((part) => part.trim() !== '')
          .map((part) => {
            const [, name = '', number = ''] = /^(.+?)\s*[:=]\s*([\d., \u00a0]+)$/u.exec(part.trim()) ?? [];
            return { name, households: parseWhole(number.trim()) };
          });
  const services: Cluster['services'] = [];
  for (const { name, households } of pairs) {
    if (single !== undefined && stands === undefined) continue;
    if (name === '' || households === undefined) {
      reader.wrong('served', 'form', { example: 'Đồng Gai: 120; Trại: 40' });
      continue;
    }
    const hamlet = findHamlet(byName, name);
    if (hamlet === undefined) reader.fault('served', 'import-hamlet-unknown', { value: name });
    else if (households > hamlet.households) {
      reader.fault('served', 'import-more-than-hamlet', { value: households, limit: hamlet.households });
    } else if (services.some((service) => service.hamletId === hamlet.id)) {
      reader.wrong('served', 'form', { example: 'Đồng Gai: 120; Trại: 40' });
    } else services.push({ hamletId: hamlet.id, households });
  }
  return services;
}

const SIM_NUMBER = /^\+?[0-9 .-]{4,32}$/;
const MOST_MEGABYTES = 10_000_000;

/** A day as it is written here, 31/12/2026, or as a spreadsheet's own day is read, 2026-12-31. */
function readDay(reader: Reader): string | undefined {
  const text = reader.text('simRenewsOn', 40);
  if (text === undefined) return undefined;
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  const iso = year === '' ? text.slice(0, 10) : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && isDay(iso)) return iso;
  reader.wrong('simRenewsOn', 'form', { example: '31/12/2026' });
  return undefined;
}

function readSim(reader: Reader): Sim | undefined {
  const number = reader.text('simNumber', 32);
  if (number !== undefined && !SIM_NUMBER.test(number)) reader.wrong('simNumber', 'form', { example: '0912345678' });
  const carrier = reader.text('simCarrier', 64);
  const renewsOn = readDay(reader);
  const monthlyMegabytes = reader.whole('simMegabytes', MOST_MEGABYTES);
  if (monthlyMegabytes === 0) reader.wrong('simMegabytes', 'number', { min: 1, max: MOST_MEGABYTES });
  const sim: Sim = {
    ...(number !== undefined && { number }),
    ...(carrier !== undefined && { carrier }),
    ...(renewsOn !== undefined && { renewsOn }),
    ...(monthlyMegabytes !== undefined && { monthlyMegabytes }),
  };
  return Object.keys(sim).length === 0 ? undefined : sim;
}

function readHorns(reader: Reader): Horn[] | undefined {
  const text = reader.text('horns', 200);
  if (text === undefined) return undefined;
  const horns = text.split(/[;,]/).flatMap((part): (Horn | undefined)[] => {
    const [, times = '1', watts, bearing] =
      /^(?:(\d{1,2})\s*[x×]\s*)?(\d{1,4})\s*W?(?:\s*@\s*(\d{1,3})°?)?$/iu.exec(part.trim()) ?? [];
    if (watts === undefined || Number(watts) < 1 || Number(watts) > 1000 || Number(bearing ?? 0) >= 360)
      return [undefined];
    const horn: Horn = { watts: Number(watts), ...(bearing !== undefined && { bearingDeg: Number(bearing) }) };
    return Array.from({ length: Number(times) }, () => horn);
  });
  const good = horns.filter((horn) => horn !== undefined);
  if (good.length === 0 || good.length !== horns.length || good.length > 16) {
    reader.wrong('horns', 'form', { example: '50@90; 50@270' });
  }
  return good;
}

/** A cluster that is already there. */
export interface KnownCluster extends Cluster {
  latitude: number | undefined;
  longitude: number | undefined;
  horns: Horn[];
  model?: string | undefined;
  sim?: Sim | undefined;
}

export interface ClusterMerge {
  create: ClusterRow[];
  update: { id: ClusterId; row: ClusterRow }[];
  unchanged: number;
}

/** By the code painted on the pole, which is unique in the commune. */
export function mergeClusters(known: readonly KnownCluster[], rows: readonly ClusterRow[]): ClusterMerge {
  const byCode = new Map(known.map((cluster) => [cluster.code, cluster]));
  const merge: ClusterMerge = { create: [], update: [], unchanged: 0 };
  for (const row of rows) {
    const cluster = byCode.get(row.code);
    if (cluster === undefined) merge.create.push(row);
    else if (same(cluster, row)) merge.unchanged++;
    else merge.update.push({ id: cluster.id, row });
  }
  return merge;
}

const servicesKey = (services: Cluster['services']): string =>
  services
    .map((service) => `${service.hamletId}=${service.households}`)
    .sort()
    .join();

const same = (cluster: KnownCluster, row: ClusterRow): boolean =>
  cluster.name === row.name &&
  cluster.hamletId === row.hamletId &&
  cluster.kind === row.kind &&
  (row.latitude === undefined || cluster.latitude === row.latitude) &&
  (row.longitude === undefined || cluster.longitude === row.longitude) &&
  (row.model === undefined || cluster.model === row.model) &&
  Object.entries(row.sim ?? {}).every(([field, value]) => cluster.sim?.[field as keyof Sim] === value) &&
  (row.horns === undefined || JSON.stringify(cluster.horns) === JSON.stringify(row.horns)) &&
  servicesKey(cluster.services) === servicesKey(row.services);
