/** Source bulletins of the three ranks: delivered, changed, withdrawn by their source. */
import type { SourceNotice } from '@loa-lang/controller/domain/sources/source-bulletin';
import { type Airing, DAY, HOUR, type Instant, MINUTE, SECOND } from '../model.ts';
import { joinUntil } from '../paper.ts';
import { SPOKEN_MS } from '../sim-audio.ts';
import { SOURCE } from '../sim-world.ts';
import { CROWD, type Script } from './script.ts';

interface Delivered {
  externalId: string;
  rank: SourceNotice['rank'];
  level: SourceNotice['level'];
  requested: ReturnType<Script['targets']>['requested'];
  clusters: ReadonlySet<string>;
  key?: string;
}

/** What is spoken anew must be pushed before it is heard. */
const SOON = 7 * SECOND;
const EMERGENCY = { again: 10 * MINUTE, lasts: 2 * HOUR };
/** Audio and plan must be out before the session begins. */
const AHEAD = MINUTE;
const POSTPONED = 15 * MINUTE;

export class Sources {
  readonly #script: Script;
  #count = 0;

  constructor(script: Script) {
    this.#script = script;
    for (let day = 0; day < script.days; day++) {
      const at = () => day * DAY + script.span(6 * HOUR, 20 * HOUR);
      if (script.chance(0.2)) script.act(at(), 'source bulletin', () => this.#deliver('priority'));
      if (script.chance(0.1)) script.act(at(), 'source bulletin', () => this.#deliver('routine'));
      const onAir = day * DAY + script.pick([5, 11, 17]) * HOUR + script.span(0, CROWD + 2 * MINUTE);
      if (script.chance(0.15)) script.act(onAir, 'source emergency', () => this.#deliver('emergency'));
    }
  }

  async #deliver(rank: SourceNotice['rank']): Promise<void> {
    const { pick, chance, span, now } = this.#script;
    const level = pick(['central', 'province'] as const);
    const delivered: Delivered = { externalId: `n${++this.#count}`, rank, level, ...this.#script.targets() };
    await this.#send(delivered);
    const later = now + span(30 * SECOND, 30 * HOUR);
    if (rank !== 'emergency' && chance(0.25)) this.#script.act(later, 'source changes it', () => this.#send(delivered));
    if (chance(0.3)) this.#script.act(later + HOUR, 'source withdraws it', () => this.#withdraw(delivered));
  }

  async #send(delivered: Delivered): Promise<void> {
    const { world, paper } = this.#script;
    const { externalId, rank, level, requested } = delivered;
    const at = this.#script.now;
    if (at % DAY < 5 * HOUR || at % DAY > 21 * HOUR) return;
    const content = { text: `Bản tin ${++this.#count}` };
    const notice = { ...{ sourceId: 'tinh', externalId, level, rank, content }, language: 'vi', validUntil: undefined };
    const startAt = this.#nextStart(delivered, at);
    await world.controller.useCases.sources.deliver({ ...notice, title: externalId }, requested, SOURCE);
    const delivery = await this.#outcome(externalId);
    this.#script.expect(`source ${rank}`, delivery.state, rank === 'routine' ? 'inbox' : 'planned');
    // a later content takes the place of what has not begun
    const before = delivered.key === undefined ? undefined : paper.now(delivered.key);
    if (delivered.key !== undefined && before !== undefined && before.startAt > at)
      paper.stop(delivered.key, at, world.everywhere);
    const { broadcastId } = delivery;
    if (broadcastId === undefined) return;
    const broadcast = await world.controller.stores.broadcasts.find(broadcastId);
    const begin = world.instant(broadcast?.startAt ?? 0);
    const isSoon = rank === 'emergency' || startAt === undefined;
    if (isSoon) this.#script.expect('sounds soon', begin > at && begin - at <= SOON, true);
    else this.#script.expect(`the start of ${externalId}`, begin, startAt);
    if (isSoon) this.#script.soon.add(broadcastId);
    delivered.key = broadcastId;
    paper.decide(broadcastId, at, airingOf(delivered, begin, at, isSoon));
  }

  async #withdraw({ externalId, key }: Delivered): Promise<void> {
    const { world, paper } = this.#script;
    await world.controller.useCases.sources.withdraw('tinh', externalId, 'thử', SOURCE);
    this.#script.expect('withdrawn', (await this.#outcome(externalId)).state, 'withdrawn');
    if (key !== undefined) paper.stop(key, this.#script.now, world.everywhere);
  }

  /** Its audio is made in the background, at this very instant. */
  async #outcome(externalId: string) {
    const { world } = this.#script;
    for (let turn = 0; ; turn++) {
      const record = await world.controller.stores.sources.findExternal('tinh', externalId);
      const delivery = record?.deliveries[0];
      if (delivery === undefined) throw new Error(`no delivery of ${externalId}`);
      if (!delivery.pending || turn > 30) return delivery;
      await world.kernel.settle();
    }
  }

  /** With the next session within a day; before it when that has no room. `undefined`: there is none. */
  #nextStart({ rank, clusters }: Delivered, at: Instant): Instant | undefined {
    if (rank !== 'priority') return undefined;
    const sessions = this.#script.paper.airings
      .flatMap(({ key, stops }): Airing[] => {
        const airing = this.#script.paper.now(key);
        const isStopped = stops.some((each) => [...(airing?.clusters ?? [])].every((id) => each.clusters.has(id)));
        return airing === undefined || isStopped ? [] : [airing];
      })
      .filter((each) => each.class === 'scheduled' || each.class === 'relay')
      .filter((each) => each.startAt >= at + AHEAD && each.startAt < at + DAY)
      .filter((each) => [...each.clusters].some((id) => clusters.has(id)))
      .sort((a, b) => a.startAt - b.startAt);
    const [session] = sessions;
    if (session === undefined) return undefined;
    const before = session.startAt - SPOKEN_MS - SECOND;
    const hasRoom = session.latestStartAt - session.startAt >= SPOKEN_MS;
    return hasRoom || before < at + AHEAD ? session.startAt : before;
  }
}

function airingOf({ rank, level, clusters }: Delivered, startAt: Instant, at: Instant, isSoon: boolean): Airing {
  const said = { level, clusters, startAt, parts: [{ id: SPOKEN, length: SPOKEN_MS }] };
  if (rank === 'emergency') {
    // as any emergency: behind another one it waits for its turn
    const endsAt = startAt + EMERGENCY.lasts;
    return {
      ...{ ...said, class: rank, latestStartAt: startAt + EMERGENCY.again, endsAt },
      joinUntilAt: joinUntil(startAt, endsAt),
      repeat: { every: EMERGENCY.again, until: at + EMERGENCY.lasts - SPOKEN_MS },
    };
  }
  // who asked for "now" waits for nothing: what cannot sound at once does not
  const latestStartAt = startAt + (isSoon ? 2 * SECOND : POSTPONED);
  const endsAt = latestStartAt + SPOKEN_MS;
  return { ...said, class: 'priority', latestStartAt, endsAt, joinUntilAt: joinUntil(startAt, endsAt) };
}

/** The one part of it, whatever the speech made of it. */
export const SPOKEN = 'spoken';
