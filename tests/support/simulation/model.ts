/**
 * What should have sounded on a cluster, worked out anew and simply from what was decided, what its device can have
 * known, and when it had power. Written from the rules on paper, without the code that devices use.
 */

/** Milliseconds since the simulation began. */
export type Instant = number;
type Range = readonly [from: Instant, to: Instant];

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const LEVELS = ['central', 'province', 'commune'] as const;
const CLASSES = ['emergency', 'urgent', 'priority', 'scheduled', 'relay'] as const;

/** One bulletin, read once or several times. */
export interface Part {
  /** of its audio */
  id: string;
  /** of one reading */
  length: Instant;
  readings?: number;
}

/** A broadcast as somebody decided it. */
export interface Airing {
  class: (typeof CLASSES)[number];
  level: (typeof LEVELS)[number];
  startAt: Instant;
  latestStartAt: Instant;
  joinUntilAt: Instant;
  endsAt: Instant;
  parts: readonly Part[];
  repeat?: { every: Instant; until: Instant };
  clusters: ReadonlySet<string>;
}

export interface ModelAiring {
  key: string;
  /** in order; `undefined`: it is not to sound */
  versions: { at: Instant; airing: Airing | undefined }[];
  stops: { at: Instant; clusters: ReadonlySet<string> }[];
}

export interface ModelLatch {
  clusters: ReadonlySet<string>;
  level: Airing['level'];
  since: Instant;
  liftedAt?: Instant;
}

/** Life of one device. */
export interface ModelDevice {
  cluster: string;
  /** it has power */
  power: Range[];
  /** it has no network */
  cuts: Range[];
  /** its disk was lost at these instants, while it had no power */
  losses: Instant[];
  hasBatteryClock: boolean;
}

export interface ModelWorld {
  airings: ModelAiring[];
  latches: ModelLatch[];
  /** nobody can reach the controller */
  controllerDown: Range[];
}

/** A run on air: `to` is where it ended for whatever reason, `begins` the place in the broadcast where it began. */
interface Run {
  key: string;
  from: Instant;
  to: Instant;
  begins: Instant;
  airing: Airing;
}

/** What a loudspeaker does at an instant: which place in which part of which broadcast. */
export interface Sounding {
  key: string;
  part: string;
  position: Instant;
}

const rank = (b: Airing): number => CLASSES.indexOf(b.class);
const levelOf = (level: Airing['level']): number => LEVELS.indexOf(level);
/** Level counts among emergencies only. */
const goesFirst = (a: Airing, b: Airing): number =>
  rank(a) - rank(b) || (a.class === 'emergency' ? levelOf(a.level) - levelOf(b.level) : 0) || a.startAt - b.startAt;
const allReadings = ({ length, readings = 1 }: Part): Instant => length * readings;
export const lengthOf = ({ parts }: Pick<Airing, 'parts'>): Instant =>
  parts.reduce((sum, part) => sum + allReadings(part), 0);
/** Only an emergency of a higher level passes. */
export const holds = (latch: Pick<ModelLatch, 'level'>, b: Pick<Airing, 'class' | 'level'>): boolean =>
  b.class !== 'emergency' || levelOf(b.level) >= levelOf(latch.level);

/** Nothing that is on air for longer is planned here. */
const LONGEST = 3 * HOUR;

