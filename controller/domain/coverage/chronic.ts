/** Hamlets that are left out again and again, and why. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { CoverageLine, HamletOverTime } from './coverage-line.ts';

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
  return hamlets
    .filter((hamlet) => hamlet.broadcasts >= CHRONIC_LEAST)
    .filter((hamlet) => share(hamlet) < CHRONIC_SHARE || polesOf(hamlet.id, lines).some(isLeftOut))
    .sort((a, b) => share(a) - share(b))
    .map((hamlet) => ({ hamletId: hamlet.id, causes: causesOf(hamlet, lines) }));
}

interface Pole {
  clusterId: string;
  code: string;
  name: string;
  of: number;
  reasons: Map<MissReason, number>;
}

function polesOf(hamletId: string, lines: readonly CoverageLine[]): Pole[] {
  const poles = new Map<string, Pole>();
  for (const cluster of lines.flatMap((line) => line.clusters)) {
    if (!cluster.hamletIds.includes(hamletId)) continue;
    const pole = poles.get(cluster.id) ?? {
      ...{ clusterId: cluster.id, code: cluster.code, name: cluster.name },
      ...{ of: 0, reasons: new Map() },
    };
    poles.set(cluster.id, pole);
    pole.of += 1;
    if (cluster.reason !== undefined) pole.reasons.set(cluster.reason, (pole.reasons.get(cluster.reason) ?? 0) + 1);
  }
  return [...poles.values()];
}

const timesOf = ({ reasons }: Pole): number => [...reasons.values()].reduce((total, each) => total + each, 0);
const isLeftOut = (pole: Pole): boolean => pole.of >= CHRONIC_LEAST && timesOf(pole) > pole.of * (1 - CHRONIC_SHARE);

function causesOf({ id, households, unserved }: HamletOverTime, lines: readonly CoverageLine[]): ChronicCause[] {
  const missed = polesOf(id, lines).flatMap((pole): ChronicCause[] => {
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
