/** What else the controller does while broadcasts begin: it speaks, pushes audio, and plans anew. */
import { setTimeout as sleep } from 'node:timers/promises';
import { wavOf } from '../../support/audio/broken-files.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { planBroadcast, uploadBulletin } from '../../support/world/bulletins.ts';
import type { World } from '../../support/world/world.ts';

const RATE_HZ = 16_000;
const SENTENCE = 'Mời bà con trong thôn ra nhà văn hoá họp bàn việc làm đường lúc bảy giờ ba mươi phút tối nay. ';
/** About ten seconds of speech each. */
const PREVIEW = SENTENCE.repeat(2);
const BETWEEN_CHANGES_MS = 500;
/** A room full of officers listening, and not a machine without a free moment: agents and controller share it here. */
const BETWEEN_PREVIEWS_MS = 500;
const DAY_MS = 24 * 3600_000;

interface Saved {
  schedule: { id: string; version: number };
}

export interface LoadDone {
  previews: number;
  changes: number;
  refused: number;
}

/** Noise, which no encoder makes smaller; of so many bytes once encoded at this rate. */
export async function largeBulletin(world: World, bytes: number, bitsPerSecond: number) {
  const random = seededRandom(3);
  const length = Math.ceil(((bytes * 8) / bitsPerSecond) * RATE_HZ);
  const noise = Float64Array.from({ length }, () => (random() - 0.5) * 0.4);
  const file = { bytes: wavOf([noise], RATE_HZ), name: 'dai.wav' };
  return uploadBulletin(world.api, world.commune.communeId, file);
}

export class Load {
  readonly #world: World;
  readonly done: LoadDone = { previews: 0, changes: 0, refused: 0 };
  readonly #loops: Promise<void>[] = [];
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** @param largeId goes to every cluster's store at once, to be played tomorrow */
  async start(largeId: string, smallId: string): Promise<void> {
    const { api, commune } = this.#world;
    await planBroadcast(api, {
      bulletinIds: [largeId],
      targets: { areaIds: [commune.communeId] },
      start: new Date(Date.now() + DAY_MS).toISOString(),
    });
    this.#loops.push(this.#speak(), this.#speak(), this.#change(smallId));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  /** Another text each time, so that nothing is spoken from memory. */
  async #speak(): Promise<void> {
    while (!this.#stopped) {
      const text = `${PREVIEW} Số ${this.done.previews + Math.floor(Math.random() * 1_000_000)}.`;
      await this.#ask('POST', '/speech/preview', { text }, 'previews');
      await sleep(BETWEEN_PREVIEWS_MS);
    }
  }

  /**
   * Each change plans a hamlet's session for eight days and publishes that hamlet's plan, one hamlet after the other: all
   * agents share this machine's processors, where each pole has its own, and a plan that all follow is read by all at once.
   */
  async #change(bulletinId: string): Promise<void> {
    const sessions = [];
    for (const hamletId of this.#world.commune.hamletIds) sessions.push(await this.#session(bulletinId, hamletId));
    for (let turn = 0; !this.#stopped; turn++) {
      const session = sessions[turn % sessions.length] as Saved['schedule'];
      const change = { version: session.version, gainDb: -1 - (Math.floor(turn / sessions.length) % 2) };
      const changed = await this.#ask('PATCH', `/schedules/${session.id}`, change, 'changes');
      session.version = (changed as Saved | undefined)?.schedule.version ?? session.version;
      await sleep(BETWEEN_CHANGES_MS);
    }
  }

  async #session(bulletinId: string, hamletId: string): Promise<Saved['schedule']> {
    const { api, commune } = this.#world;
    const saved = await api.post<Saved>('/schedules', {
      ...{ communeId: commune.communeId, kind: 'session', name: 'Buổi sớm', windowMinutes: 10 },
      recurrence: {
        startDate: new Date(Date.now() + DAY_MS).toISOString().slice(0, 10),
        time: '04:45',
        rrule: 'FREQ=DAILY',
      },
      programme: [{ kind: 'bulletin', bulletinId }],
      targets: { areaIds: [hamletId] },
    });
    return saved.schedule;
  }

  async #ask(method: string, path: string, body: object, counts: 'previews' | 'changes'): Promise<unknown> {
    const response = await fetch(`${this.#world.controller.httpUrl}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.ok) {
      this.done[counts]++;
      return counts === 'changes' ? JSON.parse(bytes.toString()) : undefined;
    }
    this.done.refused++;
    await sleep(BETWEEN_CHANGES_MS);
    return undefined;
  }
}