/** What the commune's rules alone would have sound here until an instant, for one who knows all decided by `knownAt`. */
function runsOf(world: ModelWorld, cluster: string, knownAt: Instant, from: Instant, to: Instant): Run[] {
  const known = world.airings.flatMap(({ key, versions, stops }) => {
    const airing = versions.filter((each) => each.at <= knownAt).at(-1)?.airing;
    if (airing === undefined || !airing.clusters.has(cluster)) return [];
    if (airing.endsAt <= from - LONGEST || airing.startAt >= to) return [];
    const stopped = stops.filter((each) => each.at <= knownAt && each.clusters.has(cluster)).map((each) => each.at);
    return [{ ...airing, key, airing, length: lengthOf(airing), stoppedAt: Math.min(Infinity, ...stopped) }];
  });
  type Known = (typeof known)[number];
  const latches = world.latches
    .filter((latch) => latch.since <= knownAt && latch.clusters.has(cluster))
    .map(({ level, since, liftedAt = Infinity }) => ({
      level,
      since,
      until: liftedAt <= knownAt ? liftedAt : Infinity,
    }));
  const dues = known.flatMap((b) => startsOf(b).map((at) => ({ b, at }))).sort((x, y) => x.at - y.at);
  const runs: Run[] = [];
  let onAir: { b: Known; from: Instant; to: Instant; begins: Instant } | undefined;
  let waiting: { b: Known; due: Instant; restart: boolean; begins: Instant }[] = [];
  const isLost = ({ b, due, restart, begins }: (typeof waiting)[number], now: Instant): boolean =>
    now >= b.stoppedAt ||
    now >= b.endsAt ||
    latches.some((latch) => holds(latch, b) && latch.since <= now && due < latch.until) ||
    (restart ? now + partAt(b, begins).length > b.endsAt : now > due + b.latestStartAt - b.startAt);
  for (let now = -Infinity; ; ) {
    const boundary = onAir === undefined ? Infinity : nextBoundary(onAir, waiting, now);
    now = Math.min(dues[0]?.at ?? Infinity, onAir?.to ?? Infinity, boundary);
    if (now >= to) break;
    if (onAir !== undefined && onAir.to <= now) {
      runs.push(runOf(onAir, onAir.to));
      onAir = undefined;
    }
    while (dues[0]?.at === now) {
      const { b } = dues.shift() as (typeof dues)[number];
      const isPending = waiting.some((each) => each.b === b && each.restart);
      if (onAir?.b === b || isPending) continue;
      waiting = [...waiting.filter((each) => each.b !== b), { b, due: now, restart: false, begins: 0 }];
    }
    waiting = waiting.filter((each) => !isLost(each, now)).sort((x, y) => goesFirst(x.b, y.b));
    const next = waiting[0];
    if (next === undefined || (onAir !== undefined && !mayInterrupt(next.b, onAir, now))) continue;
    waiting.shift();
    if (onAir !== undefined) {
      runs.push(runOf(onAir, now));
      // the part under way from its start; parts that are over are over
      const { begins } = partAt(onAir.b, now - onAir.from + onAir.begins);
      waiting.push({ b: onAir.b, due: now, restart: true, begins });
    }
    const { b, begins } = next;
    const silenced = latches.filter((l) => holds(l, b) && l.until > now).map((l) => Math.max(now, l.since));
    onAir = { b, from: now, to: Math.min(now + b.length - begins, b.endsAt, b.stoppedAt, ...silenced), begins };
  }
  if (onAir !== undefined) runs.push(runOf(onAir, onAir.to));
  return runs;
}

const runOf = (
  { b, from, begins }: { b: { key: string; airing: Airing }; from: Instant; begins: Instant },
  to: Instant,
): Run => ({ key: b.key, from, to, begins, airing: b.airing });

/** The part that sounds at this place, and where it begins. */
function partAt({ parts }: Pick<Airing, 'parts'>, position: Instant): { length: Instant; begins: Instant } {
  let begins = 0;
  for (const part of parts) {
    const length = allReadings(part);
    if (position < begins + length) return { length, begins };
    begins += length;
  }
  return { length: 0, begins };
}

function startsOf({ startAt, endsAt, repeat }: Airing): Instant[] {
  const starts = [startAt];
  if (repeat === undefined) return starts;
  for (let at = startAt + repeat.every; at < Math.min(repeat.until, endsAt); at += repeat.every) starts.push(at);
  return starts;
}

interface OnAir {
  b: Airing;
  from: Instant;
  begins: Instant;
}

/** Where a part of what sounds ends, the last one left out. */
function boundariesOf({ b, from, begins }: OnAir): Instant[] {
  const ends: Instant[] = [];
  for (const part of b.parts.slice(0, -1)) ends.push((ends.at(-1) ?? from - begins) + allReadings(part));
  return ends.filter((at) => at > from);
}

