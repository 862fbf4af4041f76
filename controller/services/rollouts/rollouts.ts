/** Rollouts, as people begin, hold and end them. What follows is `RolloutWatch`'s. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId, AssetId, ClusterId } from '@loa-lang/schemas/ids';
import { FAILED, type RolloutWait } from '@loa-lang/schemas/states/rollout';
import type { Millis } from '@loa-lang/schemas/units';
import { lineage } from '../../domain/areas/territory.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import { waits } from '../../domain/rollouts/next-orders.ts';
import type { AgentRelease, Rollout, RolloutDevice } from '../../domain/rollouts/rollout.ts';
import { liesWithin } from '../../domain/rules/daily-hours.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterRecord, Register } from '../../ports/register.ts';
import type { RolloutStore } from '../../ports/rollout-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';
import type { Releases } from './releases.ts';

export interface RolloutsDeps {
  rollouts: RolloutStore;
  releases: Pick<Releases, 'get'>;
  register: Pick<Register, 'clusters' | 'reader'>;
  clock: Clock;
  timeZone: string;
  newId: () => string;
  /** something is to be looked at now */
  changed(): void;
}

export interface RolloutWish {
  releaseId: AssetId;
  areaId?: AreaId | undefined;
  clusterIds?: readonly ClusterId[] | undefined;
  firstClusterId: ClusterId;
  soakMs?: Millis | undefined;
  hours?: DailyHours | 'any' | undefined;
}

export interface RolloutSummary {
  rollout: Rollout;
  release: AgentRelease;
  devices: RolloutDevice[];
}

export interface RolloutView extends RolloutSummary {
  devices: (RolloutDevice & { cluster: { code: string; name: string } | undefined; wait: RolloutWait | undefined })[];
}

/** Long enough for a broadcast and a look at its temperature; short enough to begin the rest on the same morning. */
const SOAK_MS: Millis = 30 * 60_000;
/** Somebody is at work then who can drive to a pole. */
const WORKING_HOURS: DailyHours = { from: '07:00', until: '17:00' };

export class Rollouts {
  readonly #deps: RolloutsDeps;

  constructor(deps: RolloutsDeps) {
    this.#deps = deps;
  }

  async begin(wish: RolloutWish, by: PersonRef): Promise<RolloutView> {
    const { rollouts, releases, clock, newId, changed } = this.#deps;
    const release = await releases.get(wish.releaseId);
    if (release.withdrawnAt !== undefined) throw new Refusal('release-withdrawn', { version: release.version });
    const poles = await this.#poles(wish);
    if (!poles.some(({ id }) => id === wish.firstClusterId)) throw new Refusal('rollout-first-missing');
    const now = clock.now();
    const id = newId();
    const rollout: Rollout = {
      ...{ id, releaseId: release.id, areaId: wish.areaId, firstClusterId: wish.firstClusterId },
      ...{ state: 'running', pause: undefined, soakMs: wish.soakMs ?? SOAK_MS, forgiven: 0 },
      hours: wish.hours === 'any' ? undefined : (wish.hours ?? WORKING_HOURS),
      ...{ createdAt: now, createdBy: { personId: by.personId, name: by.name }, changedAt: now },
    };
    const unset = { orderedAt: undefined, expiresAt: undefined, healthyAt: undefined, detail: undefined };
    const devices = poles.map(({ id: clusterId, deviceId }): RolloutDevice => {
      const fresh = { rolloutId: id, deviceId: deviceId as string, clusterId, commandIds: [], ...unset };
      return { ...fresh, state: 'waiting', changedAt: now };
    });
    if ((await rollouts.create(rollout, devices)) === 'taken') throw new Refusal('rollout-under-way');
    const where = poles.find((pole) => pole.id === wish.firstClusterId);
    noteChange({
      ...{ areaId: wish.areaId ?? where?.hamletId, subjectId: id },
      after: { version: release.version, clusters: poles.map(({ code }) => code), first: where?.code },
    });
    changed();
    return this.get(id);
  }

  /** One that reaches beyond what somebody sees is another's, who tells of it. */
  async list(sight: Sight): Promise<RolloutSummary[]> {
    const { rollouts, releases, register } = this.#deps;
    const [all, poles] = await Promise.all([rollouts.list(), register.clusters.all()]);
    const devices = await rollouts.devices(all.map(({ id }) => id));
    const inSight = new Set(poles.filter((pole) => sees(sight, placeOf(pole))).map(({ id }) => id));
    const found: RolloutSummary[] = [];
    for (const rollout of all) {
      const own = devices.filter(({ rolloutId }) => rolloutId === rollout.id);
      if (sight !== 'everything' && !own.every(({ clusterId }) => inSight.has(clusterId))) continue;
      found.push({ rollout, release: await releases.get(rollout.releaseId), devices: own });
    }
    return found;
  }

