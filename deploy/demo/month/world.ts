/** The month as it runs: time that goes from act to act, poles that play and tell, and what was done written down. */
import type { DrivenController } from '@loa-lang/controller/compose/driven';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { MonthAccount } from './account.ts';
import { isoDay, midnight } from './days.ts';
import { healthOf } from './health.ts';
import type { PoleOutage } from './outages.ts';
import type { Everybody, Worker } from './people.ts';
import type { Pole } from './pole.ts';
import type { Seeded } from './seeded.ts';
import { type Dark, endOf, type Hush, type Outcome, polesOf, receiptOf } from './sounding.ts';

const HOUR_MS = 3_600_000;
/** A pole says what it played so soon after the end. */
const TOLD_AFTER_MS = 4_000;
/** A loss that is shorter is no incident. */
const NOTICED_AFTER_MS = 10 * 60_000;

export class World {
  readonly controller: DrivenController;
  readonly all: Everybody;
  readonly poles: readonly Pole[];
  readonly random: Seeded;
  readonly account: MonthAccount;
  readonly dark: Dark[][];
  readonly hushed: Hush[] = [];
  readonly #told = new Set<string>();
  readonly #cached = new Set<string>();
  #healthAt = 0;

  constructor(
    controller: DrivenController,
    all: Everybody,
    poles: readonly Pole[],
    random: Seeded,
    account: MonthAccount,
  ) {
    this.controller = controller;
    this.all = all;
    this.poles = poles;
    this.random = random;
    this.account = account;
    this.dark = poles.map(() => []);
  }

  get now(): number {
    return this.controller.clock.now();
  }

  /** On to an instant: what ends by then is told of by the poles, and each full hour they say how they are. */
  async goTo(instant: number): Promise<void> {
    // nothing is planned between two acts: what ends until the next one is known at once
    const days = new Set([isoDay(this.now), isoDay(instant)]);
    const planned = (await Promise.all([...days].map((day) => this.#broadcastsOn(day)))).flat();
    for (let hour = Math.floor(this.now / HOUR_MS + 1) * HOUR_MS; hour < instant; hour += HOUR_MS) {
      await this.#tellOfEnded(planned, hour);
      this.controller.clock.moveTo(hour);
      await this.sayHealth();
    }
    await this.#tellOfEnded(planned, instant);
    this.controller.clock.moveTo(instant);
  }

  /** Everybody has the console open: a session ends after a night in which it asked nothing. */
  async keepSignedIn(): Promise<void> {
    for (const { caller } of Object.values(this.all) as Worker[]) await caller.get('/areas');
  }

  /** The poles say how they are, and the controller looks around: nobody seems silent who only was not asked. */
  async look(): Promise<void> {
    if (this.now - this.#healthAt > 30 * 60_000) await this.sayHealth();
    await this.controller.settled();
    await this.controller.look();
  }

  async sayHealth(): Promise<void> {
    const hour = (this.now - midnight(this.now)) / HOUR_MS;
    for (const [place, pole] of this.poles.entries())
      if (pole.isHeard) await pole.sayHealth(healthOf(pole, place, hour, this.random));
    this.#healthAt = this.now;
    await this.controller.settled();
  }

  /** Poles lose their power or network. */
  async lose({ poles, kind, until }: PoleOutage): Promise<void> {
    for (const place of poles) {
      const pole = this.poles[place] as Pole;
      if (kind === 'power') {
        pole.powered = false;
        this.dark[place]?.push({ from: this.now, until });
      } else pole.linked = false;
      await pole.goes();
      if (until - this.now > NOTICED_AFTER_MS)
        this.account.offline.push({ clusterId: pole.parts.clusterId, from: this.now, until });
    }
    await this.controller.settled();
  }

  async restore({ poles, kind }: PoleOutage): Promise<void> {
    for (const place of poles) {
      const pole = this.poles[place] as Pole;
      if (kind === 'power') {
        pole.powered = true;
        pole.restarts();
      } else pole.linked = true;
      await pole.comesBack();
      await pole.sayHealth(healthOf(pole, place, 12, this.random));
    }
    await this.controller.settled();
  }

  async #broadcastsOn(day: string): Promise<BroadcastBody[]> {
    const query = `communeId=${this.account.communeId}&day=${day}&limit=100`;
    return (await this.all.officer.caller.get<{ broadcasts: BroadcastBody[] }>(`/broadcasts?${query}`)).broadcasts;
  }

  async #tellOfEnded(planned: readonly BroadcastBody[], until: number): Promise<void> {
    const ended = planned
      .filter(({ id, cancelledAt }) => !this.#told.has(id) && cancelledAt === undefined)
      .filter((each) => endOf(each) + TOLD_AFTER_MS <= until)
      .sort((a, b) => endOf(a) - endOf(b));
    for (const broadcast of ended) {
      await this.#fetch(broadcast);
      this.controller.clock.moveTo(endOf(broadcast) + TOLD_AFTER_MS);
      await this.tellOf(broadcast);
    }
  }

  /** The poles hold its audio before it begins. */
  async #fetch(broadcast: BroadcastBody): Promise<void> {
    for (const item of broadcast.items) {
      if (!('assetId' in item) || this.#cached.has(item.assetId)) continue;
      this.#cached.add(item.assetId);
      for (const pole of this.poles) await pole.report({ kind: 'asset', assetId: item.assetId, state: 'cached' });
    }
    await this.controller.settled();
  }

  /** Each pole says what it made of a broadcast that is over. */
  async tellOf(broadcast: BroadcastBody): Promise<void> {
    this.#told.add(broadcast.id);
    const clusters = new Map<string, Outcome>();
    for (const pole of polesOf(broadcast, this.poles)) {
      const place = this.poles.indexOf(pole);
      const seen = { pole, dark: this.dark[place] ?? [], hushed: this.hushed };
      const { receipt, outcome } = receiptOf(broadcast, seen, this.random);
      await pole.report(receipt);
      clusters.set(pole.parts.clusterId, outcome);
    }
    const { title, startAt } = broadcast;
    this.account.broadcasts.set(broadcast.id, { title, startAt: Date.parse(startAt), clusters });
    await this.controller.settled();
  }
}