function nextBoundary(onAir: OnAir & { to: Instant }, waiting: readonly { b: Airing }[], now: Instant): Instant {
  const isAwaited = waiting.some(({ b }) => rank(b) < rank(onAir.b) && b.class !== 'emergency');
  const ends = boundariesOf(onAir).filter((at) => at > now && at < onAir.to);
  return isAwaited ? Math.min(Infinity, ...ends) : Infinity;
}

/** Emergencies at once; urgent and priority where a part of what sounds ends; the rest waits. */
function mayInterrupt(b: Airing, onAir: OnAir, now: Instant): boolean {
  if (b.class === 'emergency') return onAir.b.class !== 'emergency' || levelOf(b.level) < levelOf(onAir.b.level);
  if (rank(b) >= rank(onAir.b)) return false;
  return (b.class === 'urgent' || b.class === 'priority') && boundariesOf(onAir).includes(now);
}

/** `unsure`: the rules allow more than one thing here, e.g. while a device that has just come back looks around. */
export interface Expected {
  sounding: Sounding | undefined;
  unsure: boolean;
}

/** A device that has just booted or come back on the network may take so long until it does the right thing. */
const SETTLES = 30 * SECOND;
/** What was decided just now is on its way. */
const TRAVELS = 3 * SECOND;
/** What is promised without a network, less what a plan is old that could not be renewed while the controller was down. */
const PROMISED = 71 * HOUR;
/** Closer to a change than this a clock may be on either side of it. */
const BLUR = 100;

/** At each of these instants, which go up. */
export function expectedOf(world: ModelWorld, device: ModelDevice, instants: readonly Instant[]): Expected[] {
  const [from = 0, to = 0] = [instants[0], instants.at(-1)];
  const decisions = decisionsOf(world);
  const knowledge = knowledgeOf(world, device);
  const cache = new Map<Instant, { runs: Run[]; edges: Instant[] }>();
  const known = (knownAt: Instant) => {
    const last = lastUntil(decisions, knownAt) ?? -Infinity;
    const before = cache.get(last);
    if (before !== undefined) return before;
    const runs = runsOf(world, device.cluster, knownAt, from, to + SECOND);
    const fresh = { runs, edges: runs.flatMap(edgesOf).sort((a, b) => a - b) };
    cache.set(last, fresh);
    return fresh;
  };
  /** runs that sounded from the disk it has now */
  let sounded = new Set<string>();
  let disk = knowledge(from).disk;
  let entered: { name: string; allowed: boolean } | undefined;
  return instants.map((now): Expected => {
    const state = knowledge(now);
    if (state.disk !== disk) sounded = new Set();
    disk = state.disk;
    const { runs, edges } = state.knownAt === undefined || !state.hasTime ? NO_RUNS : known(state.knownAt);
    const run = runs.find((each) => each.from <= now && now < each.to);
    const isTravelling = now - (lastUntil(decisions, now) ?? -Infinity) <= TRAVELS;
    const isEdge = Math.abs(now - (lastUntil(edges, now + BLUR) ?? -Infinity)) < BLUR;
    const unsure = state.unsure || isTravelling || isEdge;
    if (run === undefined) {
      entered = undefined;
      return { sounding: undefined, unsure };
    }
    const name = `${run.key}@${run.from}`;
    const { joinUntilAt } = run.airing;
    // what began before its disk it may have heard already; what is read once more it has not
    const isBornTooLate = state.bornAt !== undefined && run.from < state.bornAt;
    if (entered?.name !== name) {
      const isThere = now - run.from < SECOND || now <= joinUntilAt || sounded.has(name);
      entered = { name, allowed: !isBornTooLate && isThere };
    } else if (state.unsure && !entered.allowed && now <= joinUntilAt) entered = { name, allowed: !isBornTooLate };
    if (entered.allowed) sounded.add(name);
    return { sounding: entered.allowed ? placeIn(run, now) : undefined, unsure };
  });
}

const NO_RUNS = { runs: [], edges: [] };