  async get(id: string): Promise<RolloutView> {
    const { rollouts, register } = this.#deps;
    const rollout = found(await rollouts.find(id), 'rollout-unknown');
    const [devices, poles] = await Promise.all([rollouts.devices([id]), register.clusters.all()]);
    return this.#view(rollout, devices, poles);
  }

  async pause(id: string): Promise<RolloutView> {
    const { rollout } = await this.get(id);
    if (rollout.state !== 'running') throw new Refusal('rollout-not-running');
    return this.#move(rollout, { state: 'paused', pause: 'by-hand' });
  }

  /** Whoever goes on has looked at what failed. @param firstClusterId another one goes first, where the first failed */
  async resume(id: string, firstClusterId: ClusterId | undefined): Promise<RolloutView> {
    const { rollouts, clock } = this.#deps;
    const { rollout, devices, release } = await this.get(id);
    if (rollout.state !== 'paused') throw new Refusal('rollout-not-paused');
    if (release.withdrawnAt !== undefined) throw new Refusal('release-withdrawn', { version: release.version });
    const leader = firstClusterId ?? rollout.firstClusterId;
    const first = devices.find(({ clusterId }) => clusterId === leader);
    if (first === undefined) throw new Refusal('rollout-first-missing');
    if ([...FAILED, 'skipped'].includes(first.state)) throw new Refusal('rollout-first-failed');
    const forgiven = devices.filter(({ state }) => FAILED.includes(state)).length;
    await rollouts.change(id, { forgiven, firstClusterId: leader, pause: rollout.pause }, clock.now());
    return this.#move(rollout, { state: 'running', pause: undefined });
  }

  /** For good; what was ordered is still answered. */
  async stop(id: string): Promise<RolloutView> {
    const { rollout } = await this.get(id);
    if (rollout.state !== 'running' && rollout.state !== 'paused') throw new Refusal('rollout-over');
    return this.#move(rollout, { state: 'stopped', pause: undefined });
  }

  async #move(rollout: Rollout, to: Pick<Rollout, 'state' | 'pause'>): Promise<RolloutView> {
    const { rollouts, clock, changed } = this.#deps;
    if (!(await rollouts.move(rollout.id, rollout.state, to, clock.now()))) throw new Refusal('rollout-changed');
    const view = await this.get(rollout.id);
    noteChange({
      ...{ areaId: rollout.areaId, subjectId: rollout.id },
      ...{ before: { state: rollout.state }, after: { state: to.state, version: view.release.version } },
    });
    changed();
    return view;
  }

  /** Those with a device; a named one without is refused, since somebody counts on it. */
  async #poles({ areaId, clusterIds }: RolloutWish): Promise<ClusterRecord[]> {
    const { clusters, reader } = this.#deps.register;
    if ((areaId === undefined) === (clusterIds === undefined)) throw new Refusal('rollout-where');
    const all = await clusters.all();
    if (clusterIds !== undefined) {
      const named = clusterIds.map((id) =>
        found(
          all.find((pole) => pole.id === id),
          'cluster-unknown',
        ),
      );
      const bare = named.find(({ deviceId }) => deviceId === undefined);
      if (bare !== undefined) throw new Refusal('rollout-without-device', { code: bare.code });
      return [...new Set(named)];
    }
    const areas = await reader.areas();
    return all.filter(
      ({ hamletId, deviceId }) => deviceId !== undefined && lineage(areas, hamletId).includes(areaId as string),
    );
  }

  async #view(rollout: Rollout, devices: RolloutDevice[], poles: readonly ClusterRecord[]): Promise<RolloutView> {
    const { rollouts, releases, clock, timeZone } = this.#deps;
    const [now, release] = [clock.now(), await releases.get(rollout.releaseId)];
    const facts = await rollouts.facts(rollout, devices, now);
    const inHours = rollout.hours === undefined || liesWithin(rollout.hours, timeZone, now, now + 1);
    const byId = new Map(poles.map((pole) => [pole.id, pole]));
    const waiting = waits({ rollout, devices, facts, now, inHours });
    return {
      ...{ rollout, release },
      devices: devices.map((device) => ({
        ...device,
        cluster: byId.get(device.clusterId),
        wait: waiting.get(device.deviceId),
      })),
    };
  }
}
