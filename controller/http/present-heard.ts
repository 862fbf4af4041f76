/** What microphones heard, as HTTP shows it: labelled as an experiment wherever it stands. */
import { HEARD_WORDS } from '@loa-lang/schemas/errors/remote-words';
import type { HeardRecord } from '../ports/heard-store.ts';

/** Of the run that counts; else of the last that was listened to. */
export function heardBody(heard: readonly HeardRecord[], clusterId: string, counting: number | undefined) {
  const runs = heard.filter((each) => each.clusterId === clusterId);
  const chosen = runs.find(({ run }) => run === counting) ?? runs.at(-1);
  if (chosen === undefined) return {};
  const { verdict, run, levelDbfs, confidence, comparedMs } = chosen;
  return { heard: { verdict, message: HEARD_WORDS[verdict], run, levelDbfs, confidence, comparedMs } };
}

export function heardSummary(heard: readonly HeardRecord[], clusterIds: ReadonlySet<string>) {
  const seen = heard.filter(({ clusterId }) => clusterIds.has(clusterId));
  const listened = new Set(seen.map(({ clusterId }) => clusterId)).size;
  if (listened === 0) return {};
  const hearing = seen.filter(({ verdict }) => verdict === 'heard' || verdict === 'weak');
  const clusters = new Set(hearing.map(({ clusterId }) => clusterId)).size;
  const message = {
    vi: `Thử nghiệm: micro đã nghe thấy tại ${clusters}/${listened} cụm có nghe`,
    en: `Experimental: microphones heard it at ${clusters} of ${listened} clusters that listened`,
  };
  return { heard: { clusters, listened, message } };
}
