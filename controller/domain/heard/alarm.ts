/** When what a cluster's own microphone heard, or did not, is an incident. Experimental: it never says who was reached. */
import type { Millis } from '@loa-lang/schemas/units';
import type { HeardReport } from '@loa-lang/schemas/wire/report';

export interface HeardVerdict {
  verdict: HeardReport['verdict'];
  comparedMs: Millis;
}

/** One may be a lorry that passed; three broadcasts in a row are not. */
export const NOT_HEARD_TIMES = 3;
/** Less speech than that is too little to be sure of its absence. */
export const SURE_AFTER_MS: Millis = 10_000;

/** Whether it says something: a doubtful one neither begins nor ends anything. */
const isCertain = ({ verdict, comparedMs }: HeardVerdict): boolean =>
  verdict === 'not-heard' ? comparedMs >= SURE_AFTER_MS : verdict !== 'uncertain';

/** @param runs newest first */
export function heardAlarm(runs: readonly HeardVerdict[]): 'raise' | 'clear' | 'keep' {
  const certain = runs.filter(isCertain);
  const [last] = certain;
  if (last === undefined) return 'keep';
  if (last.verdict !== 'not-heard') return 'clear';
  const row = certain.slice(0, NOT_HEARD_TIMES);
  return row.length === NOT_HEARD_TIMES && row.every(({ verdict }) => verdict === 'not-heard') ? 'raise' : 'keep';
}
