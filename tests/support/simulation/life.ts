/** A month in the life of a commune, drawn from a seed: what people decide and what fails, second by second. */
import { hamletsWithin } from '@loa-lang/controller/domain/areas/territory';
import { STATION } from '@loa-lang/controller/domain/people/person';
import type { BroadcastClass, Latch } from '@loa-lang/schemas/wire/plan';
import type { ModelBroadcast, ModelDevice, ModelLatch, ModelWorld } from './model.ts';
import { COMMUNE, OFFICER, type SimWorld } from './sim-world.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Clocks with an empty battery begin again in the past. */
const TEN_YEARS_MS = 3650 * DAY * 1000;

/** In seconds since the start of the simulation. */
interface Event {
  at: number;
  what: string;
  happen: () => Promise<void> | void;
}

export class Life {
  readonly model: ModelWorld = { broadcasts: [], latches: [], controllerDown: [] };
  readonly devices = new Map<string, ModelDevice>();
  readonly events: Event[] = [];
  readonly #world: SimWorld;
  readonly #random: () => number;
  readonly #startAt: number;
  readonly #days: number;

  constructor(world: SimWorld, random: () => number, days: number) {
    this.#world = world;
    this.#random = random;
    this.#startAt = world.kernel.now;
    this.#days = days;
    for (const cluster of world.devices.keys()) {
      const hasBatteryClock = this.#chance(0.4);
      const isEmpty = hasBatteryClock && this.#chance(0.25);
      this.devices.set(cluster, {
        cluster,
        power: [],
        cuts: [],
        losses: [],
        hasBatteryClock: hasBatteryClock && !isEmpty,
      });
      const real = world.devices.get(cluster);
      if (real === undefined) continue;
      real.hasBatteryClock = hasBatteryClock;
      real.wallErrorMs = isEmpty ? -TEN_YEARS_MS : 0;
    }
    this.#drawDevices();
    this.#drawController();
    this.#drawProgramme();
    this.#drawLocks();
    this.events.sort((a, b) => a.at - b.at);
  }

