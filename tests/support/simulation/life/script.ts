/** What happens in a life, in order; all of it drawn from the seed, some of it only when its time has come. */
import { Refusal } from '@loa-lang/controller/services/refusal';
import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import { DAY, type Instant, MINUTE, SECOND } from '../model.ts';
import type { Paper } from '../paper.ts';
import type { SimWorld } from '../sim-world.ts';

/** Whatever a day brings comes within minutes of its sessions: what never meets anything else proves little. */
export const CROWD = 3 * MINUTE;

interface Event {
  at: Instant;
  what: string;
  happen: () => Promise<void> | void;
}

export class Script {
  readonly world: SimWorld;
  readonly paper: Paper;
  readonly days: number;
  readonly #random: () => number;
  readonly #events: Event[] = [];
  /** broadcasts for "now", which begin sooner once everybody has their audio */
  readonly soon = new Set<string>();
  #starts = 0;

  constructor(world: SimWorld, paper: Paper, days: number, random: () => number) {
    this.world = world;
    this.paper = paper;
    this.days = days;
    this.#random = random;
    world.controller.feed.subscribe((event) => {
      if (event.type === 'broadcast' && this.soon.has(event.broadcastId)) this.#moved(event.broadcastId);
    });
  }

  get end(): Instant {
    return this.days * DAY;
  }

  chance = (share: number): boolean => this.#random() < share;
  whole = (from: number, to: number): number => from + Math.floor(this.#random() * (to - from + 1));
  /** In whole seconds. */
  span = (from: Instant, to: Instant): Instant => this.whole(from / SECOND, to / SECOND) * SECOND;
  pick = <T>(rows: readonly T[]): T => rows[Math.floor(this.#random() * rows.length)] as T;

  /** Not on a whole second, and never twice within one: no two broadcasts of a class begin at the same instant. */
  ownInstant = (at: Instant): Instant => Math.floor(at / SECOND) * SECOND + 1 + (this.#starts++ % 400);

  /** Whatever the controller does. */
  on(at: Instant, what: string, happen: Event['happen']): void {
    if (at >= this.end) return;
    const place = this.#events.findLastIndex((each) => each.at <= at);
    this.#events.splice(place + 1, 0, { at, what, happen });
  }

  /** Somebody does something with the controller; while it is down nobody can. */
  act(at: Instant, what: string, happen: () => Promise<void>): void {
    this.on(at, what, async () => {
      if (this.world.controller.isUp) await this.world.kernel.until(happen());
    });
  }

  /** Again and again until the end, so long apart. */
  every(from: Instant, least: Instant, most: Instant, what: string, happen: () => Promise<void>): void {
    for (let at = from + this.span(0, least); at < this.end; at += this.span(least, most)) this.act(at, what, happen);
  }

  /** The next thing before the instant. */
  next(until: Instant): Event | undefined {
    return (this.#events[0]?.at ?? Infinity) < until ? this.#events.shift() : undefined;
  }

  get now(): Instant {
    return this.world.now;
  }

  /** What somebody is told instead of the thing being done. @throws whatever is no refusal */
  async refusalOf(work: Promise<unknown>): Promise<ErrorCode | undefined> {
    try {
      await work;
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  /** Of what the paper says otherwise. */
  expect(what: string, is: unknown, wanted: unknown): void {
    const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
    if (a !== b) this.world.controller.problems.push(`${what} at ${this.now}: ${a} instead of ${b}`);
  }

  #moved(key: string): void {
    const before = this.paper.now(key);
    const broadcast = this.world.controller.tables.broadcasts.get(key)?.broadcast;
    if (before === undefined || broadcast === undefined) return;
    const startAt = this.world.instant(broadcast.startAt);
    const sooner = before.startAt - startAt;
    if (sooner === 0) return;
    this.expect('sooner', sooner > 0 && startAt > this.now, true);
    const { latestStartAt, joinUntilAt, endsAt } = before;
    const window = {
      latestStartAt: latestStartAt - sooner,
      joinUntilAt: joinUntilAt - sooner,
      endsAt: endsAt - sooner,
    };
    this.paper.decide(key, this.now, { ...before, ...window, startAt });
  }

  /** Places somebody may choose: everywhere, a hamlet, two poles. */
  targets(): { requested: { areaIds: string[]; groupIds: string[]; clusterIds: string[] }; clusters: Set<string> } {
    const { clusters, hamletIds, commune } = this.world.places;
    const choice = this.#random();
    const requested = { areaIds: [] as string[], groupIds: [] as string[], clusterIds: [] as string[] };
    if (choice < 0.6) requested.areaIds = [commune];
    else if (choice < 0.8) requested.areaIds = [this.pick(hamletIds)];
    else requested.clusterIds = [...new Set([this.pick([...clusters.keys()]), this.pick([...clusters.keys()])])].sort();
    return { requested, clusters: this.world.clustersIn(requested) };
  }
}
