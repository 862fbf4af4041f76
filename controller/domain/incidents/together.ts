/** What goes dark together has one cause: a power cut, a network that is down. */
import type { AreaId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export interface DarkDevice {
  deviceId: DeviceId;
  hamletId: AreaId;
  communeId: AreaId;
  /** when it went: of one whose battery carried it on for a while, when its mains went */
  since: EpochMillis;
  isConnected: boolean;
  /** without connection for so long that it is a fault */
  isLost: boolean;
  /** the hamlet is to be without power */
  planned: boolean;
}

export interface Together {
  /** the lowest area that covers them: a hamlet or the commune */
  areaId: AreaId;
  devices: DarkDevice[];
}

/** A broker notices dead links within 30 s of each other; a grid switches its lines off within a minute or so. */
export const TOGETHER_MS: Millis = 120_000;
/** Of the devices of a hamlet that were there. */
const MOST = 0.6;
/** In different hamlets two may be chance: one that is dead, and one whose carrier has just reset it. */
const LEAST = { oneHamlet: 2, hamlets: 3 } as const;

/**
 * @param undecided of those that are dark
 * @param sizes devices of each hamlet
 */
export function togetherOf(
  undecided: readonly DarkDevice[],
  dark: readonly DarkDevice[],
  sizes: ReadonlyMap<AreaId, number>,
): Together[] {
  const groups: Together[] = [];
  const inHamlet = new Map<AreaId, DarkDevice[]>();
  for (const each of dark) inHamlet.set(each.hamletId, [...(inHamlet.get(each.hamletId) ?? []), each]);
  for (const burst of bursts(undecided)) {
    const [first] = burst;
    if (first === undefined) continue;
    const hamlets = new Map<AreaId, DarkDevice[]>();
    for (const each of burst) hamlets.set(each.hamletId, [...(hamlets.get(each.hamletId) ?? []), each]);
    const whole = [...hamlets].filter(([hamletId, gone]) => {
      const before = (inHamlet.get(hamletId) ?? []).filter(({ since }) => since < first.since).length;
      return gone.length >= MOST * ((sizes.get(hamletId) ?? gone.length) - before);
    });
    // where it was said ahead, each hamlet has an outage of its own
    const parts = first.planned ? whole.map((each) => [each]) : [whole];
    for (const part of parts) {
      const devices = part.flatMap(([, gone]) => gone);
      const [only] = part;
      if (only === undefined || devices.length < (part.length === 1 ? LEAST.oneHamlet : LEAST.hamlets)) continue;
      groups.push({ areaId: part.length === 1 ? only[0] : first.communeId, devices });
    }
  }
  return groups;
}

/** Within one commune, planned or not, and no longer than {@link TOGETHER_MS} from the first to the last. */
function bursts(dark: readonly DarkDevice[]): DarkDevice[][] {
  const found: DarkDevice[][] = [];
  const current = new Map<string, DarkDevice[]>();
  for (const each of [...dark].sort((a, b) => a.since - b.since)) {
    const key = `${each.communeId} ${each.planned}`;
    const burst = current.get(key);
    if (burst?.[0] !== undefined && each.since - burst[0].since <= TOGETHER_MS) {
      burst.push(each);
      continue;
    }
    const next = [each];
    current.set(key, next);
    found.push(next);
  }
  return found;
}
