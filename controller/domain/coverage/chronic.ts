/** Hamlets that are left out again and again, and why. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { CoverageLine, HamletOverTime, LinePole } from './coverage-line.ts';

/** Fewer broadcasts than this say nothing of a habit: a single bad day has as many. */
export const CHRONIC_LEAST = 5;
/** Less than half of the households, over all that was meant for them: it is left out more often than not. */
export const CHRONIC_SHARE = 0.5;
const CAUSES_TOLD = 3;

/** `unserved`: households that no pole serves; `missed`: a pole did not play, most often for this reason */
export type ChronicCause =
  | { kind: 'unserved'; households: number }
  | { kind: 'missed'; clusterId: string; code: string; name: string; reason: MissReason; times: number; of: number };

export interface ChronicHamlet {
  hamletId: string;
  causes: ChronicCause[];
}

/** The worst first. */
export function chronicHamlets(hamlets: readonly HamletOverTime[], lines: readonly CoverageLine[]): ChronicHamlet[] {
  const share = ({ reached, meant }: HamletOverTime) => (meant === 0 ? 1 : reached / meant);
  const chronic = hamlets
    .filter((hamlet) => hamlet.broadcasts >= CHRONIC_LEAST && share(hamlet) < CHRONIC_SHARE)
    .sort((a, b) => share(a) - share(b));
  const poles = polesOf(new Set(chronic.map(({ id }) => id)), lines);
  return chronic.map((hamlet) => ({
    hamletId: hamlet.id,
    causes: causesOf(hamlet, poles.get(hamlet.id) ?? new Map()),
  }));
}

interface Pole {
  code: string;
  name: string;
  of: number;
  reasons: Map<MissReason, number>;
}

/** What the poles of these hamlets did, by hamlet and pole. */
function polesOf(ids: ReadonlySet<string>, lines: readonly CoverageLine[]): Map<string, Map<string, Pole>> {
  const found = new Map([...ids].map((id) => [id, new Map<string, Pole>()]));
  if (found.size === 0) return found;
  const lists = new Map<readonly LinePole[], number>();
  for (const { poles } of lines) lists.set(poles, (lists.get(poles) ?? 0) + 1);
  for (const [poles, times] of lists) {
    for (const { id, code, name, hamletIds } of poles) {
      for (const own of hamletIds.flatMap((hamletId) => found.get(hamletId) ?? [])) {
        const known = own.get(id);
        if (known === undefined) own.set(id, { code, name, of: times, reasons: new Map() });
        else known.of += times;
      }
    }
  }
  for (const { pole, reason } of lines.flatMap(({ missed }) => missed)) {
    for (const hamletId of pole.hamletIds) {
      const reasons = found.get(hamletId)?.get(pole.id)?.reasons;
      reasons?.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  return found;
}

function causesOf({ households, unserved }: HamletOverTime, poles: ReadonlyMap<string, Pole>): ChronicCause[] {
  const missed = [...poles].flatMap(([clusterId, { code, name, of, reasons }]): ChronicCause[] => {
    const [worst] = [...reasons].sort(([, a], [, b]) => b - a);
    if (worst === undefined) return [];
    const [reason] = worst;
    const times = [...reasons.values()].reduce((total, each) => total + each, 0);
    return [{ kind: 'missed', clusterId, code, name, reason, times, of }];
  });
  missed.sort((a, b) => ('times' in a && 'times' in b ? b.times - a.times : 0));
  const nobody: ChronicCause[] = unserved > 0 ? [{ kind: 'unserved', households: unserved }] : [];
  const first = unserved >= households * (1 - CHRONIC_SHARE);
  return (first ? [...nobody, ...missed] : [...missed, ...nobody]).slice(0, CAUSES_TOLD);
}