  /** A power cut within some minutes of the instant (epoch, ms). */
  crashedNear(cluster: string, instant: number): boolean {
    const at = (instant - this.#startAt) / 1000;
    return this.devices.get(cluster)?.power.some(([, off]) => Math.abs(off - at) < 20 * MINUTE) ?? false;
  }

  lostAfter(cluster: string, instant: number): boolean {
    const at = (instant - this.#startAt) / 1000;
    return this.devices.get(cluster)?.losses.some((loss) => loss >= at) ?? false;
  }

  #chance = (share: number): boolean => this.#random() < share;
  #whole = (from: number, to: number): number => from + Math.floor(this.#random() * (to - from + 1));
  #pick = <T>(rows: readonly T[]): T => rows[Math.floor(this.#random() * rows.length)] as T;

  #add(at: number, what: string, happen: Event['happen']): void {
    if (at < this.#days * DAY) this.events.push({ at, what, happen });
  }

  #drawDevices(): void {
    for (const [cluster, model] of this.devices) {
      const device = this.#world.devices.get(cluster);
      if (device === undefined) continue;
      let onAt = 0;
      this.#add(0, `${cluster} on`, () => device.boot());
      for (;;) {
        const offAt = onAt + this.#whole(2 * HOUR, 12 * DAY);
        if (offAt >= this.#days * DAY) break;
        const backAt = offAt + (this.#chance(0.5) ? this.#whole(10, 10 * MINUTE) : this.#whole(10 * MINUTE, 20 * HOUR));
        model.power.push([onAt, offAt]);
        this.#add(offAt, `${cluster} off`, () => device.crash());
        if (this.#chance(0.15)) {
          model.losses.push(offAt + 1);
          this.#add(offAt + 1, `${cluster} loses its disk`, () => device.loseStore());
        }
        this.#add(backAt, `${cluster} on`, () => device.boot());
        onAt = backAt;
      }
      model.power.push([onAt, this.#days * DAY]);
      for (let cutAt = this.#whole(HOUR, 8 * DAY); cutAt < this.#days * DAY; cutAt += this.#whole(DAY, 10 * DAY)) {
        const backAt = cutAt + (this.#chance(0.5) ? this.#whole(20, HOUR) : this.#whole(HOUR, 3 * DAY));
        model.cuts.push([cutAt, backAt]);
        this.#add(cutAt, `${cluster} cut off`, () => device.cut(true));
        this.#add(backAt, `${cluster} connected`, () => device.cut(false));
        cutAt = backAt;
      }
    }
  }

  #drawController(): void {
    const { controller } = this.#world;
    for (let downAt = this.#whole(DAY, 4 * DAY); downAt < this.#days * DAY; downAt += this.#whole(2 * DAY, 6 * DAY)) {
      const upAt = downAt + this.#whole(20, 30 * MINUTE);
      this.model.controllerDown.push([downAt, upAt]);
      this.#add(downAt, 'controller off', () => controller.stop());
      this.#add(upAt, 'controller on', () => controller.start());
      downAt = upAt;
    }
  }

  #isUp = (at: number): boolean => !this.model.controllerDown.some(([from, to]) => from - 5 <= at && at < to + 5);

  #drawProgramme(): void {
    for (let day = 0; day < this.#days; day++) {
      for (const hour of [5, 11, 17]) {
        if (this.#chance(0.9)) this.#broadcast('scheduled', day * DAY + hour * HOUR, this.#whole(2, 60) * HOUR);
      }
      if (this.#chance(0.5)) this.#broadcast('relay', day * DAY + 17 * HOUR - this.#whole(0, 60), 30 * HOUR);
      if (this.#chance(0.6)) this.#broadcast('priority', day * DAY + 17 * HOUR + this.#whole(-20, 60), 5 * HOUR);
      if (this.#chance(0.6))
        this.#broadcast('urgent', day * DAY + this.#pick([5, 11, 17]) * HOUR + this.#whole(0, 90), HOUR);
      if (this.#chance(0.3))
        this.#broadcast('emergency', day * DAY + this.#pick([5, 11, 17]) * HOUR + this.#whole(0, 120), 20);
    }
  }

  #targets(): { requested: { areaIds: string[]; groupIds: string[]; clusterIds: string[] }; clusters: Set<string> } {
    const { areas, clusters } = this.#world.territory;
    const choice = this.#random();
    const requested = { areaIds: [] as string[], groupIds: [] as string[], clusterIds: [] as string[] };
    if (choice < 0.6) requested.areaIds = [COMMUNE];
    else if (choice < 0.8) requested.areaIds = [this.#pick(hamletsWithin(areas, COMMUNE)).id];
    else requested.clusterIds = [this.#pick([...clusters.keys()]), this.#pick([...clusters.keys()])];
    requested.clusterIds = [...new Set(requested.clusterIds)];
    const chosen = [...clusters.values()].filter(
      (cluster) =>
        requested.areaIds.includes(COMMUNE) ||
        requested.areaIds.includes(cluster.hamletId) ||
        requested.clusterIds.includes(cluster.id),
    );
    return { requested, clusters: new Set(chosen.map((cluster) => cluster.id)) };
  }

  /** Decided some time before; what falls into a time without a controller is not decided at all. */
  #broadcast(kind: BroadcastClass, startAt: number, ahead: number): void {
    const world = this.#world;
    const decidedAt = Math.max(60, startAt - ahead);
    if (decidedAt >= startAt - 5 || !this.#isUp(decidedAt)) return;
    const parts = Array.from({ length: this.#whole(1, 4) }, () => this.#whole(5, 30));
    const { requested, clusters } = this.#targets();
    const length = parts.reduce((total, part) => total + part, 0);
    // a programme that must be over soon: what is interrupted may have no room to begin again
    const endsAt = kind === 'scheduled' && this.#chance(0.4) ? startAt + length + this.#whole(0, 90) : undefined;
    const repeats = kind === 'emergency' && this.#chance(0.5);
    const repeat = repeats ? { every: 10 * MINUTE, until: startAt + 30 * MINUTE } : undefined;
    const model: Partial<ModelBroadcast> = { class: kind as ModelBroadcast['class'], decidedAt, parts, clusters };
    const ms = (seconds: number): number => this.#startAt + seconds * 1000;
    // of an officer's plans some are approved in time, some are returned, and some nobody looks at
    const waits = kind !== 'emergency' && startAt - decidedAt > 2 * MINUTE && this.#chance(0.4);
    const verdict = this.#pick(['approved', 'approved', 'approved', 'returned', 'none'] as const);
    const verdictAt = this.#whole(decidedAt + 10, startAt - 10);
    const counts = !waits || (verdict === 'approved' && this.#isUp(verdictAt));
    if (waits) model.decidedAt = verdictAt;
    this.#add(decidedAt, `${kind} at ${startAt}`, async () => {
      const request = {
        bulletins: parts.map((length) => ({ bulletinId: world.bulletin(length * 1000), readings: 1 })),
        requested,
        start: ms(startAt),
        class: kind,
        ...(endsAt !== undefined && { endsAt: ms(endsAt) }),
        ...(repeat && { repeat: { everyMs: repeat.every * 1000, until: ms(repeat.until) } }),
      };
      const { broadcast } = await world.plan(request, waits ? OFFICER : STATION);
      const seconds = (instant: number): number => (instant - this.#startAt) / 1000;
      Object.assign(model, {
        id: broadcast.id,
        startAt,
        latestStartAt: seconds(broadcast.latestStartAt),
        joinUntilAt: seconds(broadcast.joinUntilAt),
        endsAt: seconds(broadcast.endsAt),
        ...(repeat && { repeatEvery: repeat.every, repeatUntil: repeat.until }),
      });
      if (counts) this.model.broadcasts.push(model as ModelBroadcast);
    });
    if (waits && verdict !== 'none' && this.#isUp(verdictAt)) {
      this.#add(verdictAt, verdict, () => world.decide(model.id ?? '', verdict));
    }
    if (!this.#chance(0.15)) return;
    const cancelledAt = this.#chance(0.5) ? this.#whole(decidedAt + 5, startAt) : startAt + this.#whole(1, 60);
    if (!counts || !this.#isUp(cancelledAt) || cancelledAt <= (model.decidedAt ?? decidedAt) + 4) return;
    this.#add(cancelledAt, 'cancelled', async () => {
      if (model.id === undefined) return;
      model.cancelledAt = cancelledAt;
      await world.cancel(model.id);
    });
  }

  #drawLocks(): void {
    const world = this.#world;
    const { areas, clusters } = world.territory;
    for (let at = this.#whole(DAY, 4 * DAY); at < this.#days * DAY; at += this.#whole(DAY, 6 * DAY)) {
      const liftedAt = at + this.#whole(5, 8 * HOUR);
      if (!this.#isUp(at) || !this.#isUp(liftedAt)) continue;
      const areaId = this.#chance(0.5) ? COMMUNE : this.#pick(hamletsWithin(areas, COMMUNE)).id;
      const covered = [...clusters.values()].filter((each) => areaId === COMMUNE || each.hamletId === areaId);
      const model: ModelLatch = { clusters: new Set(covered.map((each) => each.id)), since: at };
      let latch: Latch | undefined;
      this.#add(at, `lock ${areaId}`, async () => {
        this.model.latches.push(model);
        latch = await world.lock(areaId);
      });
      this.#add(liftedAt, `lift ${areaId}`, async () => {
        model.liftedAt = liftedAt;
        if (latch !== undefined) await world.lift(latch);
      });
    }
  }
}