/** The last of a sorted list that is not later. */
function lastUntil(sorted: readonly Instant[], at: Instant): Instant | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Instant) <= at) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

/** Where anything begins or ends in it, each reading included. */
function edgesOf({ from, to, begins, airing }: Run): Instant[] {
  const edges = [from, to];
  let at = from - begins;
  for (const { length, readings = 1 } of airing.parts) {
    for (let reading = 0; reading < readings; reading++) {
      at += length;
      edges.push(at);
    }
  }
  return edges.filter((edge) => edge >= from && edge <= to);
}

function placeIn({ key, from, begins, airing }: Run, now: Instant): Sounding | undefined {
  let position = now - from + begins;
  for (const part of airing.parts) {
    if (position < allReadings(part)) return { key, part: part.id, position: position % part.length };
    position -= allReadings(part);
  }
  return undefined;
}

interface Knowledge {
  /** what was decided by then it knows; `undefined`: it knows nothing */
  knownAt: Instant | undefined;
  hasTime: boolean;
  /** when the disk that it has now first knew the time; `undefined` for the first disk */
  bornAt: Instant | undefined;
  /** when the one before it was lost */
  disk: Instant;
  unsure: boolean;
}

const NOTHING = { knownAt: undefined, hasTime: false, bornAt: undefined };

function knowledgeOf({ controllerDown }: ModelWorld, { power, cuts, losses, hasBatteryClock }: ModelDevice) {
  /** plans reach it, be it from a broker that keeps them while the controller is down */
  const online = without(power, cuts);
  /** somebody tells it the time */
  const spoken = without(online, controllerDown);
  const offAt = power.map(([, off]) => off);
  const cutAt = cuts.map(([at]) => at);
  const isAround = (at: Instant | undefined, now: Instant) => at !== undefined && Math.abs(now - at) < 2 * SECOND;
  return (now: Instant): Knowledge => {
    const lostAt = lastUntil(losses, now);
    const disk = lostAt ?? -Infinity;
    const life = power.find(([on, off]) => on <= now && now < off);
    // what it was about to say when the power went is half said
    if (life === undefined) return { ...NOTHING, disk, unsure: isAround(lastUntil(offAt, now), now) };
    const ofDisk = ([at]: Range) => at >= disk && at <= now;
    const heard = online.findLast(ofDisk);
    const lastTalk = spoken.findLast(ofDisk);
    const isThisLife = lastTalk !== undefined && lastTalk[1] > life[0];
    const heardUntil = heard && Math.min(now, heard[1] - 1);
    const down =
      heardUntil === undefined ? undefined : controllerDown.find(([a, b]) => a <= heardUntil && heardUntil < b);
    const isNear = (at: Instant | undefined) => at !== undefined && now - at < SETTLES;
    return {
      disk,
      knownAt: lastTalk && (down?.[0] ?? heardUntil),
      hasTime: lastTalk !== undefined && (isThisLife || hasBatteryClock),
      bornAt: lostAt === undefined ? undefined : spoken.find(ofDisk)?.[0],
      unsure:
        isNear(life[0]) ||
        isNear(heard?.[0]) ||
        (isThisLife && isNear(lastTalk[0])) ||
        isAround(lastUntil(cutAt, now + 2 * SECOND), now) ||
        (lastTalk !== undefined && now - Math.min(now, lastTalk[1]) > PROMISED),
    };
  };
}

function without(ranges: readonly Range[], holes: readonly Range[]): Range[] {
  let left: Range[] = [...ranges];
  for (const [from, to] of holes) {
    left = left.flatMap(([a, b]): Range[] =>
      [[a, Math.min(b, from)] as const, [Math.max(a, to), b] as const].filter(([x, y]) => x < y),
    );
  }
  return left.sort((x, y) => x[0] - y[0]);
}

const decisionsOf = ({ airings, latches }: ModelWorld): Instant[] =>
  [
    ...airings.flatMap(({ versions, stops }) => [...versions, ...stops].map((each) => each.at)),
    ...latches.flatMap(({ since, liftedAt }) => [since, liftedAt ?? since]),
  ].sort((a, b) => a - b);
