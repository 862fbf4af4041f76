/**
 * Which right each route asks for, and where. Routes that know more about their place ask again in their use case; a
 * route without a row is open to nobody but who may do everything everywhere.
 */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Action } from '@loa-lang/schemas/states/people';
import type { FastifyRequest } from 'fastify';
import { communeOf } from '../../domain/areas/territory.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { DictionaryStore } from '../../ports/dictionary-store.ts';
import type { OutageStore } from '../../ports/readiness-store.ts';
import type { Register } from '../../ports/register.ts';
import type { Permissions } from '../../services/people/permissions.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';

/** Where things lie that are named by their id alone. */
export interface Places {
  register: Register;
  bulletins: BulletinStore;
  broadcasts: BroadcastStore;
  dictionary: DictionaryStore;
  outages: Pick<OutageStore, 'hamletOf'>;
}

type Where = (asked: Asked, places: Places) => Promise<AreaId[]> | AreaId[];
interface Asked {
  id: string;
  /** fields of query and body */
  fields: Record<string, unknown>;
  headers: FastifyRequest['headers'];
}

interface Rule {
  /** a list that can be narrowed to a commune: who belongs to one sees that one */
  narrowed?: true;
  /** all of them when absent */
  methods?: readonly string[];
  path: RegExp;
  /** `any`: whoever has a token */
  action: Action | 'any';
  where?: Where;
}

const text = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
const nowhere: AreaId[] = [''];
/** The commune that is named; what names none concerns no place. */
const namedCommune: Where = ({ fields }) => text(fields.communeId);
const namedHamlets: Where = ({ fields: { hamletIds } }) => (Array.isArray(hamletIds) ? hamletIds.flatMap(text) : []);
const outage: Where = async ({ id }, { outages }) => text(await outages.hamletOf(id));
const itself: Where = ({ id }) => [id];
const group: Where = async ({ id }, { register }) => text((await register.groups.find(id))?.communeId);
const cluster: Where = async ({ id, fields }, { register }) => [
  ...text((await register.clusters.find(id))?.hamletId),
  ...text(fields.hamletId),
];
const device: Where = async ({ id, fields }, { register }) => {
  const clusterIds = [...text((await register.devices.find(id))?.clusterId), ...text(fields.clusterId)];
  const clusters = await Promise.all(clusterIds.map((clusterId) => register.clusters.find(clusterId)));
  return clusters.flatMap((each) => text(each?.hamletId));
};
const entry: Where = async ({ id, fields }, { dictionary }) => [
  ...text((await dictionary.find(id))?.communeId),
  ...text(fields.communeId),
];
const bulletin: Where = async ({ id }, { bulletins }) =>
  text(((await bulletins.find(id)) ?? (await bulletins.findRemoved(id)))?.communeId);
/** Whom it is meant for; a pole that stands elsewhere and serves them is theirs as well. */
const heard: Where = async ({ id }, { broadcasts }) => {
  const { hamlets = [], clusters = [] } = (await broadcasts.find(id))?.audience ?? {};
  const places = hamlets.length > 0 ? hamlets.map((hamlet) => hamlet.id) : clusters.map((pole) => pole.hamletId);
  return [...new Set(places)];
};
/** tus 1.0.0, Upload-Metadata: `key base64, key base64` */
const described: Where = ({ headers }) =>
  String(headers['upload-metadata'] ?? '')
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .filter(([key]) => key === 'communeId')
    .map(([, value = '']) => Buffer.from(value, 'base64').toString());

const READING = ['GET', 'HEAD', 'OPTIONS'];

