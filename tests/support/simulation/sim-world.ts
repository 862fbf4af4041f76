/** A commune on virtual time: 12 hamlets, 18 clusters, its people, the controller, and what can happen to them. */
import type { Area, Cluster, Territory } from '@loa-lang/controller/domain/areas/territory';
import { type Caller, type Person, STATION } from '@loa-lang/controller/domain/people/person';
import { FakeHub } from '../fake-link.ts';
import { newKey } from '../stand-in-controller.ts';
import { Kernel } from './kernel.ts';
import type { Instant, Part } from './model.ts';
import { dayOf } from './paper.ts';
import { sizeOf } from './sim-audio.ts';
import { SimController } from './sim-controller.ts';
import { SimDevice } from './sim-device.ts';
import { deviceIdOf } from './sim-stores.ts';

const COMMUNE = 'commune';
const HAMLETS = 12;
/** hamlets with more than one pole */
const SECOND_POLES = 6;
/** Nothing but an emergency sounds at night; how many sessions a day is nobody's concern here. */
const RULES = { quietHours: { from: '22:00', until: '04:30' }, sessions: null };

const person = (personId: string, roles: Caller['roles'], areaIds: Caller['areaIds'] = [COMMUNE]): Caller => ({
  ...{ kind: 'person', personId, name: personId, roles, areaIds },
});
/** Writes and plans, and may not approve. */
export const OFFICER = person('officer', ['officer']);
export const APPROVER = person('approver', ['approver']);
export const PROVINCE = person('province', ['province-administrator'], ['province']);
export const SOURCE = person('source', ['source'], 'everywhere');

const PEOPLE = [OFFICER, APPROVER, PROVINCE, SOURCE].map(
  ({ personId, name, roles, areaIds }): Person => ({
    ...{ id: personId, name, roles, areaIds, deputyId: undefined, active: true, tokenSha256: personId },
  }),
);

function communeOnPaper(): Territory {
  const area = (id: string, kind: Area['kind'], parentId: string | undefined): [string, Area] => [
    id,
    { id, parentId, kind, name: id, hamletKind: 'thôn', households: kind === 'hamlet' ? 100 : 0, languages: ['vi'] },
  ];
  const hamletIds = Array.from({ length: HAMLETS }, (_, i) => `h${i + 1}`);
  const poles = [...hamletIds, ...hamletIds.slice(0, SECOND_POLES)];
  const clusters = poles.map((hamletId, i): [string, Cluster] => {
    const id = `c${String(i + 1).padStart(2, '0')}`;
    return [id, { id, hamletId, code: id, name: id, kind: 'horns', services: [{ hamletId, households: 50 }] }];
  });
  return {
    areas: new Map([
      area('province', 'province', undefined),
      area(COMMUNE, 'commune', 'province'),
      ...hamletIds.map((id) => area(id, 'hamlet', COMMUNE)),
    ]),
    clusters: new Map(clusters),
    groups: new Map(),
  };
}

export class SimWorld {
  readonly devices = new Map<string, SimDevice>();
  readonly kernel: Kernel;
  readonly controller: SimController;
  readonly places: { commune: string; hamletIds: string[]; clusters: Territory['clusters'] };
  /** who asks nobody */
  readonly station = STATION;
  readonly everywhere: ReadonlySet<string>;
  readonly #startAt: number;
  #bulletins = 0;

  private constructor(kernel: Kernel, territory: Territory, controller: SimController) {
    this.kernel = kernel;
    this.controller = controller;
    this.#startAt = kernel.now;
    const hamletIds = [...territory.areas.values()].flatMap(({ id, kind }) => (kind === 'hamlet' ? [id] : []));
    this.places = { commune: COMMUNE, hamletIds, clusters: territory.clusters };
    this.everywhere = new Set(territory.clusters.keys());
  }

  /** @param folder where the controller keeps its keys */
  static async make(startAt: number, folder: string, random: () => number): Promise<SimWorld> {
    const [kernel, hub, territory] = [new Kernel(startAt), new FakeHub(), communeOnPaper()];
    kernel.seize(random);
    const controller = await SimController.make(kernel, hub, { territory, people: PEOPLE }, folder);
    await controller.stores.communeRules.put(COMMUNE, RULES, 0, startAt);
    const world = new SimWorld(kernel, territory, controller);
    const { deploymentId, root } = controller.keys;
    const assetLengthMs = (assetId: string) => controller.assets.lengthOf(assetId);
    for (const cluster of territory.clusters.values()) {
      const key = await newKey();
      const deviceId = deviceIdOf(cluster.id);
      controller.enrol(deviceId, key.x, cluster);
      const device = new SimDevice(kernel, hub, { deviceId, deploymentId, root, key, assetLengthMs, random });
      world.devices.set(cluster.id, device);
    }
    return world;
  }

  get now(): Instant {
    return this.instant(this.kernel.now);
  }

  epoch = (instant: Instant): number => this.#startAt + instant;
  instant = (epoch: number): Instant => epoch - this.#startAt;

  clustersIn({ areaIds, clusterIds }: { areaIds: string[]; groupIds: string[]; clusterIds: string[] }): Set<string> {
    const isIn = ({ id, hamletId }: Cluster) =>
      areaIds.includes(COMMUNE) || areaIds.includes(hamletId) || clusterIds.includes(id);
    return new Set([...this.places.clusters.values()].filter(isIn).map((cluster) => cluster.id));
  }

  /** Of an occurrence of a schedule that is its day, whatever became of its row. */
  keyOf(broadcastId: string): string {
    const of = this.controller.tables.broadcasts.get(broadcastId)?.broadcast.occurrence;
    return of === undefined ? broadcastId : `${of.scheduleId}/${dayOf(of.recurrenceId)}`;
  }

  /** A bulletin of this length, ready to play; those for emergencies and drills are kept on all devices. */
  bulletin(
    length: Instant,
    validUntil?: Instant,
    kind: 'plain' | 'emergency' | 'drill' = 'plain',
  ): Part & { bulletinId: string } {
    const bulletinId = `n${String(++this.#bulletins).padStart(6, '0')}`;
    const { assets, stores, clock } = this.controller;
    const assetId = assets.of(bulletinId, length);
    const asset = { assetId, sizeBytes: sizeOf(assets, assetId), durationMs: length, levelDbfs: -20 };
    const unset = { text: undefined, fileName: undefined, voice: undefined, parts: undefined, fault: undefined };
    const version = { id: `${bulletinId}-1`, bulletinId, version: 1, language: 'vi', state: 'ready' as const };
    // in memory both are there at once
    void stores.bulletins.keepEncoding(assetId, { ...asset, loudness: {}, provenance: {} });
    void stores.bulletins.create({
      ...{ id: bulletinId, communeId: COMMUNE, title: bulletinId, kind, keep: kind !== 'plain' },
      validUntil: validUntil === undefined ? undefined : this.epoch(validUntil),
      createdAt: clock.now(),
      removedAt: undefined,
      versions: [{ ...version, ...unset, warnings: [], asset }],
    });
    return { id: assetId, bulletinId, length };
  }

  async stop(): Promise<void> {
    for (const device of this.devices.values()) await device.crash();
    await this.controller.stop();
    this.kernel.release();
  }
}
