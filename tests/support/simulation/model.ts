/**
 * What should have sounded on a cluster, worked out anew and simply: second by second, from what was decided, what its
 * device can have known, and when it had power. Written from the rules on paper, without the code that devices use.
 */

/** Whole seconds throughout: starts, lengths and ends of the simulation fall on them. */
type Seconds = number;

export interface ModelBroadcast {
  id: string;
  /** when it was decided; nobody can know it earlier */
  decidedAt: Seconds;
  class: 'emergency' | 'live' | 'urgent' | 'priority' | 'scheduled' | 'relay';
  startAt: Seconds;
  latestStartAt: Seconds;
  joinUntilAt: Seconds;
  endsAt: Seconds;
  /** length of each part */
  parts: Seconds[];
  repeatEvery?: Seconds;
  repeatUntil?: Seconds;
  clusters: ReadonlySet<string>;
  cancelledAt?: Seconds;
}

export interface ModelLatch {
  clusters: ReadonlySet<string>;
  since: Seconds;
  liftedAt?: Seconds;
}

/** Life of one device. */
export interface ModelDevice {
  cluster: string;
  /** [from, to): it has power */
  power: [Seconds, Seconds][];
  /** [from, to): it has no network */
  cuts: [Seconds, Seconds][];
  /** its disk was lost at these instants, while it had no power */
  losses: Seconds[];
  hasBatteryClock: boolean;
}

export interface ModelWorld {
  broadcasts: ModelBroadcast[];
  latches: ModelLatch[];
  /** [from, to): nobody can reach the controller */
  controllerDown: [Seconds, Seconds][];
}

/** What a loudspeaker does in one second: which second of which broadcast, its parts end to end, or silence. */
export type Sounding = { id: string; position: Seconds } | undefined;
/** `from`: the position with which this run began */
type Ruled = { id: string; position: Seconds; from: Seconds } | undefined;

const ORDER: ModelBroadcast['class'][] = ['emergency', 'live', 'urgent', 'priority', 'scheduled', 'relay'];
const rank = (b: ModelBroadcast): number => ORDER.indexOf(b.class);
const goesFirst = (a: ModelBroadcast, b: ModelBroadcast): number =>
  rank(a) - rank(b) || a.startAt - b.startAt || (a.id < b.id ? -1 : 1);
const isIn = (at: Seconds, ranges: readonly [Seconds, Seconds][]): boolean =>
  ranges.some(([from, to]) => from <= at && at < to);
const sum = (parts: readonly Seconds[]): Seconds => parts.reduce((total, part) => total + part, 0);
/** The part that sounds at this position, and where it begins. */
function partAt({ parts }: ModelBroadcast, position: Seconds): { length: Seconds; begins: Seconds } {
  let begins = 0;
  for (const length of parts) {
    if (position < begins + length) return { length, begins };
    begins += length;
  }
  return { length: 0, begins };
}

