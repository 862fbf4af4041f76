/** Hamlets that are left out again and again, and why. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { CoverageLine, HamletOverTime, LinePole } from './coverage-line.ts';

/** Fewer broadcasts than this say nothing of a habit: a single bad day has as many. */
export const CHRONIC_LEAST = 5;
/**
 * Less than half of the households, over all that was meant for them: it is left out more often than not. So is who lives
 * by a pole that did not play more than half of its broadcasts, however well the hamlet's other poles do.
 */
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
  const known = hamlets.filter((hamlet) => hamlet.broadcasts >= CHRONIC_LEAST);
  const poles = polesOf(new Set(known.map(({ id }) => id)), lines);
  const polesAt = ({ id }: HamletOverTime) => [...(poles.get(id)?.values() ?? [])];
  return known
    .filter((hamlet) => share(hamlet) < CHRONIC_SHARE || polesAt(hamlet).some(isLeftOut))
    .sort((a, b) => share(a) - share(b))
    .map((hamlet) => ({ hamletId: hamlet.id, causes: causesOf(hamlet, polesAt(hamlet)) }));
}

interface Pole {
  clusterId: string;
  code: string;
  name: string;
  of: number;
  reasons: Map<MissReason, number>;
}

/** What the poles of these hamlets did, by hamlet and pole. */
function polesOf(ids: ReadonlySet<string>, lines: readonly CoverageLine[]): Map<string, Map<string, Pole>> {
  const found = new Map([...ids].map((id) => [id, new Map<string, Pole>()]));
  const lists = new Map<readonly LinePole[], number>();
  for (const { poles } of lines) lists.set(poles, (lists.get(poles) ?? 0) + 1);
  for (const [poles, times] of lists) {
    for (const { id, code, name, hamletIds } of poles) {
      for (const own of hamletIds.flatMap((hamletId) => found.get(hamletId) ?? [])) {
        const known = own.get(id);
        if (known === undefined) own.set(id, { clusterId: id, code, name, of: times, reasons: new Map() });
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

const timesOf = ({ reasons }: Pole): number => [...reasons.values()].reduce((total, each) => total + each, 0);
const isLeftOut = (pole: Pole): boolean => pole.of >= CHRONIC_LEAST && timesOf(pole) > pole.of * (1 - CHRONIC_SHARE);

function causesOf({ households, unserved }: HamletOverTime, poles: readonly Pole[]): ChronicCause[] {
  const missed = poles.flatMap((pole): ChronicCause[] => {
    const { clusterId, code, name, of, reasons } = pole;
    const [worst] = [...reasons].sort(([, a], [, b]) => b - a);
    if (worst === undefined) return [];
    const [reason] = worst;
    return [{ kind: 'missed', clusterId, code, name, reason, times: timesOf(pole), of }];
  });
  missed.sort((a, b) => ('times' in a && 'times' in b ? b.times - a.times : 0));
  const nobody: ChronicCause[] = unserved > 0 ? [{ kind: 'unserved', households: unserved }] : [];
  const first = unserved >= households * (1 - CHRONIC_SHARE);
  return (first ? [...nobody, ...missed] : [...missed, ...nobody]).slice(0, CAUSES_TOLD);
}
