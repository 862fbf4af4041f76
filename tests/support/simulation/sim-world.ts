/** A commune on virtual time: 12 hamlets, 18 clusters, the controller, and what can happen to them. */
import type { Area, Cluster, Territory } from '@loa-lang/controller/domain/areas/territory';
import { type Caller, STATION } from '@loa-lang/controller/domain/people/person';
import { TRIAL_RULES } from '@loa-lang/controller/domain/rules/commune-rules';
import type { BulletinRecord } from '@loa-lang/controller/ports/bulletin-store';
import { Approvals } from '@loa-lang/controller/services/approval/approvals';
import { Deciding } from '@loa-lang/controller/services/approval/decide-approval';
import { BroadcastRuling } from '@loa-lang/controller/services/broadcasts/broadcast-rules';
import { BroadcastPlanning, type BroadcastRequest } from '@loa-lang/controller/services/broadcasts/plan-broadcast';
import { People } from '@loa-lang/controller/services/people/people';
import type { Latch } from '@loa-lang/schemas/wire/plan';
import { FakeHub } from '../fake-link.ts';
import { newKey } from '../stand-in-controller.ts';
import { Kernel } from './kernel.ts';
import { MemoryApprovals } from './memory-approvals.ts';
import { SimController } from './sim-controller.ts';
import { SimDevice } from './sim-device.ts';

export const COMMUNE = 'commune';

const person = (personId: string, roles: Caller['roles']): Caller => ({
  kind: 'person',
  personId,
  name: personId,
  roles,
  areaIds: [COMMUNE],
});
/** Writes and plans, and may not approve. */
export const OFFICER = person('officer', ['officer']);
const APPROVER = person('approver', ['approver']);

const HAMLETS = 12;
/** hamlets with more than one pole */
const SECOND_POLES = 6;

