/** Whether the last document still stands or the next one must be made. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';

export interface LastIssue extends Revision {
  contentHash: string;
  issuedAt: EpochMillis;
}

export interface IssueQuestion {
  last: LastIssue | undefined;
  contentHash: string;
  /** the deployment's epoch now */
  epoch: number;
  now: EpochMillis;
  /** a document older than this is made anew although nothing changed; absent: it never ages */
  maxAgeMs?: Millis;
  forced: boolean;
  /** was signed and sent without being recorded: the next one goes above it */
  above?: Revision;
}

export type IssueDecision = { kind: 'stands' } | ({ kind: 'issue' } & Revision);

/** Plans reach 84 h ahead and must always reach 72 h: hence at the latest every 12 h. */
export const PLAN_MAX_AGE_MS: Millis = 12 * 3600 * 1000;

/** The revision goes up within an epoch and never comes back to an older epoch. */
export function decideIssue(question: IssueQuestion): IssueDecision {
  const { last, now, maxAgeMs, above } = question;
  if (above !== undefined && (last === undefined || compareRevisions(above, last) >= 0)) {
    return { kind: 'issue', epoch: Math.max(question.epoch, above.epoch), revision: above.revision + 1 };
  }
  if (last === undefined) return { kind: 'issue', epoch: question.epoch, revision: 1 };
  const epoch = Math.max(question.epoch, last.epoch);
  const unchanged = last.contentHash === question.contentHash && last.epoch === epoch;
  const young = maxAgeMs === undefined || (now - last.issuedAt < maxAgeMs && now >= last.issuedAt);
  if (unchanged && young && !question.forced) return { kind: 'stands' };
  return { kind: 'issue', epoch, revision: last.revision + 1 };
}
