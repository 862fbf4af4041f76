/** Hamlets that are left out again and again, and why. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { CoverageLine, HamletOverTime } from './coverage-line.ts';

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
  return hamlets
    .filter((hamlet) => hamlet.broadcasts >= CHRONIC_LEAST && share(hamlet) < CHRONIC_SHARE)
    .sort((a, b) => share(a) - share(b))
    .map((hamlet) => ({ hamletId: hamlet.id, causes: causesOf(hamlet, lines) }));
}

function causesOf({ id, households, unserved }: HamletOverTime, lines: readonly CoverageLine[]): ChronicCause[] {
  const poles = new Map<string, { code: string; name: string; of: number; reasons: Map<MissReason, number> }>();
  for (const cluster of lines.flatMap((line) => line.clusters)) {
    if (!cluster.hamletIds.includes(id)) continue;
    const pole = poles.get(cluster.id) ?? { code: cluster.code, name: cluster.name, of: 0, reasons: new Map() };
    poles.set(cluster.id, pole);
    pole.of += 1;
    if (cluster.reason !== undefined) pole.reasons.set(cluster.reason, (pole.reasons.get(cluster.reason) ?? 0) + 1);
  }
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