export function communeOnPaper(): Territory {
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
  readonly #bulletins = new Map<string, BulletinRecord>();
  readonly #lengths = new Map<string, number>();
  readonly #approvals: MemoryApprovals;
  #ids = 0;

  readonly kernel: Kernel;
  readonly hub: FakeHub;
  readonly territory: Territory;
  readonly controller: SimController;

  private constructor(kernel: Kernel, hub: FakeHub, territory: Territory, controller: SimController) {
    this.kernel = kernel;
    this.hub = hub;
    this.territory = territory;
    this.controller = controller;
    this.#approvals = new MemoryApprovals(controller.broadcasts);
  }

  /** @param folder where the controller keeps its keys */
  static async make(startAt: number, folder: string, random: () => number): Promise<SimWorld> {
    const [kernel, hub, territory] = [new Kernel(startAt), new FakeHub(), communeOnPaper()];
    kernel.seize();
    const controller = await SimController.make(kernel, hub, territory, folder);
    const world = new SimWorld(kernel, hub, territory, controller);
    const { deploymentId, root } = controller.keys;
    const assetLengthMs = (assetId: string) => world.#lengths.get(assetId) ?? 0;
    for (const cluster of territory.clusters.values()) {
      const key = await newKey();
      const deviceId = `d-${cluster.id}`;
      controller.enrol(deviceId, key.x, cluster);
      const device = new SimDevice(kernel, hub, { deviceId, deploymentId, root, key, assetLengthMs, random });
      world.devices.set(cluster.id, device);
    }
    return world;
  }

  newId(): string {
    return `b${String(++this.#ids).padStart(5, '0')}`;
  }

  /** A bulletin of this length, ready to play. */
  bulletin(durationMs: number): string {
    const id = this.newId();
    const assetId = this.controller.assets.make(1000);
    this.#lengths.set(assetId, durationMs);
    const asset = { assetId, sizeBytes: 1000, durationMs, levelDbfs: -20 };
    const unset = { text: undefined, fileName: undefined, voice: undefined, parts: undefined, fault: undefined };
    const version = {
      id: `${id}-1`,
      bulletinId: id,
      version: 1,
      language: 'vi',
      state: 'ready' as const,
      warnings: [],
    };
    this.#bulletins.set(id, {
      id,
      communeId: COMMUNE,
      title: id,
      kind: 'plain',
      keep: false,
      validUntil: undefined,
      createdAt: this.controller.clock.now(),
      removedAt: undefined,
      versions: [{ ...version, ...unset, asset }],
    });
    return id;
  }

  plan(
    request: Partial<BroadcastRequest> & Pick<BroadcastRequest, 'start' | 'bulletins' | 'requested'>,
    by: Caller = STATION,
  ) {
    const deps = this.#deps();
    return new BroadcastPlanning({ ...deps, approvals: deps.requests }).plan(
      {
        communeId: COMMUNE,
        title: undefined,
        class: 'scheduled',
        level: 'commune',
        rank: undefined,
        onInterrupted: 'restart',
        gainDb: 0,
        ...request,
      },
      by,
    );
  }

  /** The approver's act on what waits. */
  async decide(broadcastId: string, verdict: 'approved' | 'returned'): Promise<void> {
    const request = this.#approvals.waitingFor(broadcastId);
    if (request === undefined) throw new Error(`nothing waits for ${broadcastId}`);
    const deciding = new Deciding({ ...this.#deps(), approvals: this.#approvals.store });
    const { bindingHash } = request;
    await deciding.decide(request.id, { bindingHash, verdict, reason: 'thử' }, APPROVER);
  }

  /** Services are made anew for each act: what they know is in the stores. */
  #deps() {
    const { broadcasts, clock, feed, delivery } = this.controller;
    if (delivery === undefined) throw new Error('the controller is down');
    const bulletins = this.#bulletins;
    const register = {
      reader: { territory: async () => this.territory },
      devices: { ofClusters: async () => [] },
      groups: { all: async () => [], automatic: async () => [] },
    } as never;
    const delegations = { notOver: async () => [] } as never;
    const people = new People([{ ...APPROVER, id: APPROVER.personId, deputyId: undefined, active: true }]);
    const newId = () => this.newId();
    const onProblem = (problem: string, cause: unknown) => this.controller.problems.push(`${problem}: ${cause}`);
    const approvals = this.#approvals.store;
    const requests = new Approvals({ approvals, delegations, people, register, clock, newId, onProblem });
    return {
      broadcasts,
      holdings: broadcasts,
      bulletins: { findAll: async (ids: readonly string[]) => ids.flatMap((id) => bulletins.get(id) ?? []) } as never,
      register,
      delivery,
      feed,
      clock,
      newId,
      pace: { bytesPerSecond: 32_000, burstBytes: 65_536 },
      requests,
      ruling: new BroadcastRuling({
        communeRules: { findAll: async () => new Map([[COMMUNE, TRIAL_RULES]]) } as never,
        register: { areas: { find: async () => undefined } } as never,
        contexts: undefined as never,
        surroundings: undefined as never,
        permissions: undefined as never,
        clock,
        timeZone: 'Asia/Ho_Chi_Minh',
      }),
    };
  }

  async cancel(id: string): Promise<void> {
    const { broadcasts, clock, delivery } = this.controller;
    const broadcast = await broadcasts.cancel(id, clock.now(), 'thử');
    await delivery?.deliver({ plans: broadcast?.placements.map((each) => each.planId) ?? [], urgent: true });
  }

  async lock(areaId: string): Promise<Latch> {
    const { silence, clock, delivery } = this.controller;
    const latch: Latch = { id: this.newId(), areaId, level: 'commune', since: clock.now(), reason: 'thử' };
    silence.latches.set(latch.id, latch);
    await delivery?.deliver({ plans: [areaId], urgent: true });
    return latch;
  }

  async lift(latch: Latch): Promise<void> {
    const { silence, clock, delivery } = this.controller;
    latch.liftedAt = clock.now();
    silence.latches.set(latch.id, latch);
    await delivery?.deliver({ plans: [latch.areaId], urgent: true });
  }

  async stop(): Promise<void> {
    for (const device of this.devices.values()) await device.crash();
    await this.controller.stop();
    this.kernel.release();
  }
}
