/** Emergencies, drills, locks of silence, and "stop". */
import type { Level } from '@loa-lang/schemas/wire/plan';
import { DAY, HOUR, holds, type Instant, lengthOf, MINUTE, type ModelLatch, type Part, SECOND } from '../model.ts';
import { joinUntil } from '../paper.ts';
import { APPROVER, PROVINCE } from '../sim-world.ts';
import { CROWD, type Script } from './script.ts';

const READINGS = 3;
const AGAIN = 10 * MINUTE;
/** "Within seconds": audio that somebody lacks is pushed first. */
const SOON = 7 * SECOND;

interface Open {
  id: string;
  areaId: string;
  latch: ModelLatch;
}

type Prepared = Part & { bulletinId: string };

export class Alarms {
  readonly #script: Script;
  readonly #open: Open[] = [];
  readonly #prepared: Prepared[];
  readonly #drill: Prepared;

  constructor(script: Script) {
    this.#script = script;
    const { every } = { every: script.every.bind(script) };
    const { world } = script;
    this.#prepared = [12, 25, 40].map((seconds) => world.bulletin(seconds * SECOND, undefined, 'emergency'));
    this.#drill = world.bulletin(15 * SECOND, undefined, 'drill');
    for (let day = 0; day < script.days; day++) {
      const at = () => day * DAY + script.pick([5, 11, 17]) * HOUR + script.span(0, CROWD + 2 * MINUTE);
      if (script.chance(0.4)) script.act(at(), 'emergency', () => this.#emergency());
      if (script.chance(0.2)) script.act(at() + MINUTE, 'emergency', () => this.#emergency());
      if (script.chance(0.1)) script.act(at(), 'drill', () => this.#emergency(true));
      if (script.chance(0.5)) script.act(at(), 'stop', () => this.#stop());
      if (script.chance(0.2)) script.act(at(), 'lock', () => this.#lock());
      if (script.chance(0.3)) script.act(day * DAY + 4 * HOUR, 'a lock is drawn', async () => this.#cutToday());
    }
    every(DAY, DAY, 4 * DAY, 'lock', () => this.#lock());
    every(DAY, 4 * HOUR, DAY, 'a lock is lifted', () => this.#lift());
  }

  async #emergency(isDrill = false): Promise<void> {
    const { world, paper, chance, pick } = this.#script;
    const { requested, clusters } = this.#script.targets();
    const level = chance(0.25) ? ('province' as const) : ('commune' as const);
    const subject = { class: isDrill ? ('urgent' as const) : ('emergency' as const), level };
    const blocking = this.#open.filter(({ latch }) => holds(latch, subject) && meet(latch.clusters, clusters));
    const liftAndSend = !isDrill && chance(0.5);
    const part = isDrill ? this.#drill : pick(this.#prepared);
    const lasts = chance(0.2) ? 2 * HOUR : 30 * MINUTE;
    const pressedAt = this.#script.now;
    const request = {
      ...{ bulletinId: part.bulletinId, communeId: world.places.commune, targets: requested },
      ...{ level, drill: isDrill, liftAndSend, lastsMs: lasts },
    };
    const { emergencies } = world.controller.useCases;
    const sending = emergencies.send(request, level === 'province' ? PROVINCE : APPROVER);
    const refused = await this.#script.refusalOf(sending);
    this.#script.expect('an emergency', refused, this.#refusal(blocking, isDrill, liftAndSend, level));
    if (refused !== undefined) return;
    for (const each of blocking) this.#lifted(each, pressedAt);
    const { launched } = await sending;
    const { id, startAt } = launched?.broadcast ?? { id: 'none', startAt: 0 };
    const parts = [{ ...part, readings: isDrill ? 1 : READINGS }];
    const length = lengthOf({ parts });
    const begin = world.instant(startAt);
    this.#script.expect('sounds soon', begin > pressedAt && begin - pressedAt <= SOON, true);
    this.#script.soon.add(id);
    const repeats = !isDrill && lasts >= AGAIN + length;
    paper.decide(id, pressedAt, {
      ...{ ...subject, parts, clusters },
      ...windowOf(begin, Math.max(lasts, AGAIN + length)),
      ...(repeats && { repeat: { every: AGAIN, until: pressedAt + lasts - length } }),
    });
  }

  #refusal(blocking: readonly Open[], isDrill: boolean, liftAndSend: boolean, level: Level): string | undefined {
    if (blocking.length === 0) return undefined;
    if (isDrill) return 'drill-lifts-nothing';
    if (!liftAndSend) return 'emergency-silenced';
    const isAbove = blocking.some(({ latch }) => latch.level === 'province' && level === 'commune');
    return isAbove ? 'silence-level' : undefined;
  }

  /** In the middle of something that is known this morning, somebody will want silence. */
  #cutToday(): void {
    const { paper, pick, span, now } = this.#script;
    const today = paper.airings.flatMap(({ key }) => {
      const startAt = paper.now(key)?.startAt ?? 0;
      return startAt > now && startAt < now + 18 * HOUR ? [startAt] : [];
    });
    if (today.length === 0) return;
    const { commune } = this.#script.world.places;
    this.#script.act(pick(today) + span(3 * SECOND, 20 * SECOND), 'a lock cuts', () => this.#lock(commune, 5 * MINUTE));
  }

  async #lock(where?: string, longest = 20 * HOUR): Promise<void> {
    const { world, paper, chance, pick } = this.#script;
    const { commune, hamletIds } = world.places;
    const areaId = where ?? (chance(0.4) ? commune : pick(hamletIds));
    const level = chance(0.2) ? ('province' as const) : ('commune' as const);
    if (this.#open.some((each) => each.areaId === areaId && each.latch.level === level)) return;
    const { silence } = world.controller.useCases;
    const since = this.#script.now;
    const { view, carried } = await silence.latch(
      { areaId, reason: 'thử', level },
      level === 'province' ? PROVINCE : APPROVER,
    );
    this.#script.expect('sent and stored', [carried.sent, carried.stored], [true, true]);
    const clusters = world.clustersIn({ areaIds: [areaId], groupIds: [], clusterIds: [] });
    const latch = { clusters, level, since };
    paper.latches.push(latch);
    this.#open.push({ id: view.latch.id, areaId, latch });
    this.#script.act(since + this.#script.span(5 * SECOND, longest), 'the lock is lifted', () =>
      this.#lift(view.latch.id),
    );
  }

  async #lift(id?: string): Promise<void> {
    const { world, pick, chance } = this.#script;
    const open = id === undefined ? this.#open : this.#open.filter((each) => each.id === id);
    if (open.length === 0) return;
    const chosen = pick(open);
    const isProvince = chance(0.5);
    const { silence } = world.controller.useCases;
    const work = silence.lift(chosen.id, undefined, isProvince ? PROVINCE : APPROVER);
    const refused = await this.#script.refusalOf(work);
    const mayNot = chosen.latch.level === 'province' && !isProvince;
    this.#script.expect('lifting', refused, mayNot ? 'silence-level' : undefined);
    if (!mayNot) this.#lifted(chosen, this.#script.now);
  }

  #lifted(open: Open, at: Instant): void {
    open.latch.liftedAt = Math.max(at, open.latch.since + 1);
    this.#open.splice(this.#open.indexOf(open), 1);
  }

  /** Everything that sounds there, or one broadcast of it; elsewhere it goes on. */
  async #stop(): Promise<void> {
    const { world, paper, chance, pick, now } = this.#script;
    const { commune, hamletIds } = world.places;
    const onAir = paper.airings.filter(({ key, stops }) => {
      const airing = paper.now(key);
      if (airing === undefined || now >= airing.endsAt || airing.startAt > now + SECOND) return false;
      return !stops.some((each) => isWithin(airing.clusters, each.clusters));
    });
    const areaId = chance(0.5) ? commune : pick(hamletIds);
    const place = world.clustersIn({ areaIds: [areaId], groupIds: [], clusterIds: [] });
    const { stopped } = await world.controller.useCases.stopping.stop({ areaId, reason: 'thử' }, APPROVER);
    const met = onAir.filter(({ key }) => meet(paper.now(key)?.clusters ?? place, place));
    const keys = stopped.map(({ broadcast }) => world.keyOf(broadcast.id)).sort();
    this.#script.expect('stopped', keys, met.map(({ key }) => key).sort());
    for (const { key } of met) {
      const clusters = paper.now(key)?.clusters ?? place;
      paper.stop(key, now, new Set([...clusters].filter((id) => place.has(id))));
    }
  }
}

function windowOf(startAt: Instant, lasts: Instant) {
  const endsAt = startAt + lasts;
  return { startAt, latestStartAt: startAt + AGAIN, joinUntilAt: joinUntil(startAt, endsAt), endsAt };
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((id) => b.has(id));
const isWithin = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].every((id) => b.has(id));