/** The first that fits counts. */
export const RULES: readonly Rule[] = [
  { path: /^\/health$|^\/people\/me$/, action: 'any' },
  // it says a device's password
  { path: /^\/devices\/:id\/provisioning$/, action: 'manage', where: device },
  { methods: READING, path: /^\/audit$/, action: 'manage', where: namedCommune, narrowed: true },
  {
    methods: READING,
    path: /^\/(schedules|broadcasts|bulletins|outages|readiness|source-bulletins)$/,
    ...{ action: 'see', where: namedCommune, narrowed: true },
  },
  { methods: READING, path: /./, action: 'see', where: namedCommune },
  { path: /^\/areas\/:id\/station-texts/, action: 'submit', where: itself },
  { path: /^\/areas\/:id$/, action: 'manage', where: itself },
  {
    path: /^\/areas$/,
    action: 'manage',
    where: ({ fields }) => (fields.parentId === undefined ? nowhere : text(fields.parentId)),
  },
  { path: /^\/groups\/:id$/, action: 'schedule', where: group },
  { path: /^\/groups$/, action: 'schedule', where: namedCommune },
  { path: /^\/clusters(\/:id)?$/, action: 'manage', where: cluster },
  { path: /^\/devices(\/|$)/, action: 'manage', where: device },
  { path: /^\/import\//, action: 'manage', where: namedCommune },
  { path: /^\/dictionary/, action: 'submit', where: entry },
  { path: /^\/(readings|speech|templates)(\/|$)/, action: 'draft', where: namedCommune },
  { path: /^\/bulletins\/uploads$/, action: 'draft', where: described },
  { path: /^\/bulletins(\/upload|\/uploads\/.*)?$/, action: 'draft', where: namedCommune },
  { path: /^\/bulletins\/:id/, action: 'submit', where: bulletin },
  { path: /^\/broadcasts\/:id\/cancel$/, action: 'stop', where: heard },
  { path: /^\/broadcasts\/:id\/(make-up|rank)$/, action: 'submit', where: heard },
  { path: /^\/broadcasts(\/:id)?$/, action: 'draft', where: heard },
  // who may decide, and in whose place, is known by the use cases alone
  { path: /^\/(approvals|delegations)(\/|$)/, action: 'see' },
  { path: /^\/(schedules|days-off|commune-rules)(\/|$)/, action: 'schedule', where: namedCommune },
  { path: /^\/outages$/, action: 'schedule', where: namedHamlets },
  { path: /^\/outages\/:id$/, action: 'schedule', where: outage },
  // a hamlet's head may, where the commune has delegated it: known by the use case
  { path: /^\/emergencies(\/|$)/, action: 'see' },
  { path: /^\/emergency-delegations(\/|$)/, action: 'emergency' },
  // the place is looked up by the use case, which does without the database
  { path: /^\/silence$/, action: 'lock' },
  { path: /^\/silence\/:id\/lift$/, action: 'lift' },
  { path: /^\/stop$/, action: 'stop' },
  { path: /^\/programme-log\//, action: 'submit' },
  // where it lies is known by the use cases
  { path: /^\/source-bulletins\/:id\/(take|decline|rank)$/, action: 'submit' },
  { path: /^\/source-bulletins(\/|$)/, action: 'deliver' },
];

export const ruleOf = (method: string, path: string): Rule | undefined =>
  RULES.find((rule) => (rule.methods === undefined || rule.methods.includes(method)) && rule.path.test(path));

/** After validation: places are read from bodies. */
export function installPermissions(server: HttpServer, permissions: Permissions, places: Places): void {
  server.addHook('preHandler', async (request) => {
    const { caller, routeOptions, method, query, body, params, headers } = request;
    const route = routeOptions.url ?? '';
    if (!route.startsWith(API_ROOT) || caller?.kind === 'station') return;
    const rule = ruleOf(method, route.slice(API_ROOT.length));
    if (rule?.action === 'any') return;
    if (rule === undefined) throw new Refusal('not-permitted', { name: caller.name });
    const everywhere = caller.areaIds === 'everywhere';
    const asked = {
      id: (params as { id?: string }).id ?? '',
      fields: { ...fieldsOf(query), ...fieldsOf(body) },
      headers,
    };
    const where = everywhere || rule.where === undefined ? [] : await rule.where(asked, places);
    await permissions.require(caller, rule.action, where);
    if (rule.narrowed && !everywhere && asked.fields.communeId === undefined) {
      Object.assign(query as object, { communeId: await ownCommune(caller.areaIds as AreaId[], places.register) });
    }
  });
}

/**
 * The commune that somebody belongs to; `undefined` for who stands above the communes, and sees all of them.
 * @throws Refusal when there are several, of which one has to be named
 */
async function ownCommune(areaIds: readonly AreaId[], { reader }: Register): Promise<AreaId | undefined> {
  const areas = await reader.areas();
  const known = areaIds.filter((areaId) => areas.has(areaId));
  // a place that is gone is no place above all communes
  if (known.length === 0) return areaIds[0] ?? '';
  const communes = new Set(known.map((areaId) => communeOf(areas, areaId)));
  if (communes.has(undefined)) return undefined;
  const [own, ...others] = communes;
  if (others.length > 0) throw new Refusal('commune-unnamed', { ids: [own, ...others].join(', ') });
  return own;
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