/** What the commune's rules alone would have sound here, for one who knows everything decided by `knownAt`. */
export function ruleOf(world: ModelWorld, cluster: string, knownAt: Seconds, from: Seconds, to: Seconds): Ruled[] {
  const known = world.broadcasts
    .filter((b) => b.decidedAt <= knownAt && b.clusters.has(cluster))
    .map((b) => ({
      ...b,
      cancelledAt: b.cancelledAt !== undefined && b.cancelledAt <= knownAt ? b.cancelledAt : Infinity,
    }));
  const latches = world.latches
    .filter((l) => l.since <= knownAt && l.clusters.has(cluster))
    .map((l): [Seconds, Seconds] => [
      l.since,
      l.liftedAt !== undefined && l.liftedAt <= knownAt ? l.liftedAt : Infinity,
    ]);
  const first = Math.min(from, ...known.filter((b) => b.endsAt > from && b.startAt < to).map((b) => b.startAt - 7200));
  const sounding: Ruled[] = [];
  let onAir: { b: (typeof known)[number]; since: Seconds; from: Seconds } | undefined;
  let waiting: { b: (typeof known)[number]; due: Seconds; restart: boolean; from: Seconds }[] = [];
  for (let now = first; now < to; now++) {
    if (onAir !== undefined) {
      const { b, since, from: began } = onAir;
      if (now >= since + sum(b.parts) - began || now >= b.endsAt || now >= b.cancelledAt || isIn(now, latches))
        onAir = undefined;
    }
    for (const b of known) {
      const starts = now === b.startAt;
      const repeats =
        b.repeatEvery !== undefined &&
        now > b.startAt &&
        now < (b.repeatUntil ?? 0) &&
        now < b.endsAt &&
        (now - b.startAt) % b.repeatEvery === 0;
      const pending = waiting.find((w) => w.b === b);
      if ((!starts && !repeats) || onAir?.b === b || pending?.restart) continue;
      waiting = [...waiting.filter((w) => w.b !== b), { b, due: now, restart: false, from: 0 }];
    }
    waiting = waiting.filter(({ b, due, restart, from: begins }) => {
      const patience = b.latestStartAt - b.startAt;
      if (now >= b.cancelledAt || now >= b.endsAt) return false;
      if (latches.some(([since, lifted]) => since <= now && due < lifted)) return false;
      return restart ? now + partAt(b, begins).length <= b.endsAt : now <= due + patience;
    });
    const next = [...waiting].sort((x, y) => goesFirst(x.b, y.b))[0];
    const position = onAir === undefined ? 0 : now - onAir.since + onAir.from;
    if (next !== undefined && (onAir === undefined || mayInterrupt(next.b, onAir.b, position, onAir.from))) {
      if (onAir !== undefined) {
        // the part under way from its start; parts that are over are over
        waiting.push({ b: onAir.b, due: now, restart: true, from: partAt(onAir.b, position).begins });
      }
      waiting = waiting.filter((w) => w.b !== next.b);
      onAir = { b: next.b, since: now, from: next.from };
    }
    if (now >= from)
      sounding.push(onAir && { id: onAir.b.id, position: now - onAir.since + onAir.from, from: onAir.from });
  }
  return sounding;
}

/** Emergencies at once; urgent and priority where a part of what sounds ends; the rest waits. */
function mayInterrupt(b: ModelBroadcast, onAir: ModelBroadcast, position: Seconds, began: Seconds): boolean {
  if (rank(b) >= rank(onAir)) return false;
  if (b.class === 'emergency' || b.class === 'live') return true;
  if (b.class !== 'urgent' && b.class !== 'priority') return false;
  return position > began && position < sum(onAir.parts) && partAt(onAir, position).begins === position;
}

/** `unsure`: the rules allow more than one thing here, e.g. while a device that has just come back looks around. */
export interface Expected {
  sounding: Sounding;
  unsure: boolean;
}

/** A device that has just booted or come back on the network may take so long until it does the right thing. */
const SETTLES: Seconds = 30;
/** What was decided just now is on its way. */
const TRAVELS: Seconds = 3;

