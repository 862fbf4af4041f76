/** What every loudspeaker did, second by second, beside what it should have done. */
import type { Life } from './life/life.ts';
import { SPOKEN } from './life/sources.ts';
import { expectedOf, type Instant, MINUTE, SECOND, type Sounding } from './model.ts';
import type { Heard, SimDevice } from './sim-device.ts';
import type { SimWorld } from './sim-world.ts';

export interface Difference {
  cluster: string;
  at: Instant;
  expected: Sounding | undefined;
  heard: Sounding | undefined;
}

export interface Compared {
  /** seconds that sounded, over all clusters */
  soundedSeconds: number;
  /** seconds compared in which something was expected or heard */
  compared: number;
  differences: Difference[];
}

/** Around a broadcast so much is compared. */
const AROUND = 2 * MINUTE;
/** A clock may be a little off, and positions are whole seconds apart. */
const TOLERANCE = SECOND;

export class Comparison {
  readonly outcome: Compared = { soundedSeconds: 0, compared: 0, differences: [] };
  readonly #enough: number;
  readonly #lookedUntil = new Map<string, Instant>();

  constructor(enough: number) {
    this.#enough = enough;
  }

  get hasEnough(): boolean {
    return this.outcome.differences.length >= this.#enough;
  }

  /** What was over by then and was not looked at before. */
  look(world: SimWorld, life: Life, until: Instant): void {
    for (const [cluster, device] of world.devices) {
      const lookedUntil = this.#lookedUntil.get(cluster) ?? 0;
      for (const [from, to] of windows(world, life, cluster, device, lookedUntil)) {
        if (to > until) break;
        this.#lookedUntil.set(cluster, to);
        this.#compare(world, life, device, cluster, Math.max(from, lookedUntil), to);
      }
    }
  }

  #compare(world: SimWorld, life: Life, device: SimDevice, cluster: string, from: Instant, to: Instant): void {
    const model = life.devices.get(cluster);
    if (model === undefined) return;
    const instants: Instant[] = [];
    for (let at = Math.floor(from / SECOND) * SECOND + SECOND / 2; at < to; at += SECOND) instants.push(at);
    const expected = expectedOf(life.paper, model, instants);
    for (const [i, at] of instants.entries()) {
      const heard = heardAt(world, device, at);
      const { sounding, unsure } = expected[i] ?? { sounding: undefined, unsure: true };
      if (heard !== undefined) this.outcome.soundedSeconds++;
      if (unsure || (sounding === undefined && heard === undefined)) continue;
      this.outcome.compared++;
      if (!same(sounding, heard) && !this.hasEnough) {
        this.outcome.differences.push({ cluster, at, expected: sounding, heard });
      }
    }
  }
}

function same(a: Sounding | undefined, b: Sounding | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const isPart = a.part === b.part || a.part === SPOKEN;
  return a.key === b.key && isPart && Math.abs(a.position - b.position) <= TOLERANCE;
}

/** Where anything could sound on a cluster, or did, merged. */
function windows(
  world: SimWorld,
  life: Life,
  cluster: string,
  device: SimDevice,
  after: Instant,
): [Instant, Instant][] {
  const decided = life.paper.airings.flatMap(({ versions }) =>
    versions.flatMap(({ airing }): [Instant, Instant][] =>
      airing === undefined || !airing.clusters.has(cluster) || airing.endsAt + AROUND <= after
        ? []
        : [[Math.max(0, airing.startAt - AROUND), airing.endsAt + AROUND]],
    ),
  );
  const heard = device.heard
    .map(({ fromAt, toAt }): [Instant, Instant] => [world.instant(fromAt) - SECOND, world.instant(toAt) + SECOND])
    .filter(([, to]) => to > after);
  const merged: [Instant, Instant][] = [];
  for (const [from, to] of [...decided, ...heard].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function heardAt(world: SimWorld, { heard }: SimDevice, at: Instant): Sounding | undefined {
  const instant = world.epoch(at);
  const row = find(heard, instant);
  if (row === undefined) return undefined;
  return { key: world.keyOf(row.broadcastId), part: row.assetId, position: row.positionMs + instant - row.fromAt };
}

function find(heard: readonly Heard[], instant: number): Heard | undefined {
  let [low, high] = [0, heard.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = heard[middle] as Heard;
    if (instant < row.fromAt) high = middle - 1;
    else if (instant >= row.toAt) low = middle + 1;
    else return row;
  }
  return undefined;
}