export function expectedOf(world: ModelWorld, device: ModelDevice, from: Seconds, to: Seconds): Expected[] {
  const decisions = decisionTimes(world);
  const rules = new Map<Seconds, Ruled[]>();
  const ruleFor = (knownAt: Seconds): Ruled[] => {
    const last = decisions.filter((at) => at <= knownAt).at(-1) ?? Number.NEGATIVE_INFINITY;
    const rule = rules.get(last) ?? ruleOf(world, device.cluster, knownAt, from, to);
    rules.set(last, rule);
    return rule;
  };
  const expected: Expected[] = [];
  /** runs that sounded from the disk it has now */
  let sounded = new Set<string>();
  let lossesSeen = device.losses.filter((at) => at < from).length;
  let run: { name: string; allowed: boolean } | undefined;
  for (let now = from; now < to; now++) {
    const losses = device.losses.filter((at) => at <= now).length;
    if (losses > lossesSeen) sounded = new Set();
    lossesSeen = losses;
    const life = device.power.find(([on, off]) => on <= now && now < off);
    if (life === undefined) {
      run = undefined;
      expected.push({ sounding: undefined, unsure: device.power.some(([, off]) => now - off < 2 && now >= off) });
      continue;
    }
    const state = knowledgeOf(world, device, now, life[0]);
    const decided = decisions.some((at) => at <= now && now - at <= TRAVELS);
    const unsure = state.settling || decided;
    if (state.knownAt === undefined || !state.hasTime) {
      run = undefined;
      expected.push({ sounding: undefined, unsure });
      continue;
    }
    const wanted = ruleFor(state.knownAt)[now - from];
    const b = world.broadcasts.find((each) => each.id === wanted?.id);
    if (wanted === undefined || b === undefined) {
      run = undefined;
      expected.push({ sounding: undefined, unsure });
      continue;
    }
    const name = `${wanted.id}@${now - wanted.position}`;
    if (run?.name !== name) {
      const bornTooLate = state.bornAt !== undefined && b.startAt < state.bornAt;
      const mayEnter = wanted.position === wanted.from || now <= b.joinUntilAt || sounded.has(name);
      run = { name, allowed: !bornTooLate && mayEnter };
    } else if (state.settling && !run.allowed && now <= b.joinUntilAt) {
      run = { name, allowed: state.bornAt === undefined || b.startAt >= state.bornAt };
    }
    if (run.allowed) sounded.add(name);
    expected.push({ sounding: run.allowed ? wanted : undefined, unsure });
  }
  return expected;
}

interface Knowledge {
  /** what was decided by then it knows; `undefined`: it knows nothing */
  knownAt: Seconds | undefined;
  hasTime: boolean;
  /** when the disk that it has now first knew the time; `undefined` for the first disk */
  bornAt: Seconds | undefined;
  settling: boolean;
}

function knowledgeOf(world: ModelWorld, device: ModelDevice, now: Seconds, bootedAt: Seconds): Knowledge {
  const lostAt = device.losses.filter((at) => at <= now).at(-1);
  /** stretches of power with a network, of this disk, up to now */
  const spoken = spokenStretches(device, world, lostAt ?? Number.NEGATIVE_INFINITY, now);
  const lastSpoken = spoken.at(-1);
  const thisLife = spoken.filter(([, end]) => end > bootedAt);
  const knownAt = lastSpoken === undefined ? undefined : Math.min(now, lastSpoken[1] - 1);
  const firstSpoken = spoken[0]?.[0];
  const bornAt = lostAt === undefined ? undefined : firstSpoken;
  const enteredAt = thisLife.filter(([start]) => start <= now).at(-1)?.[0];
  const settling =
    now - bootedAt < SETTLES ||
    (enteredAt !== undefined && now - enteredAt < SETTLES) ||
    device.cuts.some(([start]) => Math.abs(now - start) < 2);
  return {
    knownAt,
    hasTime: thisLife.length > 0 || (device.hasBatteryClock && firstSpoken !== undefined),
    bornAt,
    settling,
  };
}

/** Power and network and a controller that answers, at the same time. */
function spokenStretches(device: ModelDevice, world: ModelWorld, from: Seconds, to: Seconds): [Seconds, Seconds][] {
  let stretches: [Seconds, Seconds][] = device.power
    .map(([on, off]): [Seconds, Seconds] => [Math.max(on, from), Math.min(off, to + 1)])
    .filter(([on, off]) => on < off);
  for (const [start, end] of [...device.cuts, ...world.controllerDown]) {
    stretches = stretches.flatMap(([on, off]): [Seconds, Seconds][] =>
      [[on, Math.min(off, start)] as [Seconds, Seconds], [Math.max(on, end), off] as [Seconds, Seconds]].filter(
        ([a, b]) => a < b,
      ),
    );
  }
  return stretches.sort((a, b) => a[0] - b[0]);
}

const decisionTimes = ({ broadcasts, latches }: ModelWorld): Seconds[] =>
  [...broadcasts.flatMap((b) => [b.decidedAt, b.cancelledAt]), ...latches.flatMap((l) => [l.since, l.liftedAt])]
    .filter((at) => at !== undefined)
    .sort((a, b) => a - b);
